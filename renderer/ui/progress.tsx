import { classNames } from './class-names.ts';
import styles from './progress.module.css';

export interface ProgressProps {
  /** 0..1. */
  value: number;
  /** What it is the progress of. */
  label: string;
  /** Takes its meaning from what is worked on. Default `music`. */
  tone?: 'music' | 'voice' | 'go' | 'error';
  className?: string;
}

/** A bar that fills. The figure belongs in words beside it. */
export const Progress = ({ value, label, tone = 'music', className }: ProgressProps) => (
  <div
    role="progressbar"
    aria-label={label}
    aria-valuemin={0}
    aria-valuemax={100}
    aria-valuenow={Math.round(value * 100)}
    className={classNames(styles.track, className)}
  >
    <div className={classNames(styles.fill, styles[tone])} style={{ transform: `scaleX(${value})` }} />
  </div>
);
