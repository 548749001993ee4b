import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { TestProject } from 'vitest/node';
import { openDisplay } from './display.ts';
import { run } from './run.ts';
import { RUN_FOLDER } from './run-folder.ts';

/** Before tests in real windows: an Electron, a folder that they share, and a screen where there is none. */
export default async (project: TestProject): Promise<() => Promise<void>> => {
  run(process.execPath, [fileURLToPath(new URL('./prepare.ts', import.meta.url))]);
  const folder = mkdtempSync(join(tmpdir(), 'cueforge-tests-'));
  process.env[RUN_FOLDER] = folder;
  // What was built for the run before may be of other sources.
  project.onTestsRerun(() => {
    for (const name of readdirSync(folder)) rmSync(join(folder, name), { recursive: true });
  });
  const needsDisplay = process.platform === 'linux' && !process.env.DISPLAY;
  const display = needsDisplay ? await openDisplay() : null;
  if (display !== null) process.env.DISPLAY = display.name;
  return async () => {
    delete process.env[RUN_FOLDER];
    rmSync(folder, { recursive: true, force: true });
    if (display === null) return;
    delete process.env.DISPLAY;
    await display.close();
  };
};
