import { Headphones, Square } from 'lucide-react';
import type { Step } from '../../../src/plan/index.ts';
import { shownKeys } from '../../shortcuts/shown-keys.ts';
import { Button } from '../../ui/button.tsx';
import { classNames } from '../../ui/class-names.ts';
import { EditedText } from '../../ui/edited-text.tsx';
import { countText } from '../../ui/figures.ts';
import inspector from '../../ui/inspector.module.css';
import { Panel } from '../../ui/panel.tsx';
import { Toolbar } from '../../ui/toolbar.tsx';
import { Tooltip } from '../../ui/tooltip.tsx';
import { CUE_COLORS, CueColor } from '../list/cue-color.tsx';
import { auditionCue, canAudition, useIsAuditioned } from './audition.ts';
import { changeCues } from './change-cues.ts';
import { HotkeyField } from './hotkey-field.tsx';
import styles from './inspector.module.css';
import { sharedOf } from './shared.ts';

const orNull = (typed: string): string | null => (typed.trim() === '' ? null : typed.trim());

/** What cues are called and how they are marked. */
export const CueHead = ({ steps }: { steps: readonly Step[] }) => {
  const [step] = steps;
  const one = steps.length === 1 ? step : null;
  const color = sharedOf(steps, ({ cue }) => cue.color);
  return (
    <Panel>
      <div className={inspector.head}>
        {one ? (
          <>
            <div className={styles.number}>
              <EditedText
                label="Number"
                value={one.cue.number}
                maxLength={40}
                placeholder="–"
                onChange={(typed, merge) => changeCues(steps, { number: orNull(typed) }, merge)}
              />
            </div>
            <EditedText
              label="Name"
              value={one.cue.name}
              maxLength={500}
              problemOf={(typed) => (typed.trim() === '' ? 'A cue needs a name' : null)}
              onChange={(typed, merge) => changeCues(steps, { name: orNull(typed) }, merge)}
            />
          </>
        ) : (
          <h2 className={inspector.title}>{countText(steps.length, 'cue')} selected</h2>
        )}
      </div>
      {one ? <Audition id={one.cue.id} /> : null}
      <EditedText
        label="Notes"
        value={sharedOf(steps, ({ cue }) => cue.notes)}
        maxLength={20_000}
        many
        placeholder="What the operator should know"
        onChange={(typed, merge) => changeCues(steps, { notes: typed.trim() === '' ? null : typed }, merge)}
      />
      <div className={inspector.line}>
        <Toolbar aria-label="Colour" className={styles.colors}>
          {['', ...CUE_COLORS].map((name) => (
            <Tooltip key={name} text={name === '' ? 'No colour' : name}>
              <button
                type="button"
                className={classNames(styles.color, name === '' && styles.noColor)}
                aria-label={name === '' ? 'No colour' : name}
                aria-pressed={color === name}
                onClick={() => void changeCues(steps, { color: name === '' ? null : name })}
              >
                {name === '' ? null : <CueColor color={name} dot />}
              </button>
            </Tooltip>
          ))}
        </Toolbar>
      </div>
      {one ? <HotkeyField step={one} /> : null}
    </Panel>
  );
};

const Audition = ({ id }: { id: string }) => {
  const heard = useIsAuditioned(id);
  if (!canAudition(id)) return null;
  return (
    <div className={inspector.actions}>
      <Tooltip text="Heard through the player, not in the show" keys={shownKeys('run.audition')}>
        <Button icon={heard ? Square : Headphones} aria-pressed={heard} onClick={() => auditionCue(id)}>
          {heard ? 'Stop the audition' : 'Audition'}
        </Button>
      </Tooltip>
    </div>
  );
};
