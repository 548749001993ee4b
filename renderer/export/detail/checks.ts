import type { MadeExport } from '../../../src/contract/index.ts';
import { levelText, plainNumber } from '../../ui/figures.ts';

type Check = MadeExport['checks'][number];

/** A line of a file's check, in words. */
export interface CheckLine {
  readonly name: string;
  readonly passed: boolean;
  /** `−14.1 LUFS`, `to the sample`. */
  readonly measured: string;
  /** `asked −14.0 LUFS`, `at most −1.0 dBTP`. */
  readonly asked: string;
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1).replaceAll('-', ' ');

const framesOff = (frames: number): string =>
  frames === 0 ? 'to the sample' : `${Math.abs(frames)} samples ${frames > 0 ? 'longer' : 'shorter'}`;

export const checkLine = ({ name, passed, measured, asked, unit }: Check): CheckLine => {
  switch (name) {
    case 'duration':
      return { name: 'Length', passed, measured: framesOff((measured ?? 0) - (asked ?? 0)), asked: '' };
    case 'true-peak':
      return {
        ...{ name: 'True peak', passed, measured: `${levelText(measured, { digits: 2, signed: true })} dBTP` },
        asked: `at most ${levelText(asked)}`,
      };
    case 'loudness':
      return {
        ...{ name: 'Loudness', passed, measured: `${levelText(measured, { digits: 2 })} LUFS` },
        asked: `asked ${levelText(asked)}`,
      };
    case 'cue-offsets':
      return { name: 'Places', passed, measured: `${plainNumber(measured ?? 0, 2)} ms off`, asked: 'at most 1 ms' };
    case 'clipping':
      return { name: 'Clipping', passed, measured: measured === 0 ? 'none' : `${measured} samples`, asked: '' };
    case 'silence': {
      const seconds = plainNumber((measured ?? 0) / 48_000, 2);
      return { name: 'Silence', passed, measured: measured === 0 ? 'none' : `${seconds} s`, asked: '' };
    }
    default: {
      const figure = (value: number | null): string =>
        value === null ? '–' : `${plainNumber(value, 2)} ${unit}`.trim();
      return { name: capital(name), passed, measured: figure(measured), asked: `asked ${figure(asked)}` };
    }
  }
};

/** The check as a whole: `4 checks passed`, `1 of 4 checks failed`. */
export const checksText = ({ checks }: Pick<MadeExport, 'checks'>): string => {
  const failed = checks.filter(({ passed }) => !passed).length;
  const all = checks.length === 1 ? '1 check' : `${checks.length} checks`;
  return failed === 0 ? `${all} passed` : `${failed} of ${all} failed`;
};
