import { type CSSProperties, type KeyboardEvent, useId, useState } from 'react';
import { classNames } from './class-names.ts';
import styles from './slider.module.css';
import { type ApplyValue, useLiveValue } from './use-live-value.ts';

export interface SliderProps {
  label: string;
  /** Null: several things with different values. */
  value: number | null;
  min: number;
  max: number;
  /** One press of an arrow key; ten of them with Shift. Default 0.1. */
  step?: number;
  /** Where a double-click brings it, and where it stands while the values differ. */
  usual: number;
  unit: string;
  /** As the figure is shown, without its unit. */
  say: (value: number) => string;
  /** What its colour means. Default `plain`. */
  tone?: 'voice' | 'duck' | 'music' | 'plain';
  disabled?: boolean;
  onChange: ApplyValue<number>;
}

/** A labelled slider with its figure, which can be typed into. One drag is one step of undo. */
export const Slider = (props: SliderProps) => {
  const { label, value, min, max, step = 0.1, usual, unit, say, tone = 'plain', disabled, onChange } = props;
  const id = useId();
  const live = useLiveValue<number | null>(label, value, (next, merge) => onChange(next ?? usual, merge));
  const at = live.shown ?? usual;
  const put = (next: number): void => live.set(within(next, min, max, step));
  const onKeyDown = (event: KeyboardEvent): void => {
    const by = STEPS[event.key];
    if (by === undefined) return;
    event.preventDefault();
    if (!event.repeat) live.begin();
    put(at + by * step * (event.shiftKey ? 10 : 1));
  };
  return (
    <div className={classNames(styles.slider, styles[tone])}>
      <label className={styles.label} htmlFor={id}>
        {label}
      </label>
      <input
        id={id}
        type="range"
        className={styles.range}
        style={{ '--share': `${((at - min) / (max - min)) * 100}%` } as CSSProperties}
        min={min}
        max={max}
        step="any"
        value={at}
        disabled={disabled}
        data-mixed={live.shown === null || undefined}
        aria-valuetext={live.shown === null ? 'mixed' : `${say(at)} ${unit}`}
        title="Double-click sets it back"
        onPointerDown={live.begin}
        onChange={(event) => put(Number(event.target.value))}
        onKeyDown={onKeyDown}
        onDoubleClick={() => {
          live.begin();
          put(usual);
        }}
      />
      <Figure
        label={`${label}, ${unit}`}
        value={live.shown}
        disabled={disabled}
        say={say}
        onType={(typed) => {
          live.begin();
          put(typed);
        }}
      />
      <span className={styles.unit} aria-hidden>
        {unit}
      </span>
    </div>
  );
};

const STEPS: Readonly<Record<string, number>> = { ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1 };

const within = (value: number, min: number, max: number, step: number): number => {
  const digits = Math.max(0, -Math.floor(Math.log10(step)));
  return Number(Math.max(min, Math.min(max, Math.round(value / step) * step)).toFixed(digits));
};

interface FigureProps {
  label: string;
  value: number | null;
  disabled?: boolean;
  say: (value: number) => string;
  onType: (value: number) => void;
}

/** The figure beside a slider: typed over, it is taken on Enter and when it is left; Escape takes it back. */
const Figure = ({ label, value, disabled, say, onType }: FigureProps) => {
  const [draft, setDraft] = useState<string | null>(null);
  const take = (): void => {
    const typed = draft === null ? null : readNumber(draft);
    setDraft(null);
    if (typed !== null && draft !== saidOf(value, say)) onType(typed);
  };
  return (
    <input
      type="text"
      inputMode="decimal"
      aria-label={label}
      className={styles.figure}
      disabled={disabled}
      value={draft ?? saidOf(value, say)}
      onFocus={(event) => event.target.select()}
      onChange={(event) => setDraft(event.target.value)}
      onBlur={take}
      onKeyDown={(event) => {
        if (event.key === 'Enter') take();
        if (event.key !== 'Escape' || draft === null) return;
        event.stopPropagation();
        setDraft(null);
      }}
    />
  );
};

const saidOf = (value: number | null, say: (value: number) => string): string =>
  value === null ? 'mixed' : say(value);

/** A number as a person types it: a comma for the point, a true minus; null: it is none. */
export const readNumber = (typed: string): number | null => {
  const text = typed.trim().replace(',', '.').replace('−', '-');
  const value = Number(text);
  return text === '' || !Number.isFinite(value) ? null : value;
};
