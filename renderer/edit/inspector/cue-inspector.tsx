import type { VoiceCue, Workout } from '../../../src/model/index.ts';
import { useShortcut } from '../../shortcuts/use-shortcut.ts';
import { EditedText } from '../../ui/edited-text.tsx';
import { Panel } from '../../ui/panel.tsx';
import { checkedVariant, useChecks } from '../checks.ts';
import { edit, useEditor } from '../edit-store.ts';
import { record } from '../recording/recorder-store.ts';
import { audition } from './audition.ts';
import { CueHead } from './cue-head.tsx';
import { CueWords } from './cue-words.tsx';
import { DuckPanel } from './duck-panel.tsx';
import { HearMeter } from './hear-meter.tsx';
import { ShortcutsHere } from './shortcuts-here.tsx';
import { TagList } from './tag-list.tsx';
import { choose, TakeList } from './take-list.tsx';
import { secondsOf } from './take-wave.tsx';
import { coachOf, neighbour, takeChoices, takeOf } from './takes.ts';

/** One cue: what is said, by whom, how loud, and whether it will be heard. */
export const CueInspector = ({ cue, workout }: { cue: VoiceCue; workout: Workout }) => {
  const material = useEditor((state) => state.material);
  const heard = useEditor(checkedVariant);
  const checks = useChecks();
  const variant = workout.variants.find(({ id }) => id === heard) ?? null;
  const coach = coachOf(workout, variant);
  const take = takeOf(material, cue.id, coach);
  const groups = takeChoices(cue, workout, material, coach);
  const choices = groups[0]?.choices ?? [];

  const step = (by: number): void => {
    const next = neighbour(choices, by);
    if (next) choose(cue.id, next);
  };
  useShortcut('edit.take.previous', () => step(-1), choices.length > 1);
  useShortcut('edit.take.next', () => step(1), choices.length > 1);
  useShortcut('edit.record', () => record(cue.id, coach));
  const chosen = choices.find((choice) => choice.chosen);
  const source = chosen?.sound?.state === 'ready' ? chosen.sound.source : null;
  useShortcut(
    'edit.take.play',
    () =>
      chosen?.sound &&
      source !== null &&
      audition(source, { title: chosen.title, seconds: secondsOf(chosen.sound.frames) }),
    source !== null,
  );

  return (
    <>
      <Panel>
        <CueHead cue={cue} workout={workout} />
        <CueWords cue={cue} take={take} checks={checks} />
      </Panel>
      <TakeList cue={cue} groups={groups} coach={coach} onRecord={() => record(cue.id, coach)} />
      <DuckPanel cue={cue} variant={variant} take={take} />
      <HearMeter cue={cue.id} checks={checks} />
      <LevelAndTags cues={[cue]} workout={workout} />
      <ShortcutsHere />
    </>
  );
};

/** The words that variants select cues by; of several cues, those that all of them have. */
export const LevelAndTags = ({ cues, workout }: { cues: readonly VoiceCue[]; workout: Workout }) => {
  const ids = cues.map(({ id }) => id);
  const levels = new Set(cues.map(({ level }) => level));
  const levelsKnown = [...new Set(workout.cues.flatMap(({ level }) => level ?? []))];
  const tags = (cues[0]?.tags ?? []).filter((tag) => cues.every((cue) => cue.tags.includes(tag)));
  const setTags = (change: (tags: readonly string[]) => string[], label: string) =>
    edit(
      cues.map((cue) => ({ op: 'cues.change', ids: [cue.id], change: { tags: change(cue.tags) } })),
      { label },
    );
  return (
    <Panel title={cues.length === 1 ? 'Level and tags' : 'Level, and tags that all have'}>
      <EditedText
        label="Level"
        value={levels.size === 1 ? (cues[0]?.level ?? '') : null}
        maxLength={80}
        placeholder="every variant takes it"
        known={levelsKnown}
        onChange={(level, merge) =>
          edit([{ op: 'cues.change', ids, change: { level: level.trim() === '' ? null : level.trim() } }], { merge })
        }
      />
      <TagList
        tags={tags}
        workout={workout}
        onAdd={(tag) => void setTags((own) => [...own.filter((one) => one !== tag), tag], `Add the tag ${tag}`)}
        onRemove={(tag) => void setTags((own) => own.filter((one) => one !== tag), `Remove the tag ${tag}`)}
      />
    </Panel>
  );
};
