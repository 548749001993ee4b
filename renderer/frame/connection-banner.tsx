import { Unplug } from 'lucide-react';
import { useStudio } from '../state/studio.ts';
import { Button } from '../ui/button.tsx';
import styles from './connection-banner.module.css';

const SAYS = {
  lost: 'No connection to the studio. What is on the screen may be out of date; it is tried again by itself.',
  refused: 'The studio does not know this browser. Open the address that Cueforge printed when it started.',
} as const;

/** Stands over the room while there is no connection. */
export const ConnectionBanner = () => {
  const connection = useStudio((state) => state.connection);
  const host = useStudio((state) => state.host);
  if (connection !== 'lost' && connection !== 'refused') return null;
  return (
    <div role="alert" className={styles.banner}>
      <Unplug size={18} strokeWidth={1.75} aria-hidden />
      <span className={styles.text}>{SAYS[connection]}</span>
      <Button onClick={() => host?.connectNow()}>Connect now</Button>
    </div>
  );
};
