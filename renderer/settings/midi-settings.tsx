import { Plus, X } from 'lucide-react';
import { useEffect, useState } from 'react';
import type { Settings } from '../../src/contract/index.ts';
import { fireAction, firedNumber, isMidiAction, MIDI_ACTIONS, type MidiAction } from '../run/midi/midi-actions.ts';
import { learnMidi, useMidi } from '../run/midi/midi-input.ts';
import { midiWords } from '../run/midi/midi-message.ts';
import { labelOf } from '../shortcuts/registry.ts';
import { Button } from '../ui/button.tsx';
import { Field, SelectField } from '../ui/field.tsx';
import { IconButton } from '../ui/icon-button.tsx';
import styles from './remote-control.module.css';
import { saveSettings } from './save-settings.ts';

/** The choice that asks for a cue's number. */
const FIRE = 'cue';

/** "GO", "Fire cue 12.5". */
const actionWords = (action: string): string =>
  isMidiAction(action) ? labelOf(action) : `Fire cue ${firedNumber(action)}`;

const inputWords = ({ stage, inputs }: { stage: string; inputs: readonly string[] }): string => {
  if (stage === 'refused') return 'MIDI was not allowed, or this system has none.';
  if (stage !== 'open') return 'Nothing listens for MIDI yet: Learn starts it.';
  return inputs.length === 0 ? 'No MIDI device is plugged in.' : `Listening to ${inputs.join(', ')}.`;
};

/** What MIDI controllers do in Run: each action, and the press that was learned for it. */
export const MidiSettings = ({ settings }: { settings: Settings }) => {
  const stage = useMidi((state) => state.stage);
  const inputs = useMidi((state) => state.inputs);
  const [action, setAction] = useState<string>('run.go');
  const [cue, setCue] = useState('');
  const [learning, setLearning] = useState<string | null>(null);
  const wanted = action === FIRE ? fireAction(cue.trim()) : action;
  useEffect(() => {
    if (learning === null) return;
    return learnMidi((message) => {
      setLearning(null);
      const others = settings.midiMap.filter((entry) => entry.message !== message);
      void saveSettings({ midiMap: [...others, { action: learning, message }] });
    });
  }, [learning, settings.midiMap]);
  return (
    <div className={styles.midi}>
      {settings.midiMap.length > 0 ? (
        <ul className={styles.list} aria-label="What MIDI does">
          {settings.midiMap.map((entry) => (
            <li key={entry.message}>
              <span>{midiWords(entry.message)}</span>
              <strong>{actionWords(entry.action)}</strong>
              <IconButton
                icon={X}
                label={`Forget ${midiWords(entry.message)}`}
                onClick={() =>
                  void saveSettings({ midiMap: settings.midiMap.filter(({ message }) => message !== entry.message) })
                }
              />
            </li>
          ))}
        </ul>
      ) : null}
      <div className={styles.learn}>
        <SelectField label="MIDI does" value={action} onChange={(event) => setAction(event.target.value)}>
          {(Object.keys(MIDI_ACTIONS) as MidiAction[]).map((id) => (
            <option key={id} value={id}>
              {labelOf(id)}
            </option>
          ))}
          <option value={FIRE}>Fire a cue</option>
        </SelectField>
        {action === FIRE ? (
          <Field label="Cue number" value={cue} onChange={(event) => setCue(event.target.value)} />
        ) : null}
        <Button
          icon={Plus}
          aria-pressed={learning !== null}
          disabled={action === FIRE && cue.trim() === ''}
          onClick={() => setLearning(learning === null ? wanted : null)}
        >
          {learning === null ? 'Learn' : 'Press a key or pedal…'}
        </Button>
      </div>
      <p className={styles.help} role="status">
        {inputWords({ stage, inputs })}
      </p>
    </div>
  );
};
