import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { app, type OnBeforeRequestListenerDetails, protocol, type Session, type WebFrameMain } from 'electron';
import { answerRequest, type Served } from './answer-request.ts';
import { APP_SCHEME } from './app-address.ts';
import { createPageUploads } from './page-uploads.ts';
import { isOurPage } from './trusted-sender.ts';

/** To be called before the application is ready: gives `app://` what a secure web origin has. */
export const registerAppScheme = (): void =>
  protocol.registerSchemesAsPrivileged([
    {
      scheme: APP_SCHEME,
      privileges: {
        standard: true,
        secure: true,
        supportFetchAPI: true,
        stream: true,
        corsEnabled: true,
        codeCache: true,
      },
    },
  ]);

/** Serves the page over `app://`, and lets this session reach nothing else: no network, no files. */
export const serveApp = (session: Session, served: Served): void => {
  const folder = join(app.getPath('userData'), 'uploads');
  const uploads = createPageUploads(folder);
  // What the studio wanted of them it has copied.
  app.once('will-quit', () => rmSync(folder, { recursive: true, force: true }));
  session.protocol.handle(APP_SCHEME, (request) => answerRequest(request, { uploads, ...served }));
  session.webRequest.onBeforeRequest((request, decide) =>
    decide({ cancel: !isLocal(request.url) || !(READS.has(request.method) || isOurPage(frameOf(request))) }),
  );
};

/** Only the top frame of our own page sends anything: workers and strangers read. */
const READS: ReadonlySet<string> = new Set(['GET', 'HEAD']);

/** Whose request it is; null: a worker's, or a frame's that is gone. Asked only where it matters: a page that begins has none yet. */
const frameOf = (request: OnBeforeRequestListenerDetails): WebFrameMain | null => {
  try {
    return request.frame ?? null;
  } catch {
    return null;
  }
};

const LOCAL = [`${APP_SCHEME}:`, 'blob:', 'data:', 'devtools:'];
const isLocal = (address: string): boolean => LOCAL.some((scheme) => address.startsWith(scheme));
