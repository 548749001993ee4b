import { Keyboard, X } from 'lucide-react';
import { useEffect, useState } from 'react';
import type { Step } from '../../../src/plan/index.ts';
import { isMac } from '../../shortcuts/shown-keys.ts';
import { Button } from '../../ui/button.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import inspector from '../../ui/inspector.module.css';
import { useRun } from '../run-store.ts';
import { hotkeyTrouble, strokeNames } from '../steer-hotkeys.ts';
import { changeCues } from './change-cues.ts';
import styles from './inspector.module.css';

const HELD = ['Shift', 'Control', 'Alt', 'Meta', 'AltGraph'];

/** The key that fires a cue in Show mode: the next one that is pressed. */
export const HotkeyField = ({ step }: { step: Step }) => {
  const { hotkey } = step.cue;
  const cuelist = useRun((state) => state.cuelist);
  const [hears, setHears] = useState(false);
  const [refused, setRefused] = useState<string | null>(null);
  const trouble = refused ?? (cuelist && hotkey !== '' ? hotkeyTrouble(cuelist, hotkey, step.cue.id) : null);
  useEffect(() => {
    if (!hears) return;
    const press = (event: KeyboardEvent): void => {
      if (HELD.includes(event.key)) return;
      // The key is taken as a name: nothing else may act on it.
      event.preventDefault();
      event.stopImmediatePropagation();
      setHears(false);
      if (event.key === 'Escape') return;
      // Named by the digit on the key where it has one: `Shift+1` on every layout.
      const key = strokeNames(event, isMac).at(-1) ?? '';
      const why = cuelist ? hotkeyTrouble(cuelist, key, step.cue.id) : null;
      setRefused(why);
      if (why === null) void changeCues([step], { hotkey: key });
    };
    window.addEventListener('keydown', press, { capture: true });
    return () => window.removeEventListener('keydown', press, { capture: true });
  }, [hears, cuelist, step]);
  return (
    <div className={styles.stack}>
      <div className={inspector.line}>
        <span className={inspector.label} id="hotkey">
          Hotkey in Show mode
        </span>
        <span className={inspector.actions}>
          {hotkey === '' || hears ? null : <kbd className={styles.key}>{hotkey}</kbd>}
          <Button
            icon={Keyboard}
            aria-pressed={hears}
            aria-describedby="hotkey"
            onClick={() => {
              setRefused(null);
              setHears(!hears);
            }}
            onBlur={() => setHears(false)}
          >
            {hears ? 'Press a key…' : hotkey === '' ? 'Record a key' : 'Another'}
          </Button>
          {hotkey === '' ? null : (
            <IconButton
              icon={X}
              label="No hotkey"
              side="left"
              onClick={() => void changeCues([step], { hotkey: null })}
            />
          )}
        </span>
      </div>
      {trouble === null ? null : (
        <p className={styles.problem} role="alert">
          {trouble}
        </p>
      )}
    </div>
  );
};
