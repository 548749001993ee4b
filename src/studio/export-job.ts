import type { ExportEvent, ExportRequest, ExportResult } from './export-types.ts';
import type { JobContext } from './jobs.ts';
import type { Studio } from './open-studio.ts';

const STAGES = { music: 'Reading the music', takes: 'Speaking the cues', render: 'Mixing and checking' };
/** The stages' parts of the whole, as they are on two cores. */
const PARTS = { music: 0.15, takes: 0.05, render: 0.8 };

/** Runs an export as a job; `keep` gets what was made, also of an export that was cancelled half-way. */
export const exportAsJob = async (
  studio: Studio,
  request: ExportRequest,
  context: JobContext,
  keep: (result: Pick<ExportResult, 'files' | 'refused'>) => Promise<void>,
): Promise<string> => {
  const files: ExportResult['files'][number][] = [];
  const fractions = { music: 0, takes: 0, render: 0 };
  const onEvent = (event: ExportEvent): void => {
    if (event.event === 'warning') context.problem(event.message);
    if (event.event === 'refused') context.problem(`${event.variant}: ${event.failure.message}`);
    if (event.event === 'file') files.push(event);
    if (event.event === 'stage') context.report({ detail: STAGES[event.stage] });
    if (event.event !== 'progress') return;
    fractions[event.stage] = event.fraction;
    if (event.stage === 'render') fractions.music = fractions.takes = 1;
    const { music, takes, render } = fractions;
    context.report({
      detail: STAGES[event.stage],
      fraction: Math.min(1, music * PARTS.music + takes * PARTS.takes + render * PARTS.render),
      rate: event.rate,
      remainingSeconds: event.remainingSeconds,
    });
  };
  const name = request.workout.split(/[\\/]/).pop();
  context.report({ label: `Export of ${name}` });
  try {
    const result = await studio.exportWorkout(request, { signal: context.signal, onEvent });
    await keep(result);
    const made = result.files.length === 1 ? '1 file' : `${result.files.length} files`;
    return result.refused.length > 0 ? `${made} made, ${result.refused.length} refused` : `${made} made`;
  } catch (error) {
    if (files.length > 0) await keep({ files, refused: [] });
    throw error;
  }
};
