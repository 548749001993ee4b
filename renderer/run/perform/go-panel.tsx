import { Announcer } from '../announce.tsx';
import { useRun } from '../run-store.ts';
import { AlarmBar } from './alarm-bar.tsx';
import { GoButton } from './go-button.tsx';
import styles from './go-panel.module.css';
import { NextCue } from './next-cue.tsx';
import { ResumeOffer } from './resume-offer.tsx';
import { Transport } from './transport.tsx';

/**
 * What comes next, GO, and what stops it. Messages stand below the buttons: nothing that comes or goes moves them from under
 * a hand.
 */
export const GoPanel = () => {
  const armed = useRun(({ view }) => view?.armed ?? false);
  return (
    <section className={styles.panel} aria-label="Go">
      <NextCue />
      <GoButton />
      <Transport />
      <AlarmBar />
      <ResumeOffer />
      {armed ? <div className={styles.edge} aria-hidden /> : null}
      <Announcer />
    </section>
  );
};
