import { type CSSProperties, type KeyboardEvent, useEffect, useLayoutEffect, useRef, useState } from 'react';
import { useStudio } from '../../state/studio.ts';
import { tellFailure } from '../../state/toasts.ts';
import { useEditor } from '../edit-store.ts';
import { focusTimeline } from '../focus-timeline.ts';
import { cueRow, type Lanes } from '../timeline/lanes.ts';
import { currentPicture } from '../timeline/picture.ts';
import type { Scene } from '../timeline/scene.ts';
import { reveal, timelineView, useTimelineView } from '../timeline/timeline-view.ts';
import { xOf } from '../timeline/view-maths.ts';
import { announce } from './announcer.tsx';
import { renameMarker, renameSegment } from './block-commands.ts';
import { addCue, rewriteCue, splitAtCaret } from './cue-commands.ts';
import type { Step } from './hand-step.ts';
import type { HandView } from './hand-view.ts';
import { perform } from './perform.ts';
import { stepCue } from './select-keys.ts';
import styles from './word-field.module.css';
import { closeWordField, useWordField, type Written, write } from './word-field-store.ts';

/** The longest that the file takes, characters. */
const LONGEST = 5000;
/** Narrower the field is never, CSS pixels. */
const LEAST_WIDTH = 160;
/** About a character's width, and what stands around the text, CSS pixels. */
const [CHARACTER, AROUND] = [6.6, 30];

const LABELS = {
  'new-cue': 'Words of the new cue',
  cue: 'Words of the cue',
  segment: 'Name of the segment',
  marker: 'Name of the marker',
};

/** The text a thing has now; null: it is not there any more. */
const textOf = (written: Written): string | null => {
  const { workout } = useEditor.getState();
  if (written.of === 'new-cue') return '';
  if (written.of === 'cue') return workout?.cues.find(({ id }) => id === written.id)?.text ?? null;
  if (written.of === 'segment') return workout?.segments.find(({ id }) => id === written.id)?.title ?? null;
  return workout?.markers.find(({ id }) => id === written.id)?.name ?? null;
};

/** Whether what is written can be kept now; else the user is told, and the words stay in the field. */
const canKeep = (): boolean => {
  if (useStudio.getState().connection === 'connected') return true;
  tellFailure('Not kept yet', 'There is no connection to the studio. The words stay here until there is one.');
  return false;
};

/** What a text does to the workout as it is when its turn comes. */
const stepFor =
  (written: Written, text: string) =>
  (view: HandView): Step | null => {
    const { workout } = view;
    if (written.of === 'new-cue') return addCue(view, written.at, text);
    if (written.of === 'marker') return renameMarker(view, written.id, text);
    if (written.of === 'cue') {
      const cue = workout.cues.find(({ id }) => id === written.id);
      return cue ? rewriteCue(cue, text) : null;
    }
    const segment = workout.segments.find(({ id }) => id === written.id);
    return segment ? renameSegment(segment, text) : null;
  };

/** Where a thing's words stand: frame, and CSS pixels from the top of the lanes' box. */
const placeOf = (
  written: Written,
  { scene, lanes }: { scene: Scene; lanes: Lanes },
): { frame: number; top: number } => {
  if (written.of === 'new-cue') return { frame: written.at, top: cueRow(lanes, 0).words.top };
  if (written.of === 'cue') {
    const cue = scene.cues.find(({ id, copy }) => id === written.id && !copy);
    return { frame: cue?.start ?? 0, top: cueRow(lanes, cue?.row ?? 0).words.top };
  }
  if (written.of === 'segment')
    return { frame: scene.segments.find(({ id }) => id === written.id)?.start ?? 0, top: lanes.segments.top + 6 };
  return { frame: scene.markers.find(({ id }) => id === written.id)?.at ?? 0, top: lanes.markers.top };
};

const Field = ({ written }: { written: Written }) => {
  const before = useRef(textOf(written) ?? '');
  const [text, setText] = useState(before.current);
  const field = useRef<HTMLTextAreaElement>(null);
  /** What is in it now, for the moment it goes; null: it was kept or dropped. */
  const latest = useRef<string | null>(null);
  // The field stays on its thing while the view moves beneath it.
  const view = useTimelineView();
  useEditor(({ workout }) => workout);
  const { frame, top } = placeOf(written, currentPicture());

  useEffect(() => {
    latest.current = before.current;
    reveal(placeOf(written, currentPicture()).frame);
    field.current?.focus({ preventScroll: true });
    field.current?.select();
    return () => {
      const left = latest.current;
      latest.current = null;
      // It went without having been left: another thing is written, or another room is open.
      if (left !== null && left !== before.current) void perform(stepFor(written, left));
    };
  }, [written]);
  useLayoutEffect(() => {
    const area = field.current;
    if (!area) return;
    area.style.height = '0';
    area.style.height = `${area.scrollHeight + 2}px`;
  });

  const type = (typed: string): void => {
    const line = typed.replaceAll(/\s*\n\s*/g, ' ');
    latest.current = line;
    setText(line);
  };
  /** Ends writing. The field goes at once; what was written follows when the studio has it. */
  const end = (keep: boolean): Promise<boolean> => {
    const kept = latest.current;
    latest.current = null;
    closeWordField();
    if (!keep) announce('Nothing was changed');
    return keep && kept !== null && kept !== before.current ? perform(stepFor(written, kept)) : Promise.resolve(false);
  };
  const split = async (caret: number): Promise<void> => {
    if (written.of !== 'cue') return;
    await end(true);
    await perform((now) => {
      const cue = now.workout.cues.find(({ id }) => id === written.id);
      return cue ? splitAtCaret(now, cue, caret) : null;
    });
    focusTimeline();
  };
  const next = async (steps: 1 | -1): Promise<void> => {
    await end(true);
    const moved = stepCue(steps);
    const { lead } = useEditor.getState().selection;
    if (moved && lead !== null) write({ of: 'cue', id: lead });
    else focusTimeline();
  };
  const press = (event: KeyboardEvent<HTMLTextAreaElement>): void => {
    if (event.nativeEvent.isComposing) return;
    const isCue = written.of === 'cue' || written.of === 'new-cue';
    const keeps = event.key === 'Enter' || event.key === 'Tab';
    const refused = keeps && latest.current !== before.current && !canKeep();
    if (refused) field.current?.focus();
    else if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) void split(event.currentTarget.selectionStart);
    else if (event.key === 'Enter' || event.key === 'Escape') {
      focusTimeline();
      if (latest.current !== null) void end(event.key === 'Enter');
    } else if (event.key === 'Tab' && isCue) void next(event.shiftKey ? -1 : 1);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };

  const width = Math.max(LEAST_WIDTH, text.length * CHARACTER + AROUND);
  const room = Math.max(4, timelineView().width - Math.min(480, width) - 4);
  const left = Math.max(4, Math.min(xOf(view, frame), room));
  const style: CSSProperties = { left, top: Math.max(0, top - 2), width };
  return (
    <textarea
      ref={field}
      className={styles.field}
      data-over-lanes
      data-of={written.of}
      aria-label={LABELS[written.of]}
      placeholder={written.of === 'new-cue' ? 'What the coach says' : undefined}
      rows={1}
      maxLength={LONGEST}
      spellCheck={written.of !== 'marker'}
      value={text}
      style={style}
      onChange={(event) => type(event.target.value)}
      onKeyDown={press}
      onBlur={() => {
        const isChanged = latest.current !== null && latest.current !== before.current;
        if (isChanged && useStudio.getState().connection !== 'connected') return;
        if (latest.current !== null) void end(true);
      }}
    />
  );
};

/** The field on the lanes in which words are written in place: over the lanes' box, which is positioned. */
export const WordField = () => {
  const { written, number } = useWordField();
  return written === null ? null : <Field key={number} written={written} />;
};
