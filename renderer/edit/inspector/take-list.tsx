import { Menu } from '@base-ui/react/menu';
import { FileAudio, Mic, MoreHorizontal, Play, Square, TriangleAlert } from 'lucide-react';
import { type DragEvent, useState } from 'react';
import type { VoiceCue } from '../../../src/model/index.ts';
import { shownKeys } from '../../shortcuts/shown-keys.ts';
import { Button } from '../../ui/button.tsx';
import { classNames } from '../../ui/class-names.ts';
import { EditedText } from '../../ui/edited-text.tsx';
import { levelText } from '../../ui/figures.ts';
import { Keys } from '../../ui/keys.tsx';
import menu from '../../ui/menu.module.css';
import { Panel } from '../../ui/panel.tsx';
import { Slider } from '../../ui/slider.tsx';
import { Tooltip } from '../../ui/tooltip.tsx';
import unseen from '../../ui/unseen.module.css';
import { edit } from '../edit-store.ts';
import { useRecorder } from '../recording/recorder-store.ts';
import { audition, auditionSeconds, useIsHeard } from './audition.ts';
import { addTakeFiles, chooseTakeFile } from './take-files.ts';
import styles from './take-list.module.css';
import { useTakeOutline } from './take-outline.ts';
import { TakeTrim } from './take-trim.tsx';
import { secondsOf, TakeWave } from './take-wave.tsx';
import type { TakeChoice, takeChoices } from './takes.ts';

export interface TakeListProps {
  cue: VoiceCue;
  groups: ReturnType<typeof takeChoices>;
  /** Whose recordings new ones are; null: every coach's. */
  coach: string | null;
  onRecord: () => void;
}

/** All that a cue can be heard with: listen, compare, choose; files can be dropped on it. */
export const TakeList = ({ cue, groups, coach, onRecord }: TakeListProps) => {
  const recording = useRecorder((state) => state.stage !== 'closed');
  const [over, setOver] = useState(false);
  const [opened, setOpened] = useState<string | null>(null);
  const hasFiles = (event: DragEvent): boolean => event.dataTransfer.types.includes('Files');
  const drop = (event: DragEvent): void => {
    if (!hasFiles(event)) return;
    event.preventDefault();
    event.stopPropagation();
    setOver(false);
    void addTakeFiles(cue.id, coach, [...event.dataTransfer.files]);
  };
  return (
    <Panel
      title="Takes"
      className={classNames(styles.takes, over && styles.over)}
      actions={
        recording ? null : (
          <Tooltip text="Record a take" keys={shownKeys('edit.record')}>
            <Button icon={Mic} onClick={onRecord}>
              Record
              <Keys keys="R" />
            </Button>
          </Tooltip>
        )
      }
      onDragOver={(event) => {
        if (!hasFiles(event)) return;
        event.preventDefault();
        event.stopPropagation();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
    >
      {groups.map(({ coach: whose, name, choices }, place) => (
        <fieldset key={whose ?? ''} className={styles.list}>
          <legend className={unseen.unseen}>Takes of {name}</legend>
          {choices.map((choice) => (
            <Row
              key={choice.key}
              cue={cue.id}
              speed={cue.speed}
              choice={choice}
              heardHere={place === 0}
              group={`take of ${cue.id} ${whose ?? ''}`}
              open={opened === choice.key}
              onOpen={(open) => setOpened(open ? choice.key : null)}
            />
          ))}
        </fieldset>
      ))}
      {groups.every(({ choices }) => choices.length === 0) ? (
        <p className={styles.none}>No take yet: write what is said, record it, or drop a file here.</p>
      ) : null}
      <div className={styles.below}>
        <Button variant="quiet" icon={FileAudio} onClick={() => void chooseTakeFile(cue.id, coach)}>
          Take from a file…
        </Button>
        {groups[0] && groups[0].choices.length > 1 ? (
          <span className={styles.hint}>
            <Keys keys="[" /> <Keys keys="]" /> compare in the mix
          </span>
        ) : null}
      </div>
    </Panel>
  );
};

interface RowProps {
  cue: string;
  /** How fast the cue is played. */
  speed: number;
  choice: TakeChoice;
  /** Of the coach that is heard now. */
  heardHere: boolean;
  /** Name of the radio group. */
  group: string;
  open: boolean;
  onOpen: (open: boolean) => void;
}

/** Chooses what a coach is heard with. */
export const choose = (cue: string, { take, coach, kind }: TakeChoice): void =>
  void edit([{ op: 'takes.choose', cue, take, coach }], {
    label: kind === 'spoken' ? 'Use the spoken take' : 'Choose a take',
  });

const Row = ({ cue, speed, choice, heardHere, group, open, onOpen }: RowProps) => {
  const { sound, title, chosen, recorded } = choice;
  const outline = useTakeOutline(sound?.state === 'ready' ? sound.source : null);
  const heard = useIsHeard(sound?.source ?? null);
  const seconds = sound ? secondsOf(sound.frames) : 0;
  const ready = sound?.state === 'ready' && sound.source !== null;
  const play = (from = 0): void => {
    if (ready && sound.source !== null) audition(sound.source, { title, seconds, from });
  };
  return (
    <div className={classNames(styles.row, chosen && styles.chosen, chosen && heardHere && styles.used)}>
      <div className={styles.line}>
        <input
          type="radio"
          className={styles.radio}
          name={group}
          checked={chosen}
          aria-label={`Use ${title}`}
          onChange={() => choose(cue, choice)}
        />
        <button
          type="button"
          className={styles.play}
          aria-label={`${heard ? 'Stop' : 'Play'} ${title}`}
          disabled={!ready}
          onClick={() => play()}
        >
          {heard ? (
            <Square size={14} strokeWidth={1.75} aria-hidden />
          ) : (
            <Play size={14} strokeWidth={1.75} aria-hidden />
          )}
        </button>
        {outline && ready ? (
          <TakeWave
            outline={outline}
            seconds={seconds}
            bright={chosen}
            position={heard ? auditionSeconds : null}
            onSeek={play}
          />
        ) : (
          <State choice={choice} />
        )}
        <div className={styles.about}>
          <span className={styles.name}>{title}</span>
          <span className={styles.length}>{ready ? `${seconds.toFixed(1)} s` : '–'}</span>
        </div>
        {recorded ? <RowMenu cue={cue} choice={choice} onOpen={() => onOpen(!open)} open={open} /> : null}
      </div>
      {recorded && open ? (
        <div className={styles.detail}>
          <EditedText
            label="Name"
            value={recorded.name}
            maxLength={200}
            problemOf={(name) => (name.trim() === '' ? 'A take needs a name' : null)}
            onChange={(name, merge) =>
              edit([{ op: 'takes.change', cue, id: recorded.id, change: { name: name.trim() } }], { merge })
            }
          />
          <Slider
            label="Gain"
            tone="voice"
            unit="dB"
            value={recorded.gain}
            min={-24}
            max={24}
            usual={0}
            say={(gain) => levelText(gain, { signed: true })}
            onChange={(gain, merge) =>
              edit([{ op: 'takes.change', cue, id: recorded.id, change: { gain_db: gain } }], { merge })
            }
          />
          <TakeTrim cue={cue} take={recorded} speed={speed} sound={sound} outline={outline} />
        </div>
      ) : null}
    </div>
  );
};

/** What stands where the outline will be. */
const State = ({ choice: { sound, chosen, kind } }: { choice: TakeChoice }) => {
  if (sound?.state === 'failed')
    return (
      <span className={styles.failed} title={sound.trouble ?? undefined}>
        <TriangleAlert size={14} strokeWidth={1.75} aria-hidden />
        {sound.trouble ?? 'failed'}
      </span>
    );
  const waiting = sound?.state === 'waiting' || chosen;
  const words = kind === 'spoken' ? 'Speaking…' : 'Reading…';
  return <span className={styles.state}>{waiting ? words : 'choose it to hear it'}</span>;
};

const RowMenu = ({
  cue,
  choice,
  open,
  onOpen,
}: {
  cue: string;
  choice: TakeChoice;
  open: boolean;
  onOpen: () => void;
}) => (
  <Menu.Root>
    <Menu.Trigger className={styles.more} aria-label={`More for ${choice.title}`}>
      <MoreHorizontal size={14} strokeWidth={1.75} aria-hidden />
    </Menu.Trigger>
    <Menu.Portal>
      <Menu.Positioner className={menu.positioner} align="end" sideOffset={4}>
        <Menu.Popup className={menu.popup}>
          <Menu.Item className={menu.item} onClick={onOpen}>
            {open ? 'Close name, gain and trim' : 'Name, gain and trim…'}
          </Menu.Item>
          <Menu.Item className={menu.item} onClick={() => choose(cue, choice)} disabled={choice.chosen}>
            Use it
          </Menu.Item>
          <Menu.Separator className={menu.separator} />
          <Menu.Item
            className={menu.item}
            onClick={() => choice.take !== null && void edit([{ op: 'takes.remove', cue, id: choice.take }])}
          >
            Remove the take
          </Menu.Item>
        </Menu.Popup>
      </Menu.Positioner>
    </Menu.Portal>
  </Menu.Root>
);
