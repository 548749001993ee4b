import { DEFAULT_SETTINGS, toSeconds } from '../../../src/model/index.ts';
import { classNames } from '../../ui/class-names.ts';
import { EditedText } from '../../ui/edited-text.tsx';
import inspector from '../../ui/inspector.module.css';
import { Panel } from '../../ui/panel.tsx';
import { readNumber } from '../../ui/slider.tsx';
import { editList, useRun } from '../run-store.ts';
import styles from './inspector.module.css';
import { TransitionFields } from './transition-fields.tsx';

/** A number of the live engine, by the file's key. */
interface EngineNumber {
  readonly key: string;
  readonly label: string;
  readonly unit: string;
  readonly most: number;
  readonly usual: number;
  readonly whole?: boolean;
  readonly help?: string;
}

const { maxBuffer, maxBufferTotal, prefetchLead, keptHeads, streamOverMb } = DEFAULT_SETTINGS;
const ms = (frames: number): number => frames / 48;

const READING: readonly EngineNumber[] = [
  { key: 'prefetch_lead_seconds', label: 'Open a cue this long before it', unit: 's', most: 600, usual: prefetchLead },
  {
    key: 'prefetch_block_limit_ms',
    label: 'A cue waits for its sound at most',
    unit: 'ms',
    most: 500,
    usual: ms(DEFAULT_SETTINGS.prefetchBlockLimit),
  },
  {
    key: 'slow_decode_stream_ms',
    label: 'Stream what decodes slower than',
    unit: 'ms',
    most: 2000,
    usual: ms(DEFAULT_SETTINGS.slowDecodeStream),
    help: '0: never for that',
  },
  {
    key: 'stream_over_mb',
    label: 'Stream files over',
    unit: 'MB',
    most: 1_000_000,
    usual: streamOverMb,
    help: '0: none',
  },
];

const HELD: readonly EngineNumber[] = [
  { key: 'max_buffer_seconds_voice', label: 'Voice', unit: 's', most: 600, usual: toSeconds(maxBuffer.voice) },
  {
    key: 'max_buffer_seconds_background',
    label: 'Background',
    unit: 's',
    most: 600,
    usual: toSeconds(maxBuffer.background),
  },
  { key: 'max_buffer_seconds_generic', label: 'Generic', unit: 's', most: 600, usual: toSeconds(maxBuffer.generic) },
  { key: 'max_buffer_seconds_total', label: 'In all', unit: 's', most: 600, usual: toSeconds(maxBufferTotal) },
  { key: 'kept_heads', label: 'Heads kept for repeats', unit: '', most: 1000, usual: keptHeads, whole: true },
];

const change = (fields: Record<string, unknown>, merge: string | null = null) =>
  editList([{ op: 'list.change', change: fields }], { merge });

/** The list itself: what it is called, how it ends, how its cues meet, and the engine's numbers. */
export const ListSettings = () => {
  const list = useRun((state) => state.list);
  const cuelist = useRun((state) => state.cuelist);
  if (list === null) return null;
  const audio = list.document.settings?.audio ?? {};
  return (
    <>
      <Panel>
        <EditedText
          label="Name of the list"
          value={list.document.name ?? cuelist?.name ?? ''}
          maxLength={500}
          problemOf={(typed) => (typed.trim() === '' ? 'A list needs a name' : null)}
          onChange={(typed, merge) => change({ name: typed.trim() }, merge)}
        />
        <p className={styles.path}>{list.path}</p>
        <label className={inspector.check}>
          <input
            type="checkbox"
            checked={list.document.loop_mode === 'loop'}
            onChange={(event) => void change({ loop_mode: event.target.checked ? 'loop' : null })}
          />
          Begins again after its last cue
        </label>
        <TransitionFields
          label="How cues meet that do not say"
          transition={list.document.transition ?? null}
          usual={null}
          onChange={(transition, merge) => change({ transition }, merge)}
        />
      </Panel>
      {list.warnings.length > 0 ? (
        <Panel title="What is wrong with it">
          <ul className={styles.stack}>
            {list.warnings.map((warning) => (
              <li key={warning} className={classNames(inspector.trouble, styles.trouble)} data-tone="warn">
                {warning}
              </li>
            ))}
          </ul>
        </Panel>
      ) : null}
      <Panel title="Reading ahead">
        {READING.map((one) => (
          <NumberField key={one.key} number={one} written={audio[one.key]} />
        ))}
      </Panel>
      <Panel title="Decoded sound held, at most">
        <div className={inspector.pair}>
          {HELD.map((one) => (
            <NumberField key={one.key} number={one} written={audio[one.key]} />
          ))}
        </div>
      </Panel>
      <p className={styles.foot}>Choose a cue to change it. Empty fields have the usual value, shown dim.</p>
    </>
  );
};

const NumberField = ({ number, written }: { number: EngineNumber; written: unknown }) => (
  <EditedText
    label={number.label}
    unit={number.unit}
    inputMode="decimal"
    value={typeof written === 'number' ? String(written) : ''}
    placeholder={String(number.usual)}
    maxLength={12}
    problemOf={(typed) => {
      if (typed.trim() === '') return null;
      const value = readNumber(typed);
      const fits = value !== null && value >= 0 && value <= number.most && (!number.whole || Number.isInteger(value));
      const range = `0 to ${number.most} ${number.unit}`.trim();
      return fits ? null : `${range}${number.help ? `; ${number.help}` : ''}; empty: ${number.usual}`;
    }}
    onChange={(typed, merge) => change({ audio: { [number.key]: readNumber(typed) } }, merge)}
  />
);
