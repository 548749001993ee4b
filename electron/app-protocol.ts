import { protocol, type Session } from 'electron';
import { answerRequest, type Served } from './answer-request.ts';
import { APP_SCHEME } from './app-address.ts';

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
  session.protocol.handle(APP_SCHEME, (request) => answerRequest(request, served));
  session.webRequest.onBeforeRequest(({ url }, decide) => decide({ cancel: !isLocal(url) }));
};

const LOCAL = [`${APP_SCHEME}:`, 'blob:', 'data:', 'devtools:'];
const isLocal = (address: string): boolean => LOCAL.some((scheme) => address.startsWith(scheme));
