import { FolderDown, Sparkles } from 'lucide-react';
import { useEffect } from 'react';
import { saveSettings } from '../settings/save-settings.ts';
import { canInvoke, invoke, useRegistry } from '../shortcuts/registry.ts';
import { useStudio } from '../state/studio.ts';
import { openDemo } from '../state/workouts.ts';
import { Button } from '../ui/button.tsx';
import styles from './welcome.module.css';

/**
 * The first start: what this is in one sentence, and what to do first. It lies over the room and blocks nothing;
 * whoever begins without it has answered it.
 */
export const Welcome = () => {
  const welcomed = useStudio((state) => state.settings?.welcomed ?? true);
  const hasBegun = useStudio(({ jobs, workouts }) => jobs.length > 0 || (workouts?.length ?? 0) > 0);
  const canImport = useRegistry(() => canInvoke('file.import'));
  useEffect(() => {
    if (!welcomed && hasBegun) void saveSettings({ welcomed: true });
  }, [welcomed, hasBegun]);
  if (welcomed || hasBegun) return null;

  const answer = (then: () => void): void => {
    void saveSettings({ welcomed: true });
    then();
  };
  return (
    <div className={styles.place}>
      <section className={styles.card} aria-labelledby="welcome">
        <svg className={styles.mark} viewBox="0 0 120 32" aria-hidden>
          <path
            className={styles.music}
            d="M2 10v12M10 6v20M18 3v26M26 8v16M34 12v8M78 12v8M86 8v16M94 3v26M102 6v20M110 10v12"
          />
          <path className={styles.voice} d="M44 13v6M50 9v14M56 6v20M62 10v12M68 13v6" />
        </svg>
        <h2 id="welcome" className={styles.title}>
          Welcome to Cueforge
        </h2>
        <p className={styles.text}>
          Put a coach’s words over music, hear the music step back for them, and get one finished file for each coach,
          exactly as loud as asked.
        </p>
        <div className={styles.actions}>
          <Button variant="primary" icon={Sparkles} onClick={() => answer(() => void openDemo())}>
            Open the demo workout
          </Button>
          {canImport ? (
            <Button icon={FolderDown} onClick={() => answer(() => invoke('file.import'))}>
              Import my music…
            </Button>
          ) : null}
          <Button variant="quiet" onClick={() => answer(() => undefined)}>
            Look around first
          </Button>
        </div>
      </section>
    </div>
  );
};
