import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import type { Page } from 'playwright';

export type { ViewerReport } from './viewerPage/page.tsx';

const PATH = '/built-viewer/';
const WORKER = new URL('../../packages/viewer/dist/stream/search/searchWorker.js', import.meta.url);
const HTML = `<!doctype html><html lang="en"><meta charset="utf-8"><link rel="icon" href="data:,"><title>Viewer</title>
  <link rel="stylesheet" href="${PATH}page.css"><div id="root"></div>
  <script type="module" src="${PATH}page.js"></script>`;

export interface BuiltViewerOptions {
  /** The page's Content-Security-Policy. @default none */
  readonly policy?: string;
  /** A key that may read; the cookie speaks where there is none. */
  readonly token?: string;
  /** Entries to keep. @default 1000 */
  readonly entries?: number;
  /** @default 'viewer' */
  readonly part?: 'viewer' | 'explorer';
  /** What else the page's address says, such as what an explorer shows. */
  readonly address?: Readonly<Record<string, string>>;
  /** @default '' */
  readonly hash?: string;
}

/** Chromium takes a page that Playwright answers for one of the internet, and keeps it from local sockets without. */
export const BUILT_VIEWER_PERMISSIONS = ['local-network-access'];

/** Opens a page of the server's own origin with the viewer as it is built and published. */
export async function openBuiltViewer(
  page: Page,
  origin: string,
  options: BuiltViewerOptions = {},
): Promise<void> {
  const { script, style } = await bundle();
  const { policy, token, entries, part, address, hash = '' } = options;
  await page.route(`${origin}${PATH}**`, (route) => {
    const name = new URL(route.request().url()).pathname.slice(PATH.length);
    if (name === 'page.js') return route.fulfill({ contentType: 'text/javascript', body: script });
    if (name === 'page.css') return route.fulfill({ contentType: 'text/css', body: style });
    if (name === 'searchWorker.js') {
      return route.fulfill({ contentType: 'text/javascript', body: readFileSync(WORKER) });
    }
    const headers = policy === undefined ? {} : { 'content-security-policy': policy };
    return route.fulfill({ contentType: 'text/html', body: HTML, headers });
  });
  const query = new URLSearchParams({
    ...(token !== undefined && { token }),
    ...(entries !== undefined && { entries: String(entries) }),
    ...(part !== undefined && { part }),
    ...address,
  });
  await page.goto(`${origin}${PATH}?${query.toString()}${hash}`);
  await page.waitForFunction(() => 'viewer' in window);
}

let bundled: Promise<{ script: string; style: string }> | undefined;

function bundle() {
  return (bundled ??= bundleOnce());
}

async function bundleOnce() {
  const { outputFiles } = await build({
    entryPoints: { page: fileURLToPath(new URL('./viewerPage/page.tsx', import.meta.url)) },
    outdir: '/',
    bundle: true,
    format: 'esm',
    target: 'es2022',
    jsx: 'automatic',
    // Otherwise the root's tsconfig chooses the source.
    tsconfigRaw: {},
    define: { 'process.env.NODE_ENV': '"production"' },
    write: false,
  });
  const textOf = (end: string) => outputFiles.find(({ path }) => path.endsWith(end))!.text;
  return { script: textOf('.js'), style: textOf('.css') };
}
