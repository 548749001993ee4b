import type { ExportJob } from '../../src/contract/index.ts';
import { goTo, useNavigation } from '../state/navigation.ts';
import { notifyAway } from '../state/notify.ts';
import { useStudio } from '../state/studio.ts';
import { tellDone, tellFailure } from '../state/toasts.ts';
import { fileName } from '../ui/figures.ts';
import { filesText } from './matrix/sheet.ts';
import type { Run, RunNews } from './run-ends.ts';

const workoutOf = (path: string): string =>
  useStudio.getState().workouts?.find((workout) => workout.path === path)?.title ?? fileName(path);

/** A job in words: `Six-minute ride · ana-full · MP3`. */
export const jobName = ({ workout, variant, format }: ExportJob): string =>
  `${workoutOf(workout)} · ${variant} · ${format.toUpperCase()}`;

export const runText = ({ done, failed }: Run): string =>
  [done > 0 && `${filesText(done)} made`, failed > 0 && `${failed} failed`].filter(Boolean).join(', ');

/**
 * Tells of what happened to the queue: with a message where the user is in another room, to screen readers in this one
 * (`say`), and with the system's where the window is not in front. `held`: a show is armed, and nothing comes before it.
 */
export const tellNews = ({ failed, ended }: RunNews, held: boolean, say: (text: string) => void): void => {
  const isHere = useNavigation.getState().room === 'export';
  const show = { label: 'Go to Export', run: () => goTo('export') };
  const said: string[] = [];
  if (failed.length > 0) {
    const [first] = failed;
    const title = failed.length === 1 ? `${jobName(first)} was not exported` : `${filesText(failed.length)} failed`;
    const why = first.failure?.message ?? 'It ended without a reason';
    said.push(`${title}: ${why}`);
    if (!isHere) tellFailure(title, why, show);
    if (!held) notifyAway(title, why);
  }
  if (ended !== null) {
    const title = ended.failed > 0 ? 'The export is over' : 'The export is done';
    if (!isHere && ended.done > 0) tellDone(title, runText(ended), show);
    // Where all of it failed just now, that was said.
    if (failed.length < ended.failed + ended.done) {
      said.push(`${title}: ${runText(ended)}`);
      if (!held) notifyAway(title, runText(ended));
    }
  }
  if (isHere && said.length > 0) say(said.join('. '));
};
