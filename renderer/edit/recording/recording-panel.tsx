import { Check, Headphones, Mic, Play, RotateCcw, Square, TriangleAlert, X } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { ENGINE_RATE } from '../../../src/model/index.ts';
import { useShortcut } from '../../shortcuts/use-shortcut.ts';
import { useStudio } from '../../state/studio.ts';
import { Button } from '../../ui/button.tsx';
import { lengthText, levelText } from '../../ui/figures.ts';
import { IconButton } from '../../ui/icon-button.tsx';
import inspector from '../../ui/inspector.module.css';
import { Keys } from '../../ui/keys.tsx';
import { Panel } from '../../ui/panel.tsx';
import { useEditor } from '../edit-store.ts';
import { InputMeter } from './input-meter.tsx';
import {
  canPunch,
  chooseMicrophone,
  closeRecorder,
  keep,
  listen,
  openRecorder,
  type RecorderState,
  record,
  setRecorder,
  stopRecording,
  useRecorder,
} from './recorder-store.ts';
import styles from './recording-panel.module.css';
import { RecordingWave } from './recording-wave.tsx';

/** Records a take of a cue: from the question for the microphone to the take that is kept. */
export const RecordingPanel = () => {
  const recorder = useRecorder();
  const { stage, cue, coach } = recorder;
  const text = useEditor((state) => state.workout?.cues.find(({ id }) => id === cue)?.text ?? '');
  const path = useEditor((state) => state.path);
  useShortcut('edit.record', () => cue !== null && record(cue, coach), stage !== 'closed');
  // biome-ignore lint/correctness/useExhaustiveDependencies: another workout has other cues
  useEffect(() => closeRecorder, [path]);
  const panel = useRef<HTMLElement>(null);
  const isOpen = stage !== 'closed';
  useEffect(() => {
    if (isOpen) panel.current?.scrollIntoView({ block: 'nearest' });
  }, [isOpen]);
  if (!isOpen) return null;
  const running = stage === 'counting' || stage === 'recording';
  return (
    <Panel
      ref={panel}
      title="Recording a take"
      className={styles.panel}
      actions={<IconButton icon={X} label="Close the recorder" onClick={closeRecorder} />}
    >
      {text === '' ? null : <p className={styles.words}>{text}</p>}
      {stage === 'asking' ? <Asking /> : null}
      {stage === 'failed' ? <Failed recorder={recorder} /> : null}
      {stage === 'ready' || running ? (
        <>
          <Counter recorder={recorder} />
          <InputMeter />
        </>
      ) : null}
      <Warnings recorder={recorder} />
      {stage === 'ready' ? <Options recorder={recorder} /> : null}
      {stage === 'ready' ? (
        <Button variant="primary" icon={Mic} onClick={() => cue !== null && record(cue, coach)}>
          Record
          <Keys keys="R" />
        </Button>
      ) : null}
      {running ? (
        <Button variant="primary" icon={Square} onClick={stopRecording}>
          {stage === 'counting' ? 'Cancel' : 'Stop'}
          <Keys keys="R" />
        </Button>
      ) : null}
      {stage === 'review' || stage === 'keeping' ? <Review recorder={recorder} /> : null}
      {stage === 'kept' ? <Kept recorder={recorder} /> : null}
    </Panel>
  );
};

const Asking = () => (
  <div className={styles.notice} role="status">
    <Mic size={18} strokeWidth={1.75} aria-hidden />
    <p>Allow the microphone in the question that your system shows.</p>
  </div>
);

/** Why there is no microphone, and what to do. */
const Failed = ({ recorder: { trouble, cue, coach } }: { recorder: RecorderState }) => {
  const desktop = useStudio((state) => state.host?.kind === 'desktop');
  return (
    <div className={inspector.trouble} role="alert">
      <p className={styles.strong}>{trouble?.message}</p>
      <p>{remedyOf(trouble?.kind ?? 'other', desktop)}</p>
      <Button onClick={() => cue !== null && void openRecorder(cue, coach)}>Try again</Button>
    </div>
  );
};

const remedyOf = (kind: string, desktop: boolean): string => {
  if (kind === 'denied')
    return desktop
      ? 'Allow it for Cueforge in the system’s settings, under privacy and microphone, then try again.'
      : 'Allow it for this page beside the address, at the microphone sign, then try again.';
  if (kind === 'none') return 'Plug one in, then try again. A file can be dropped on the takes instead.';
  if (kind === 'busy') return 'Close what uses it, then try again.';
  return 'Try again, or choose another microphone in the system’s settings.';
};

/** The count before a take, and the time of one that runs. */
const Counter = ({ recorder: { stage, counts, seconds, withMusic } }: { recorder: RecorderState }) => {
  if (stage === 'ready')
    return (
      <p className={styles.count} data-tone="quiet">
        {withMusic ? 'Ready · the music comes in before the cue' : 'Ready'}
      </p>
    );
  const counting = counts > 0;
  return (
    <p className={styles.count} data-tone={counting ? 'count' : 'record'}>
      <span className={styles.large}>{counting ? counts : lengthText(seconds, { tenths: true })}</span>
      {/* Said once for each change of the stage, not for each count. */}
      <span role="status">{counting ? 'counting in' : 'recording'}</span>
      {counting ? null : <span className={styles.light} aria-hidden />}
    </p>
  );
};

/** What went wrong in a take: stays until the next one. */
const Warnings = ({ recorder: { clipped, lost, trouble, stage } }: { recorder: RecorderState }) => (
  <>
    {clipped > 0 ? (
      <p className={styles.warning} role="alert">
        <TriangleAlert size={14} strokeWidth={1.75} aria-hidden />
        Clipped: {clipped} {clipped === 1 ? 'sample' : 'samples'} at the end of the scale. Turn the microphone down and
        record again.
      </p>
    ) : null}
    {lost > 0 ? (
      <p className={styles.warning} role="alert">
        <TriangleAlert size={14} strokeWidth={1.75} aria-hidden />
        {Math.round((lost / ENGINE_RATE) * 1000)} ms were lost: the machine was too busy. Record again.
      </p>
    ) : null}
    {(stage === 'review' || stage === 'ready') && trouble ? (
      <p className={styles.warning} role="alert">
        <TriangleAlert size={14} strokeWidth={1.75} aria-hidden />
        {trouble.message}
      </p>
    ) : null}
  </>
);

const Options = ({ recorder }: { recorder: RecorderState }) => {
  const { microphones, microphone, withMusic, clicks, monitoring, punch } = recorder;
  const hasMusic = useEditor((state) => (state.workout?.tracks.length ?? 0) > 0);
  const check = (
    name: 'withMusic' | 'clicks' | 'monitoring' | 'punch',
    on: boolean,
    words: string,
    possible = true,
  ) => (
    <label className={styles.check}>
      <input
        type="checkbox"
        checked={on && possible}
        disabled={!possible}
        onChange={(event) => setRecorder({ [name]: event.target.checked })}
      />
      {words}
    </label>
  );
  return (
    <div className={styles.options}>
      <label className={styles.device}>
        <span>Microphone</span>
        <select value={microphone ?? ''} onChange={(event) => chooseMicrophone(event.target.value)}>
          {microphones.map(({ id, label }) => (
            <option key={id} value={id}>
              {label}
            </option>
          ))}
        </select>
      </label>
      {check('withMusic', withMusic, 'Hear the music while speaking', hasMusic)}
      {check('clicks', clicks, 'Hear the count')}
      {check('monitoring', monitoring, 'Hear the microphone')}
      {check('punch', punch, 'Stop where the take that is there ends', canPunch())}
      {withMusic || monitoring ? (
        <p className={styles.hint}>
          <Headphones size={14} strokeWidth={1.75} aria-hidden />
          On headphones: what loudspeakers play is recorded, too.
        </p>
      ) : null}
    </div>
  );
};

/** A take that is not kept yet. */
const Review = ({ recorder }: { recorder: RecorderState }) => {
  const { stage, recording, seconds, listening, latency, cue, coach } = recorder;
  const busy = stage === 'keeping';
  if (recording === null) return null;
  return (
    <>
      <RecordingWave recording={recording} />
      <p className={styles.hint}>
        {lengthText(seconds, { tenths: true })} · {recording.channels === 1 ? 'mono' : 'stereo'}
        {latency > 0 ? ` · ${Math.round(latency * 1000)} ms of the devices cut off` : ''}
      </p>
      <div className={styles.actions}>
        <Button icon={listening ? Square : Play} disabled={busy} onClick={() => void listen()}>
          {listening ? 'Stop' : 'Listen'}
        </Button>
        <Button icon={RotateCcw} disabled={busy} onClick={() => cue !== null && record(cue, coach)}>
          Again
          <Keys keys="R" />
        </Button>
        <Button variant="primary" icon={Check} disabled={busy} onClick={() => void keep()}>
          {busy ? 'Keeping…' : 'Keep'}
        </Button>
      </div>
    </>
  );
};

/** What became of the take: the studio cuts it to its speech and brings it to the level of the others. */
const Kept = ({ recorder: { take, cue, coach } }: { recorder: RecorderState }) => {
  const sound = useEditor(
    (state) =>
      state.material?.takes.find((one) => one.cue === cue && one.take === take && one.state === 'ready') ?? null,
  );
  const [first, last] = [sound?.speech[0], sound?.speech.at(-1)];
  const at = (frame: number): string => `${(frame / ENGINE_RATE).toFixed(2)} s`;
  return (
    <>
      <p className={styles.notice} role="status">
        <Check size={18} strokeWidth={1.75} aria-hidden />
        {sound === null ? 'Kept. Its speech is looked for…' : 'Kept, and used for the cue.'}
      </p>
      {sound ? (
        <dl className={styles.facts}>
          <dt>Speech</dt>
          <dd>{first && last ? `${at(first.start)} to ${at(last.end)}; the rest is cut` : 'none was found'}</dd>
          <dt>Level</dt>
          <dd>{levelText(sound.gain, { signed: true })} dB, to stand as the other takes do</dd>
        </dl>
      ) : null}
      <div className={styles.actions}>
        <Button icon={Mic} onClick={() => cue !== null && record(cue, coach)}>
          Record another
          <Keys keys="R" />
        </Button>
        <Button onClick={closeRecorder}>Done</Button>
      </div>
    </>
  );
};
