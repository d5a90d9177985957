import type { Page } from 'playwright';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openHostileStand, POLICY, type HostileStand } from './hostile/hostileStand.ts';
import { HIT, HOSTILE_TEXTS, LIVE_MARKUP } from './hostile/payloads.ts';
import { readHarm } from './hostile/watchPage.ts';
import { openBuiltViewer } from './src/builtViewerPage.ts';
import { readViewerRows } from './src/viewerRows.ts';

let stand: HostileStand;

beforeAll(async () => {
  stand = await openHostileStand();
});

afterAll(() => stand?.close());

async function openViewer(): Promise<Page> {
  const page = await stand.context.newPage();
  await openBuiltViewer(page, stand.origin, { policy: POLICY });
  await page.locator('[data-entry-id]').first().waitFor();
  return page;
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

it('the list and wrapped lines run nothing', async () => {
  const page = await openViewer();
  expect((await readViewerRows(page)).size).toBeGreaterThanOrEqual(HOSTILE_TEXTS.length);
  await stand.expectNoHarm(page);

  await page.getByRole('button', { name: 'Wrap lines' }).click();
  expect((await readViewerRows(page)).size).toBeGreaterThanOrEqual(HOSTILE_TEXTS.length);
  await stand.expectNoHarm(page);
  await page.close();
});

it('a pattern is searched for in a worker, which the policy lets be loaded', async () => {
  const page = await openViewer();
  const found = await page.evaluate(
    (messages) => window.viewer.searchPattern('<(script|svg)', messages),
    HOSTILE_TEXTS,
  );
  expect(found).toBe(HOSTILE_TEXTS.filter((text) => /<(script|svg)/i.test(text)).length);
  await stand.expectNoHarm(page);
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
  await stand.expectNoHarm(page);
  await page.close();
});

it('exports come as files that nothing runs, under names that are only names', async () => {
  const page = await openViewer();
  const answers = await page.evaluate(async (jobs) => {
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
  }, HOSTILE_TEXTS);
  const files = answers.filter(({ status }) => status === 200);
  expect(files.length).toBeGreaterThan(HOSTILE_TEXTS.length * 0.8);
  for (const { type, sniff, name } of files) {
    expect(type).not.toMatch(/html|script|svg|xml/);
    expect(sniff).toBe('nosniff');
    expect(name).toMatch(/^attachment; filename="[\w.-]+"$/);
  }
  await stand.expectNoHarm(page);
  await page.close();
});

it('the console shows the same under its own policy', async () => {
  const page = await stand.context.newPage();
  await page.goto(stand.origin);
  await page.locator('[data-entry-id]').first().waitFor();
  await page.locator('[data-entry-id]').nth(3).click();
  await page.getByRole('complementary').last().waitFor();
  expect(await readHarm(page, stand.deeds)).toEqual({ deeds: [], violations: [] });
  await page.close();
});
