import type { ExportEvent, ExportResult } from '../studio/index.ts';
import { byteCount, clockTime, level, table } from './table.ts';

const STAGES = { music: 'Reading music', takes: 'Making takes', render: 'Mixing' } as const;

/** Tells an export: as JSON lines, or as sentences and a progress line that is redrawn where there is a terminal. */
export const createReport = (json: boolean) => {
  const live = !json && process.stderr.isTTY === true;
  const clear = (): void => {
    if (live) process.stderr.write('\r\x1b[2K');
  };
  const say = (line: string): void => {
    clear();
    process.stderr.write(`${line}\n`);
  };

  return {
    event(event: ExportEvent): void {
      if (json) {
        process.stdout.write(`${JSON.stringify(event)}\n`);
        return;
      }
      if (event.event === 'warning') say(`Warning in ${event.path || 'the file'}: ${event.message}`);
      if (event.event === 'refused') say(`Not made: ${event.variant}. ${event.failure.message}`);
      if (event.event === 'file') for (const warning of event.warnings) say(`Note: ${event.file} ${warning}`);
      if (event.event === 'progress' && live) process.stderr.write(`\r\x1b[2K${progressLine(event)}`);
    },
    result(result: ExportResult, seconds: number): void {
      if (json) {
        process.stdout.write(`${JSON.stringify({ event: 'done', ...result, seconds: Number(seconds.toFixed(2)) })}\n`);
        return;
      }
      clear();
      if (result.files.length === 0) {
        process.stdout.write('Nothing was made.\n');
        return;
      }
      process.stdout.write(`${resultTable(result)}\n`);
      const made = result.files.length === 1 ? '1 file' : `${result.files.length} files`;
      process.stdout.write(`${made} in ${result.outDir}, ${seconds.toFixed(1)} s\n`);
    },
    end: clear,
  };
};

const progressLine = (event: Extract<ExportEvent, { event: 'progress' }>): string => {
  const width = 24;
  const filled = Math.round(event.fraction * width);
  const bar = `${'█'.repeat(filled)}${'░'.repeat(width - filled)}`;
  const rate = event.rate === null ? '' : ` · ${event.rate.toFixed(0)}× real time`;
  const left = event.remainingSeconds === null ? '' : ` · ${clockTime(event.remainingSeconds)} left`;
  const percent = `${Math.floor(event.fraction * 100)} %`.padStart(5);
  return `${STAGES[event.stage].padEnd(13)} ${bar} ${percent}${rate}${left}`;
};

const resultTable = ({ files }: ExportResult): string =>
  table(
    ['variant', 'file', 'length', 'size', 'LUFS', 'LRA', 'dBTP', 'cues'],
    files.map((f) => [
      f.name,
      f.file,
      clockTime(f.durationSeconds),
      byteCount(f.bytes),
      level(f.lufs),
      level(f.lra),
      level(f.dbtp),
      String(f.cues),
    ]),
  );
