import { readFile } from 'node:fs/promises';
import type { Page } from 'playwright';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openStand, type Stand } from './src/stand.ts';

const SESSION = 'explorerSession1';
const COUNT = 400;
const SOURCES = ['web', 'api', 'checkout', 'worker'] as const;
const LEVELS = ['debug', 'info', 'warning', 'error'] as const;

interface Line {
  readonly seq: number;
  readonly timestamp: string;
  readonly level: (typeof LEVELS)[number];
  readonly source: (typeof SOURCES)[number];
  readonly message: string;
}

let stand: Stand;
let page: Page;
let lines: readonly Line[];

beforeAll(async () => {
  stand = await openStand();
  const begin = Date.now() - 20 * 60_000;
  lines = Array.from({ length: COUNT }, (_, index) => ({
    seq: index + 1,
    timestamp: new Date(begin + index * 2500).toISOString(),
    level: LEVELS[(index * 7 + Math.floor(index / 9)) % LEVELS.length]!,
    source: SOURCES[Math.floor(index ** 1.5) % SOURCES.length]!,
    message: `Entry number ${index + 1}`,
  }));
  page = await (await stand.browser.newContext({ viewport: { width: 1280, height: 860 } })).newPage();
  await page.goto(`${stand.origin}${stand.server.signInPath()}`);
  const header = { v: 1, session: SESSION, from: 1, to: COUNT, sent_at: new Date().toISOString() };
  const body = [
    JSON.stringify({ ...header, emitted: COUNT, dropped: [] }),
    ...lines.map((line) => JSON.stringify(line)),
    '',
  ];
  const status = await page.evaluate(async (text) => {
    const { ingest_key: key } = (await (await fetch('/demo/config.json')).json()) as { ingest_key: string };
    const headers = { 'Content-Type': 'application/x-ndjson', Authorization: `Bearer ${key}` };
    return (await fetch('/api/v1/logs', { method: 'POST', headers, body: text })).status;
  }, body.join('\n'));
  if (status !== 200) throw new Error(`The server did not take the entries: ${status}`);
});

afterAll(() => stand?.close());

const rows = () => page.locator('[data-entry-id]');
const shownCount = () => page.locator('.tailrace-explorer-list .tailrace-counts').textContent();

it('counts, filters, brushes, links, exports and deletes what a real server has', async () => {
  await page.goto(`${stand.origin}/?range=1h&q=session:${SESSION}`);
  await rows().first().waitFor();
  for (const source of SOURCES) {
    const count = lines.filter((line) => line.source === source).length;
    await page.getByRole('button', { name: `${source} ${count}`, exact: true }).waitFor();
  }

  await page.getByRole('button', { name: /^api \d/ }).click();
  const ofApi = lines.filter(({ source }) => source === 'api');
  await expect.poll(shownCount).toBe(`${ofApi.length} entries`);

  const plot = (await page.getByRole('slider').boundingBox())!;
  const y = plot.y + plot.height / 2;
  await page.mouse.move(plot.x + plot.width * 0.72, y);
  await page.mouse.down();
  await page.mouse.move(plot.x + plot.width * 0.8, y, { steps: 5 });
  await page.mouse.up();
  await expect.poll(() => new URL(page.url()).searchParams.get('brush')).toMatch(/~/);
  const [from, to] = new URL(page.url()).searchParams.get('brush')!.split('~') as [string, string];
  const brushed = ofApi.filter(({ timestamp }) => timestamp >= from && timestamp < to);
  expect(brushed.length).toBeGreaterThan(5);
  await expect.poll(shownCount).toBe(`${brushed.length} entries`);

  await page.getByRole('button', { name: 'Export' }).click();
  await page.getByText(`${brushed.length} entries`, { exact: true }).first().waitFor();
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('link', { name: 'NDJSON' }).click(),
  ]);
  const exported = (await readFile(await download.path(), 'utf8')).trimEnd().split('\n');
  expect(exported.map((line) => (JSON.parse(line) as Line).message)).toEqual(
    brushed.map(({ message }) => message),
  );

  await page.goBack();
  await expect.poll(shownCount).toBe(`${ofApi.length} entries`);
  await page.goBack();
  await expect.poll(shownCount).toBe(`${COUNT} entries`);

  await page.goto(`${stand.origin}/?q=nothing-matches#entry=${SESSION}-200`);
  await page
    .getByRole('complementary', { name: 'Entry details' })
    .getByText('Entry number 200')
    .first()
    .waitFor();
  await page.locator(`[data-entry-id="${SESSION}-201"]`).waitFor();

  await page.goto(`${stand.origin}/?q=session:${SESSION}`);
  await rows().first().waitFor();
  await page.getByRole('button', { name: 'Delete all entries' }).click();
  const dialog = page.getByRole('dialog', { name: 'Delete all entries?' });
  await dialog.getByRole('textbox').fill('delete');
  await dialog.getByRole('button', { name: 'Delete all entries' }).click();
  await page.getByText('No entry matches').waitFor();
  await page.reload();
  await page.getByText('No entry matches').waitFor();
});
