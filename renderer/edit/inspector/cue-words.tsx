import { RotateCw } from 'lucide-react';
import type { TakeMaterial } from '../../../src/contract/index.ts';
import { ENGINE_RATE, toFailure, type VoiceCue } from '../../../src/model/index.ts';
import { ask } from '../../state/ask.ts';
import { tellFailure } from '../../state/toasts.ts';
import { Button } from '../../ui/button.tsx';
import { EditedText } from '../../ui/edited-text.tsx';
import inspector from '../../ui/inspector.module.css';
import type { Checks } from '../checks.ts';
import { edit, useEditor } from '../edit-store.ts';
import { FitMenu } from './fit-menu.tsx';

export interface CueWordsProps {
  cue: VoiceCue;
  take: TakeMaterial | null;
  checks: Checks;
}

/** Seconds that a take speaks, from its first sound to its last; null: it is not there yet. */
export const spokenSeconds = (take: TakeMaterial | null): number | null => {
  if (take?.state !== 'ready') return null;
  const [first, last] = [take.speech[0], take.speech.at(-1)];
  return (first && last ? last.end - first.start : take.frames) / ENGINE_RATE;
};

/** What is said, how long it takes, and whether there is room for it. */
export const CueWords = ({ cue, take, checks }: CueWordsProps) => {
  const seconds = spokenSeconds(take);
  const gap = checks.cues.get(cue.id)?.gapSeconds ?? null;
  return (
    <>
      <EditedText
        label="Words"
        labelHidden
        many
        value={cue.text}
        maxLength={5000}
        placeholder={cue.audio === null ? 'What the coach says' : 'Words of the recording, for captions'}
        problemOf={(text) =>
          text.trim() === '' && cue.audio === null && cue.takes.length === 0 ? 'A cue needs words or a recording' : null
        }
        onChange={(text, merge) =>
          edit([{ op: 'cues.change', ids: [cue.id], change: { text } }], { merge, label: 'Change the words' })
        }
      />
      <TakeState take={take} />
      <div className={inspector.line}>
        <span
          className={inspector.said}
          data-tone={seconds !== null && gap !== null && seconds > gap ? 'warn' : undefined}
        >
          {lengthWords(seconds, gap)}
          {cue.speed === 1 ? '' : ` · ${cue.speed.toFixed(2)}×`}
        </span>
        <FitMenu cue={cue} seconds={seconds} gap={gap} />
      </div>
    </>
  );
};

/** `3.6 s · fits the 12.9 s gap`. */
export const lengthWords = (seconds: number | null, gap: number | null): string => {
  if (seconds === null) return '–';
  if (gap === null) return `${seconds.toFixed(1)} s`;
  return seconds <= gap
    ? `${seconds.toFixed(1)} s · fits the ${gap.toFixed(1)} s gap`
    : `${seconds.toFixed(1)} s · ${(seconds - gap).toFixed(1)} s too long for its gap`;
};

/** Where a take is not ready: that it is being made, or why it could not be. */
const TakeState = ({ take }: { take: TakeMaterial | null }) => {
  if (take?.state === 'waiting')
    return (
      <p className={inspector.said} role="status">
        {take.take === null ? 'Speaking…' : 'Reading the take…'}
      </p>
    );
  if (take?.state !== 'failed') return null;
  return (
    <div className={inspector.trouble} role="alert">
      <p>{take.trouble?.message ?? 'The take could not be made.'}</p>
      <Button icon={RotateCw} onClick={() => void retry()}>
        Retry
      </Button>
    </div>
  );
};

/** Asks for the sounds anew: what is missing is begun again. */
const retry = async (): Promise<void> => {
  const { path } = useEditor.getState();
  if (path === null) return;
  try {
    const material = await ask('edit.material', { path });
    if (useEditor.getState().path === path) useEditor.setState({ material });
  } catch (error) {
    tellFailure('The take was not begun again', toFailure(error).message);
  }
};
