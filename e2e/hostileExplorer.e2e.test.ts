import { readFile } from 'node:fs/promises';
import type { Page } from 'playwright';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openHostileStand, POLICY, type HostileStand } from './hostile/hostileStand.ts';
import { HIT, HOSTILE_TEXTS } from './hostile/payloads.ts';
import { typeEach } from './hostile/typeEach.ts';
import { readHarm, watchContext } from './hostile/watchPage.ts';
import { BUILT_VIEWER_PERMISSIONS, openBuiltViewer } from './src/builtViewerPage.ts';

/** Fields whose values, and one whose name, are hostile. */
const FIELDS = ['action', 'context.job_run_id', 'metadata.value', 'error.name', '<img src=x onerror=1>'];

let stand: HostileStand;

beforeAll(async () => {
  stand = await openHostileStand();
});

afterAll(() => stand?.close());

async function openExplorer(address: Readonly<Record<string, string>> = {}, hash = ''): Promise<Page> {
  const page = await stand.context.newPage();
  await openBuiltViewer(page, stand.origin, { policy: POLICY, part: 'explorer', address, hash });
  await page.getByRole('region', { name: 'Log explorer' }).waitFor();
  return page;
}

const queryBox = (page: Page) => page.getByRole('combobox', { name: 'Filter' });

it('would see it if the explorer took a text for HTML', async () => {
  const context = await stand.browser.newContext({ permissions: BUILT_VIEWER_PERMISSIONS });
  const deeds = await watchContext(context);
  const page = await context.newPage();
  await openBuiltViewer(page, stand.origin, { part: 'explorer', token: stand.token });
  await page.locator('[data-entry-id]').first().waitFor();
  expect(await readHarm(page, deeds)).toEqual({ deeds: [], violations: [] });
  await page.locator('.tailrace-facets').evaluate(
    (rail, texts) => {
      // What a careless one would do, on a page that lets it.
      // oxlint-disable-next-line no-restricted-properties -- the trap of this file is tried with it
      rail.innerHTML = texts.join('');
    },
    [`<img src="/${HIT}.png">`, `<img src=x onerror="window.${HIT}=1">`],
  );
  await page.waitForFunction((name) => name in window, HIT);
  const { deeds: done } = await readHarm(page, deeds);
  expect(done).toContain('script');
  expect(done.some((deed) => deed.startsWith('request '))).toBe(true);
  await context.close();

  const guarded = await openExplorer();
  const refused = await guarded.locator('.tailrace-facets').evaluate((rail) => {
    try {
      // oxlint-disable-next-line no-restricted-properties -- that it is refused is what this is about
      rail.innerHTML = '<b>x</b>';
      return '';
    } catch (error) {
      return (error as Error).name;
    }
  });
  expect(refused).toBe('TypeError');
  expect((await readHarm(guarded, [])).violations.length).toBe(1);
  await guarded.close();
});

it.each(['live', '1h'])('the rail lists, includes and excludes hostile values: %s', async (range) => {
  const page = await openExplorer({ range, fields: FIELDS.join(',') });
  const rail = page.getByRole('complementary', { name: 'Fields' });
  const values = rail.locator('.tailrace-facet-value');
  // Fields come one after the other, and most of their values by asking for more.
  const more = rail.getByRole('button', { name: /^[\d,]+ more$/ });
  await expect
    .poll(async () => {
      for (const button of await more.all()) if (await button.isVisible()) await button.click();
      return values.count();
    })
    .toBeGreaterThan(100);
  const shown = await values.locator('bdi').allTextContents();
  expect(shown.filter((text) => text.includes(HIT)).length).toBeGreaterThan(80);
  const titles = await values.evaluateAll((all) => all.map((one) => (one as HTMLElement).title));
  expect(titles.filter((title) => title.includes(HIT)).length).toBeGreaterThan(80);
  await stand.expectNoHarm(page);

  for (const nth of [3, 9, 17]) {
    await values.nth(nth).click();
    await page.locator('.tailrace-filter-chip').first().waitFor();
    await rail
      .locator('.tailrace-facet-out')
      .nth(nth + 2)
      .click({ force: true });
    await page.getByRole('button', { name: 'Clear all' }).click();
    // The chart moves up as they go.
    await page.locator('.tailrace-filter-chip').first().waitFor({ state: 'detached' });
  }
  const plot = (await page.getByRole('slider').boundingBox())!;
  await page.mouse.move(plot.x + plot.width / 2, plot.y + plot.height / 2);
  await page.mouse.down();
  await page.mouse.move(plot.x + plot.width, plot.y + plot.height / 2, { steps: 4 });
  await page.mouse.up();
  await page.locator('.tailrace-filter-chip').first().waitFor();
  await stand.expectNoHarm(page);
  await page.close();
});

it('the query box takes every text, says what is wrong with it, and offers hostile values', async () => {
  const page = await openExplorer({ range: '1h' });
  const texts = HOSTILE_TEXTS.map((text) => text.slice(0, 500));
  const complaints = await typeEach(queryBox(page), texts, '.tailrace-filter-place');
  expect(complaints.size).toBeGreaterThan(10);
  await stand.expectNoHarm(page);

  const options = page.getByRole('listbox', { name: 'Completions' }).getByRole('option');
  await queryBox(page).fill('source:');
  await options.nth(5).waitFor();
  const begun = HOSTILE_TEXTS.map((text) => `source:"${text.slice(0, 6).replaceAll(/["\\]/g, '')}`);
  const offered = await typeEach(queryBox(page), begun, '[role="option"] > bdi');
  expect([...offered].filter((option) => option.includes(HIT)).length).toBeGreaterThan(60);
  await stand.expectNoHarm(page);

  for (const begin of ['<img', '<svg', '">', '</', '<iframe']) {
    await queryBox(page).fill(`source:"${begin.replaceAll('"', '')}`);
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await page.keyboard.press('Enter');
  }
  // What was asked for is offered again.
  await queryBox(page).fill('');
  await queryBox(page).click();
  expect(await page.locator('[role="option"][data-kind="recent"]').count()).toBeGreaterThan(2);
  await stand.expectNoHarm(page);
  await page.close();
});

it('an address that says every text is read and shown as text', async () => {
  const page = await openExplorer();
  const boxes = await queryBox(page).evaluate(async (box: HTMLInputElement, texts) => {
    const seen: string[] = [];
    for (const text of texts) {
      const there = new URL(location.href);
      for (const name of ['q', 'fields', 'range', 'from', 'to', 'brush']) there.searchParams.set(name, text);
      there.hash = `#entry=${encodeURIComponent(text)}`;
      history.replaceState(null, '', there);
      // As the way back does.
      dispatchEvent(new PopStateEvent('popstate'));
      await new Promise((resolve) => setTimeout(resolve));
      seen.push(box.isConnected ? box.value : 'The explorer is gone');
    }
    return seen;
  }, HOSTILE_TEXTS);
  expect(boxes).toEqual(HOSTILE_TEXTS.map((text) => text.replaceAll(/[\r\n]/g, '')));
  await stand.expectNoHarm(page);
  await page.close();

  for (const text of HOSTILE_TEXTS.filter((_, index) => index % 40 === 7)) {
    const opened = await openExplorer({ q: `"${text}"`, fields: text }, `#entry=${encodeURIComponent(text)}`);
    await stand.expectNoHarm(opened);
    await opened.close();
  }
});

it.each(['cookie', 'token'])('an export of hostile entries is a file by a plain name: by %s', async (by) => {
  const page = await stand.context.newPage();
  const address = { q: `${HIT}*`, range: '1h' };
  const token = by === 'token' ? { token: stand.token } : {};
  await openBuiltViewer(page, stand.origin, { policy: POLICY, part: 'explorer', address, ...token });
  for (const format of ['NDJSON', 'CSV', 'Text']) {
    await page.getByRole('button', { name: 'Export' }).click();
    const choice = page.locator('.tailrace-export');
    await choice.getByText(/entries$/).waitFor();
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      choice.locator('.tailrace-action', { hasText: format }).click(),
    ]);
    expect(download.suggestedFilename()).toMatch(/^[\w.-]+\.(ndjson|csv|log|txt)$/);
    expect(await readFile(await download.path(), 'utf8')).toContain(HIT);
  }
  await stand.expectNoHarm(page);
  await page.close();
});
