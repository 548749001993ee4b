import { EditedText } from '../../ui/edited-text.tsx';
import { readNumber } from '../../ui/slider.tsx';
import { secondsText, sharedOf, toMs } from './shared.ts';

/**
 * A field for a length that several things may share: empty where they differ. `lengths` in frames; `most` in seconds.
 * `onChange` is told milliseconds, null for none.
 */
export const SharedSeconds = ({
  label,
  lengths,
  most,
  onChange,
}: {
  label: string;
  lengths: readonly number[];
  most: number;
  onChange: (ms: number | null, merge: string) => Promise<unknown>;
}) => (
  <EditedText
    label={label}
    unit="s"
    inputMode="decimal"
    value={sharedOf(lengths, secondsText)}
    maxLength={10}
    problemOf={(typed) => {
      const length = readNumber(typed);
      const stands = typed.trim() === '' || (length !== null && length >= 0 && length <= most);
      return stands ? null : `0 to ${most.toLocaleString('en').replace(',', ' ')} seconds`;
    }}
    onChange={(typed, merge) => onChange(toMs(readNumber(typed) ?? 0) || null, merge)}
  />
);
