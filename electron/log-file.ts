import { app, crashReporter } from 'electron';
import electronLog from 'electron-log/main';

export interface LogFile {
  readonly log: (line: string) => void;
  readonly path: string;
}

/** The log beside the application's data, a megabyte at most and its predecessor; and crash dumps, which never leave. */
export const openLogFile = (): LogFile => {
  crashReporter.start({ uploadToServer: false });
  const { file } = electronLog.transports;
  file.maxSize = 1024 * 1024;
  electronLog.transports.console.level = app.isPackaged ? false : 'info';
  const log = (line: string): void => electronLog.info(line);
  process.on('uncaughtException', (error) => electronLog.error(error));
  process.on('unhandledRejection', (reason) => electronLog.error(reason));
  app.on('render-process-gone', (_event, _contents, { reason }) => log(`A page ended: ${reason}`));
  app.on('child-process-gone', (_event, { type, reason }) => log(`A process ended: ${type}, ${reason}`));
  return { log, path: file.getFile().path };
};
