import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { chromium, type Browser } from 'playwright';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { CHROMIUM_ARGS, findChromium } from '../../../scripts/ensureChromium.mjs';

const VIEWER = `
  import { createRef, StrictMode, version } from 'react';
  import { LogViewer } from './LogViewer.tsx';
  import { sampleEntries } from './sampleEntries.ts';
  import { LogStreamingService } from './stream/LogStreamingService.ts';
  import { ScriptedServer } from './stream/socket/scripted.ts';

  const entries = sampleEntries(40);
  const { createSocket, fetch } = new ScriptedServer({ entries });
  const service = new LogStreamingService('http://scripted.test', { createSocket, fetch });
  const handle = createRef();
  const errors = [];
  console.error = (...parts) => errors.push(parts.join(' '));
  const viewer = (
    <StrictMode>
      <LogViewer ref={handle} service={service} initialEntries={entries.slice(0, 10)} />
    </StrictMode>
  );
`;
const SERVER = `${VIEWER}
  import { renderToString } from 'react-dom/server.browser';
  export const html = renderToString(viewer);
  export { errors };
`;
const BROWSER = `${VIEWER}
  import { hydrateRoot } from 'react-dom/client';
  const onRecoverableError = (error) => errors.push(String(error));
  hydrateRoot(document.body.firstElementChild, viewer, { onRecoverableError });
  globalThis.shown = { version, handle, errors };
`;

async function bundle(contents: string, format: 'esm' | 'iife'): Promise<string> {
  const { outputFiles } = await build({
    stdin: { contents, loader: 'tsx', resolveDir: fileURLToPath(new URL('.', import.meta.url)) },
    bundle: true,
    format,
    jsx: 'automatic',
    jsxDev: false,
    define: { 'process.env.NODE_ENV': '"development"', 'import.meta.url': '"about:blank"' },
    alias: { react: 'react-18', 'react-dom': 'react-dom-18' },
    conditions: ['@tailrace/source'],
    write: false,
  });
  return outputFiles[0]!.text;
}

let browser: Browser;

beforeAll(async () => {
  const executablePath = findChromium();
  browser = await chromium.launch({ args: CHROMIUM_ARGS, ...(executablePath && { executablePath }) });
});
afterAll(() => browser.close());

async function serve(): Promise<{ readonly html: string; readonly errors: readonly string[] }> {
  const { error } = console;
  try {
    const code = Buffer.from(await bundle(SERVER, 'esm')).toString('base64');
    return (await import(`data:text/javascript;base64,${code}`)) as Awaited<ReturnType<typeof serve>>;
  } finally {
    console.error = error;
  }
}

it('works with React 18: served, taken over, read by keys and by its handle', async () => {
  const { html, errors } = await serve();
  expect(errors).toEqual([]);
  expect(html.split('tailrace-message')).toHaveLength(11);
  const page = await browser.newPage();
  page.setDefaultTimeout(4000);
  await page.setContent(`<!doctype html><body><div>${html}</div></body>`);
  await page.addStyleTag({ path: fileURLToPath(new URL('viewer.css', import.meta.url)) });
  await page.addScriptTag({ content: await bundle(BROWSER, 'iife') });
  await page.waitForSelector('.tailrace-rows [data-entry-id$="-40"]');
  expect(await page.evaluate('shown.version')).toMatch(/^18\./);
  await page.focus('.tailrace-list');
  await page.keyboard.press('e');
  await page.keyboard.press('Enter');
  await page.waitForSelector('.tailrace-details .tailrace-tree');
  await page.keyboard.press('Escape');
  await page.waitForSelector('.tailrace-details', { state: 'detached' });
  await page.keyboard.press('?');
  await page.waitForSelector('dialog[open]');
  await page.keyboard.press('Escape');
  await page.evaluate("shown.handle.current.search('payment')");
  await page.waitForSelector('.tailrace-rows mark');
  expect(await page.evaluate('shown.errors')).toEqual([]);
});
