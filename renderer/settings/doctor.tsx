import { Check, CircleAlert, type LucideIcon, RefreshCw, TriangleAlert } from 'lucide-react';
import { useCallback, useEffect, useState } from 'react';
import type { OutputOf } from '../../src/contract/index.ts';
import { toFailure } from '../../src/model/index.ts';
import { ask } from '../state/ask.ts';
import { useStudio } from '../state/studio.ts';
import { Button } from '../ui/button.tsx';
import styles from './doctor.module.css';

type Findings = OutputOf<'app.doctor'>['findings'];

const LOOK: Record<Findings[number]['state'], { icon: LucideIcon; word: string }> = {
  ok: { icon: Check, word: 'In order' },
  warning: { icon: TriangleAlert, word: 'Worth knowing' },
  problem: { icon: CircleAlert, word: 'Needs mending' },
};

/** What the studio needs on this computer, and whether it is there. */
export const Doctor = () => {
  const connection = useStudio((state) => state.connection);
  const [findings, setFindings] = useState<Findings | null>(null);
  const [trouble, setTrouble] = useState<string | null>(null);
  const look = useCallback(async (): Promise<void> => {
    setFindings(null);
    setTrouble(null);
    try {
      setFindings((await ask('app.doctor', {})).findings);
    } catch (error) {
      setTrouble(toFailure(error).message);
    }
  }, []);
  useEffect(() => {
    if (connection === 'connected') void look();
  }, [connection, look]);

  return (
    <div className={styles.doctor}>
      {findings === null && trouble === null ? <p className={styles.waiting}>Looking…</p> : null}
      {trouble ? <p className={styles.trouble}>It could not be looked at: {trouble}</p> : null}
      <ul className={styles.list} aria-label="What was found">
        {findings?.map(({ name, state, message }) => {
          const { icon: Icon, word } = LOOK[state];
          return (
            <li key={name} className={styles.finding}>
              <Icon className={styles[state]} size={14} strokeWidth={1.75} aria-label={word} />
              <span className={styles.name}>{name}</span>
              <span className={styles.text}>{message}</span>
            </li>
          );
        })}
      </ul>
      <Button icon={RefreshCw} onClick={() => void look()}>
        Look again
      </Button>
    </div>
  );
};
