import type { PublishPlan } from '../../../src/contract/index.ts';
import { bytesText } from '../../ui/figures.ts';
import { filesText } from '../matrix/sheet.ts';

type Action = PublishPlan['files'][number]['action'];

/** What happens to a file, in a word. */
export const ACTION: Readonly<Record<Action, string>> = {
  upload: 'is sent',
  replace: 'is replaced',
  same: 'is there',
};

/** What publishing would do, in a sentence: `6 files are sent (72 MB), 1 of them in place of another; 4 are there.` */
export const planSentence = ({ files, bytes }: PublishPlan): string => {
  const count = (action: Action): number => files.filter((file) => file.action === action).length;
  const [replaced, same] = [count('replace'), count('same')];
  const sent = count('upload') + replaced;
  if (sent === 0) return `Nothing is new: all ${filesText(same)} are there.`;
  const parts = [
    `${filesText(sent)} ${sent === 1 ? 'is' : 'are'} sent (${bytesText(bytes)})`,
    replaced > 0 && `${replaced} in place of another`,
    same > 0 && `${same} ${same === 1 ? 'is' : 'are'} there already`,
  ];
  return `${parts.filter(Boolean).join(', ')}.`;
};
