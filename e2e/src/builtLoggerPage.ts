import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type * as tailrace from '@tailrace/logger';
import type { Page } from 'playwright';

declare global {
  interface Window {
    /** All that the built package exports. */
    tailrace?: typeof tailrace;
  }
}

const packages = fileURLToPath(new URL('../../packages/', import.meta.url));
const PATH = '/built-logger/';
const HTML = `<!doctype html><title>Built logger</title>
  <script type="importmap">{"imports":{
    "@tailrace/protocol":"${PATH}protocol/dist/index.js",
    "@tailrace/protocol/":"${PATH}protocol/dist/",
    "@tailrace/protocol/sanitize":"${PATH}protocol/dist/sanitize.js"
  }}</script>
  <script type="module">
    import * as tailrace from '${PATH}logger/dist/index.js';
    window.tailrace = tailrace;
  </script>`;

/** Opens a page of the server's own origin with the built package, as a page without a bundler has it. */
export async function openBuiltLogger(page: Page, origin: string): Promise<void> {
  await page.route(`${origin}${PATH}**`, (route) => {
    const path = new URL(route.request().url()).pathname.slice(PATH.length);
    if (path === '') return route.fulfill({ contentType: 'text/html', body: HTML });
    return route.fulfill({ contentType: 'text/javascript', body: readFileSync(packages + path, 'utf8') });
  });
  await page.goto(`${origin}${PATH}`);
  await page.waitForFunction(() => window.tailrace !== undefined);
}
