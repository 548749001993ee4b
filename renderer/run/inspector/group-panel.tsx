import type { GroupAction } from '../../../src/model/index.ts';
import type { Step } from '../../../src/plan/index.ts';
import { countText } from '../../ui/figures.ts';
import inspector from '../../ui/inspector.module.css';
import { Panel } from '../../ui/panel.tsx';
import { Segmented } from '../../ui/segmented.tsx';
import { changeCues } from './change-cues.ts';

const MODES: readonly { value: GroupAction['mode']; label: string }[] = [
  { value: 'sequence', label: 'Sequence' },
  { value: 'together', label: 'Together' },
  { value: 'playlist', label: 'Playlist' },
];

const WORDS: Readonly<Record<GroupAction['mode'], string>> = {
  sequence: 'One after the other.',
  together: 'All begin at once.',
  playlist: 'One after the other, in an order that may be shuffled.',
};

/** How a group plays what it holds. */
export const GroupPanel = ({ step, action }: { step: Step; action: GroupAction }) => (
  <Panel title={`Group of ${countText(action.cues.length, 'cue')}`}>
    <Segmented
      label="How it plays"
      value={action.mode}
      choices={MODES}
      onChange={(mode) => void changeCues([step], { mode, ...(mode === 'playlist' ? {} : { shuffle: null }) })}
    />
    <p className={inspector.said}>{WORDS[action.mode]}</p>
    {action.mode === 'playlist' ? (
      <label className={inspector.check}>
        <input
          type="checkbox"
          checked={action.shuffle}
          onChange={(event) => void changeCues([step], { shuffle: event.target.checked ? true : null })}
        />
        Shuffle: a new order each time it begins
      </label>
    ) : null}
  </Panel>
);
