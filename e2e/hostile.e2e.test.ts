import type { BrowserContext, Page } from 'playwright';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { hostileEntries } from './hostile/hostileEntries.ts';
import { HIT, HOSTILE_TEXTS, LIVE_MARKUP } from './hostile/payloads.ts';
import { readHarm, watchContext } from './hostile/watchPage.ts';
import { BUILT_VIEWER_PERMISSIONS, openBuiltViewer } from './src/builtViewerPage.ts';
import { openStand, type Stand } from './src/stand.ts';
import { readViewerRows } from './src/viewerRows.ts';

/** What a careful page allows: nothing but its own files, and no text as HTML or script. */
const POLICY = [
  `default-src 'none'`,
  `script-src 'self'`,
  `style-src 'self'`,
  `connect-src 'self' ws:`,
  `worker-src 'self'`,
  `img-src data:`,
  `base-uri 'none'`,
  `form-action 'none'`,
  `require-trusted-types-for 'script'`,
  `trusted-types tailrace`,
].join('; ');

let stand: Stand;
let context: BrowserContext;
let deeds: string[];

beforeAll(async () => {
  stand = await openStand();
  context = await stand.browser.newContext({
    viewport: { width: 1200, height: 800 },
    permissions: ['clipboard-read', 'clipboard-write', ...BUILT_VIEWER_PERMISSIONS],
  });
  const page = await context.newPage();
  await page.goto(`${stand.origin}${stand.server.signInPath()}`);
  const answer = await page.evaluate(async (entries) => {
    const { ingest_key: key } = (await (await fetch('/demo/config.json')).json()) as { ingest_key: string };
    const headers = { 'Content-Type': 'application/json', Authorization: `Bearer ${key}` };
    const body = JSON.stringify({ entries });
    const response = await fetch('/api/v1/logs', { method: 'POST', headers, body });
    return (await response.text()).slice(0, 2000);
  }, hostileEntries());
  await page.close();
  if (!answer.includes(`"accepted":${HOSTILE_TEXTS.length},`)) throw new Error(`Not stored: ${answer}`);
  deeds = await watchContext(context);
});

afterAll(() => stand?.close());

async function openViewer(): Promise<Page> {
  const page = await context.newPage();
  await openBuiltViewer(page, stand.origin, { policy: POLICY });
  await page.locator('[data-entry-id]').first().waitFor();
  return page;
}

async function expectNoHarm(page: Page): Promise<void> {
  // What loads does so a moment later.
  await page.waitForTimeout(200);
  const protocols = await page
    .locator('a[href]')
    .evaluateAll((links) => links.map((link) => (link as HTMLAnchorElement).protocol));
  expect(protocols.filter((protocol) => !['http:', 'https:'].includes(protocol))).toEqual([]);
  expect(await readHarm(page, deeds)).toEqual({ deeds: [], violations: [] });
}

it('the texts are alive where a page takes them for HTML, and the policy is seen to be gone against', async () => {
  const open = await (await stand.browser.newContext()).newPage();
  for (const text of LIVE_MARKUP) {
    await open.goto('about:blank');
    await open.setContent(text);
    await open.waitForFunction((name) => name in window, HIT, { timeout: 5000 });
  }
  const page = await openViewer();
  const refused = await page.evaluate(() => {
    try {
      // The control of this test: without it nobody knows whether the page's policy holds at all.
      // oxlint-disable-next-line no-restricted-properties -- that it is refused is what this is about
      document.createElement('p').innerHTML = '<b>x</b>';
      return '';
    } catch (error) {
      return (error as Error).name;
    }
  });
  expect(refused).toBe('TypeError');
  const { violations } = await readHarm(page, []);
  expect(violations.length).toBe(1);
  await page.close();
});

it('the list, wrapped lines, marks of a filter and the details run nothing', async () => {
  const page = await openViewer();
  expect((await readViewerRows(page)).size).toBeGreaterThanOrEqual(HOSTILE_TEXTS.length);
  await expectNoHarm(page);

  await page.getByRole('button', { name: 'Wrap lines' }).click();
  expect((await readViewerRows(page)).size).toBeGreaterThanOrEqual(HOSTILE_TEXTS.length);
  await expectNoHarm(page);

  await page.locator('.tailrace-list').focus();
  await page.keyboard.press('Home');
  await page.keyboard.press('Enter');
  const details = page.getByRole('complementary');
  const shown = new Set<string>();
  for (let row = 0; row < HOSTILE_TEXTS.length; row += 1) {
    shown.add(await details.innerText());
    await page.locator('.tailrace-list').focus();
    await page.keyboard.press('ArrowDown');
  }
  expect(shown.size).toBeGreaterThan(HOSTILE_TEXTS.length * 0.95);
  await expectNoHarm(page);

  await page.keyboard.press('Escape');
  await page.keyboard.press('/');
  await page.keyboard.type('script');
  await page.locator('mark').first().waitFor();
  await expectNoHarm(page);
  await page.close();
});

it('a pattern is searched for in a worker, which the policy lets be loaded', async () => {
  const page = await openViewer();
  const found = await page.evaluate(
    (messages) => window.viewer.searchPattern('<(script|svg)', messages),
    HOSTILE_TEXTS,
  );
  expect(found).toBe(HOSTILE_TEXTS.filter((text) => /<(script|svg)/i.test(text)).length);
  await expectNoHarm(page);
  await page.close();
});

it('what is copied is text, and no HTML beside it', async () => {
  const page = await openViewer();
  await page.locator('.tailrace-list').focus();
  await page.keyboard.press('Control+a');
  await page.keyboard.press('Control+c');
  const types = await page.evaluate(async () =>
    (await navigator.clipboard.read()).flatMap(({ types: of }) => of),
  );
  expect(types).toEqual(['text/plain']);
  await expectNoHarm(page);
  await page.close();
});

it('exports come as files that nothing runs, under names that are only names', async () => {
  const page = await openViewer();
  const answers = await page.evaluate(
    async (jobs) => {
      const paths = [
        ...['ndjson', 'csv', 'txt'].map((format) => `/api/v1/logs/export?format=${format}`),
        ...jobs.map((job) => `/api/v1/logs/job-runs/${encodeURIComponent(job)}/download`),
      ];
      return Promise.all(
        paths.map(async (path) => {
          const { status, headers } = await fetch(path);
          return {
            path,
            status,
            type: headers.get('content-type'),
            sniff: headers.get('x-content-type-options'),
            name: headers.get('content-disposition'),
          };
        }),
      );
    },
    HOSTILE_TEXTS.slice(70, 110),
  );
  const files = answers.filter(({ status }) => status === 200);
  expect(files.length).toBeGreaterThan(30);
  for (const { type, sniff, name } of files) {
    expect(type).not.toMatch(/html|script|svg|xml/);
    expect(sniff).toBe('nosniff');
    expect(name).toMatch(/^attachment; filename="[\w.-]+"$/);
  }
  await expectNoHarm(page);
  await page.close();
});

it('the console shows the same under its own policy', async () => {
  const page = await context.newPage();
  await page.goto(stand.origin);
  await page.locator('[data-entry-id]').first().waitFor();
  await page.locator('[data-entry-id]').nth(3).click();
  await page.getByRole('complementary').last().waitFor();
  expect(await readHarm(page, deeds)).toEqual({ deeds: [], violations: [] });
  await page.close();
});
