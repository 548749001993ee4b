import { classNames } from '../../ui/class-names.ts';
import styles from './cue-color.module.css';

/** The colours an operator can mark cues with, as the file writes them. */
export const CUE_COLORS = ['red', 'orange', 'yellow', 'green', 'teal', 'blue', 'purple', 'grey'] as const;
export type CueColorName = (typeof CUE_COLORS)[number];

const OWN = /^#[0-9a-f]{6}$/i;

/** The bar that marks a cue; a file may bring a colour of its own (`#8844ff`). */
export const CueColor = ({ color, dot = false }: { color: string; dot?: boolean }) => {
  const known = CUE_COLORS.find((name) => name === color.trim().toLowerCase());
  return (
    <span
      aria-hidden
      className={classNames(dot ? styles.dot : styles.bar, known && styles[known])}
      style={known === undefined && OWN.test(color) ? { background: color } : undefined}
    />
  );
};
