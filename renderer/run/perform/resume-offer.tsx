import { RotateCcw } from 'lucide-react';
import { Button } from '../../ui/button.tsx';
import { dropResume, goOn } from './resume.ts';
import styles from './resume-offer.module.css';
import { wallText } from './time-left.ts';
import { useSteady } from './use-steady.ts';

/** After a crash or a power cut: on with the show at the same moment of the same cue, or not. */
export const ResumeOffer = () => {
  const resume = useSteady(({ view, resume: left }) => view?.resume ?? left);
  if (resume === null) return null;
  return (
    <section className={styles.offer} aria-label="A show that was cut off">
      <p className={styles.words}>
        <strong>The show was cut off at {wallText(resume.at)}.</strong> {resume.what}
      </p>
      <div className={styles.actions}>
        <Button icon={RotateCcw} className={styles.on} onClick={() => void goOn()}>
          Go on from there
        </Button>
        <Button variant="quiet" onClick={() => void dropResume()}>
          Forget it
        </Button>
      </div>
    </section>
  );
};
