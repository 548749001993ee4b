import type { MadeExport } from '../../../src/contract/index.ts';
import { clockText } from '../../ui/figures.ts';

/** A moment: `today 10:42`, else `21 Nov 10:42`. `now`: milliseconds since 1970. */
export const dayText = (milliseconds: number, now = Date.now()): string => {
  const [then, today] = [new Date(milliseconds), new Date(now)];
  const time = clockText(milliseconds);
  if (then.toDateString() === today.toDateString()) return `today ${time}`;
  const year = then.getFullYear() === today.getFullYear() ? {} : ({ year: 'numeric' } as const);
  return `${then.toLocaleDateString('en-GB', { day: 'numeric', month: 'short', ...year })} ${time}`;
};

/** Said of a file in whose place another lies. */
export const replacedText = ({ madeAt }: MadeExport, now = Date.now()): string =>
  `Replaced since, ${dayText(madeAt, now)}: another file lies in its place.`;
