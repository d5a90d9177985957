import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import type { Browser } from 'playwright';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { LogLine } from '@tailrace/protocol';
import { launchBrowser } from '../../test/loggerPage.ts';

const APP = `
  import { StrictMode, useState, version } from 'react';
  import { createRoot } from 'react-dom/client';
  import { LogErrorBoundary, LoggerProvider, reactErrorHandlers, useLogger } from './index.ts';
  import { createMemoryLogger } from '../testing/index.ts';

  const logger = createMemoryLogger({ logger: 'shop' });
  const seen = new Set();
  function Bomb() { throw new TypeError('Boom'); }
  function Cart() {
    const [isBroken, setBroken] = useState(false);
    const own = useLogger('cart', { user_id: '42' });
    seen.add(own);
    const onClick = () => { own.info('Pressed'); setBroken(true); };
    return isBroken ? <Bomb /> : <button onClick={onClick}>Press</button>;
  }
  createRoot(document.body.appendChild(document.createElement('div')), reactErrorHandlers(logger)).render(
    <StrictMode>
      <LoggerProvider logger={logger}>
        <LogErrorBoundary name="page" fallback={<p>Sorry</p>}><Cart /></LogErrorBoundary>
      </LoggerProvider>
    </StrictMode>,
  );
  globalThis.shown = { version, seen, entries: logger.entries };
`;

let browser: Browser;
let script: string;

beforeAll(async () => {
  const { outputFiles } = await build({
    stdin: { contents: APP, loader: 'tsx', resolveDir: fileURLToPath(new URL('.', import.meta.url)) },
    bundle: true,
    format: 'iife',
    jsx: 'automatic',
    jsxDev: false,
    define: { 'process.env.NODE_ENV': '"development"' },
    alias: { react: 'react-18', 'react-dom': 'react-dom-18' },
    conditions: ['@tailrace/source'],
    write: false,
  });
  script = outputFiles[0]!.text;
  browser = await launchBrowser();
});
afterAll(() => browser.close());

it('works with React 18', async () => {
  const page = await browser.newPage();
  await page.addScriptTag({ content: script });
  await page.click('text=Press');
  await page.waitForSelector('text=Sorry');
  expect(await page.evaluate('shown.version')).toMatch(/^18\./);
  const entries = await page.evaluate<LogLine[]>('shown.entries');
  expect(entries).toMatchObject([
    { logger: 'shop.cart', message: 'Pressed', context: { user_id: '42' } },
    {
      level: 'error',
      logger: 'shop.page',
      error: { message: 'Boom' },
      metadata: { component_stack: expect.stringContaining('Bomb') as string },
    },
  ]);
});
