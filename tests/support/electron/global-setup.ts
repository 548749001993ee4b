import { fileURLToPath } from 'node:url';
import { openDisplay } from './display.ts';
import { run } from './run.ts';

/** Before tests in real windows: an Electron, and a screen where there is none. */
export default async (): Promise<() => Promise<void>> => {
  run(process.execPath, [fileURLToPath(new URL('./prepare.ts', import.meta.url))]);
  if (process.platform !== 'linux' || process.env.DISPLAY) return async () => undefined;
  const display = await openDisplay();
  process.env.DISPLAY = display.name;
  return async () => {
    delete process.env.DISPLAY;
    await display.close();
  };
};
