import { shownKeys } from '../../shortcuts/shown-keys.ts';
import { Keys } from '../../ui/keys.tsx';
import { Panel } from '../../ui/panel.tsx';
import styles from './inspector.module.css';

const HERE: readonly (readonly [ids: readonly string[], words: string])[] = [
  [['play.toggle'], 'play'],
  [['edit.cue.add'], 'cue at playhead'],
  [['edit.record'], 'record'],
  [['edit.nudge.left', 'edit.nudge.right'], 'nudge a beat'],
  [['edit.take.previous', 'edit.take.next'], 'take'],
  [['palette.open'], 'anything'],
];

/** The keys that help here. */
export const ShortcutsHere = () => (
  <Panel title="Shortcuts here">
    <p className={styles.hints}>
      {HERE.map(([ids, words]) => (
        <span key={words}>
          {ids.map((id) => (
            <Keys key={id} keys={shownKeys(id) ?? ''} />
          ))}
          {words}
        </span>
      ))}
    </p>
  </Panel>
);
