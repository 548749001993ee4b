import { Menu } from '@base-ui/react/menu';
import type { LucideIcon } from 'lucide-react';
import { ChevronDown, CircleX, OctagonX, Pause, Play, SkipBack, TrendingDown } from 'lucide-react';
import { useEffect, useState } from 'react';
import { labelOf } from '../../shortcuts/registry.ts';
import type { ShortcutId } from '../../shortcuts/shortcut-table.ts';
import { shownKeys } from '../../shortcuts/shown-keys.ts';
import { classNames } from '../../ui/class-names.ts';
import { Keys } from '../../ui/keys.tsx';
import menu from '../../ui/menu.module.css';
import { Toolbar } from '../../ui/toolbar.tsx';
import { Tooltip } from '../../ui/tooltip.tsx';
import { useRun } from '../run-store.ts';
import {
  back,
  FADE_SECONDS,
  fadeAll,
  panic,
  panicMilliseconds,
  pauseOrGoOn,
  setFadeSeconds,
  stopAll,
  useSteering,
} from '../steer.ts';
import { allPaused } from './sounding.ts';
import styles from './transport.module.css';

interface SteerButtonProps {
  readonly icon: LucideIcon;
  readonly label: string;
  readonly shortcut: ShortcutId;
  readonly disabled?: boolean;
  readonly onClick: () => void;
  readonly className?: string;
}

/** The keys that do what a button does, in it. */
const ButtonKeys = ({ keys }: { keys: string | null }) =>
  keys === null ? null : (
    <span className={styles.keys} aria-hidden>
      <Keys keys={keys} />
    </span>
  );

const SteerButton = ({ icon: Icon, label, shortcut, disabled = false, onClick, className }: SteerButtonProps) => {
  const keys = shownKeys(shortcut);
  return (
    <Tooltip text={labelOf(shortcut)} keys={keys}>
      <button type="button" className={classNames(styles.button, className)} disabled={disabled} onClick={onClick}>
        <Icon size={16} strokeWidth={1.75} aria-hidden />
        {label}
        <ButtonKeys keys={keys} />
      </button>
    </Tooltip>
  );
};

/** How long fades last that are given by hand here. */
const FadeLength = () => {
  const chosen = useSteering(({ fadeSeconds }) => fadeSeconds);
  const nothing = useRun(({ view }) => (view?.runs.length ?? 0) === 0);
  return (
    <Menu.Root>
      <Menu.Trigger className={styles.more} aria-label={`More ways to end, and how long fades last: ${chosen} s now`}>
        {chosen} s
        <ChevronDown size={14} strokeWidth={1.75} aria-hidden />
      </Menu.Trigger>
      <Menu.Portal>
        <Menu.Positioner className={menu.positioner} align="end" sideOffset={4}>
          <Menu.Popup className={menu.popup}>
            <Menu.RadioGroup value={chosen} onValueChange={(value: number) => setFadeSeconds(value)}>
              {FADE_SECONDS.map((seconds) => (
                <Menu.RadioItem key={seconds} value={seconds} className={menu.item} closeOnClick>
                  Fades last {seconds} s{seconds === chosen ? <span className={menu.mark}>now</span> : null}
                </Menu.RadioItem>
              ))}
            </Menu.RadioGroup>
            <Menu.Separator className={menu.separator} />
            <Menu.Item className={menu.item} disabled={nothing} onClick={stopAll}>
              {labelOf('run.stopAll')} at once
              <Keys keys={shownKeys('run.stopAll') ?? ''} />
            </Menu.Item>
          </Menu.Popup>
        </Menu.Positioner>
      </Menu.Portal>
    </Menu.Root>
  );
};

/** True while a panic fades. */
const useFading = (): boolean => {
  const panicAt = useSteering((steering) => steering.panicAt);
  const [done, setDone] = useState<number | null>(null);
  useEffect(() => {
    if (panicAt === null) return;
    const timer = setTimeout(() => setDone(panicAt), panicAt + panicMilliseconds() - Date.now());
    return () => clearTimeout(timer);
  }, [panicAt]);
  return panicAt !== null && done !== panicAt;
};

/** Everything fades in a second; again within it: silent. Always in reach. */
const PanicButton = () => {
  const fading = useFading();
  const keys = shownKeys('run.panic');
  return (
    <Tooltip text="Panic: all fades in a second; again: silent at once" keys={keys}>
      <button
        type="button"
        className={classNames(styles.button, styles.panic, fading && styles.fading)}
        onClick={() => panic()}
      >
        {fading ? (
          <OctagonX size={16} strokeWidth={2} aria-hidden />
        ) : (
          <CircleX size={16} strokeWidth={1.75} aria-hidden />
        )}
        {fading ? 'Fading… press again: silent now' : 'Panic'}
        <ButtonKeys keys={fading ? null : keys} />
      </button>
    </Tooltip>
  );
};

/** Back, pause, fade; panic in a row of its own, where it stays whatever it says. */
export const Transport = () => {
  const nothing = useRun(({ view }) => (view?.runs.length ?? 0) === 0);
  const paused = useRun(({ view }) => allPaused(view?.runs ?? []));
  const closed = useRun(({ view }) => view === null);
  return (
    <div className={styles.rows}>
      <Toolbar aria-label="Show" className={styles.transport}>
        <SteerButton icon={SkipBack} label="Back" shortcut="run.back" disabled={closed} onClick={back} />
        <SteerButton
          icon={paused ? Play : Pause}
          label={paused ? 'Go on' : 'Pause'}
          shortcut="run.pause"
          disabled={nothing}
          onClick={pauseOrGoOn}
          className={paused ? styles.paused : undefined}
        />
        <span className={styles.pair}>
          <SteerButton
            icon={TrendingDown}
            label="Fade all"
            shortcut="run.fadeAll"
            disabled={nothing}
            onClick={fadeAll}
          />
          <FadeLength />
        </span>
      </Toolbar>
      <PanicButton />
    </div>
  );
};
