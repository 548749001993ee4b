import { createReadStream, existsSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join, normalize } from 'node:path';
import type { Page } from 'playwright';
import { build, type PluginOption } from 'vite';

const TYPES: Readonly<Record<string, string>> = { '.html': 'text/html', '.js': 'text/javascript', '.css': 'text/css' };
/** What Chromium is started with for a page that sounds. */
export const FLAGS: readonly string[] = [
  ...['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking'],
  ...['--disable-component-update', '--disable-sync'],
];

/** Builds the page of a test, whose index.html lies in `root`, into `folder`, and serves it as a page that shares memory. */
export const serveIsolatedPage = async (
  root: string,
  folder: string,
  plugins: PluginOption[] = [],
): Promise<{ readonly server: Server; readonly url: string }> => {
  await build({
    ...{ root, configFile: false, logLevel: 'error', plugins, worker: { format: 'es' } },
    build: { outDir: folder, emptyOutDir: true, target: 'chrome114' },
  });
  const server = createServer((request, response) => {
    const path = normalize(new URL(request.url ?? '/', 'http://rig').pathname);
    const file = join(folder, path === '/' ? 'index.html' : path);
    response.setHeader('Cross-Origin-Opener-Policy', 'same-origin');
    response.setHeader('Cross-Origin-Embedder-Policy', 'require-corp');
    response.setHeader('Cross-Origin-Resource-Policy', 'same-origin');
    response.setHeader('Content-Type', TYPES[extname(file)] ?? 'application/octet-stream');
    if (path === '/favicon.ico') response.writeHead(204).end();
    else if (existsSync(file)) createReadStream(file).pipe(response);
    else response.writeHead(404).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { server, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/` };
};

/** Says what goes wrong in a page where the test is read. */
export const sayTroubles = (page: Page): void => {
  page.on('pageerror', (error) => console.error('page:', error));
  page.on('console', (message) => {
    if (message.type() === 'error') console.error('page:', message.text(), message.location().url);
  });
};
