import type { Page } from 'playwright';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openHostileStand, POLICY, type HostileStand } from './hostile/hostileStand.ts';
import { HIT, HOSTILE_TEXTS } from './hostile/payloads.ts';
import { typeEach } from './hostile/typeEach.ts';
import { openBuiltViewer } from './src/builtViewerPage.ts';

/** Of the texts that the list is narrowed to, as each is asked of the server. */
const NARROWED = 6;

let stand: HostileStand;
let page: Page;

beforeAll(async () => {
  stand = await openHostileStand();
  page = await stand.context.newPage();
  await openBuiltViewer(page, stand.origin, { policy: POLICY });
  await page.locator('[data-entry-id]').first().waitFor();
});

afterAll(() => stand?.close());

it('the search bar looks for every text as it is, and says what is wrong with it as a pattern', async () => {
  await page.locator('.tailrace-list').focus();
  await page.keyboard.press('/');
  const search = page.getByRole('search');
  const input = search.getByRole('textbox');
  const texts = HOSTILE_TEXTS.map((text) => text.slice(0, 500));
  const marked = await typeEach(input, texts, '.tailrace-rows mark');
  expect(marked.size).toBeGreaterThan(0);
  await input.fill('script');
  await page.locator('.tailrace-rows mark').first().waitFor();
  await stand.expectNoHarm(page);

  await search.getByRole('button', { name: 'Regular expression' }).click();
  const complaints = await typeEach(input, texts, '.tailrace-search-error');
  expect(complaints.size).toBeGreaterThan(0);
  await stand.expectNoHarm(page);
  await search.getByRole('button', { name: 'Close search' }).click();
});

it('the details and their JSON tree show names and values of every entry, unfolded to the last', async () => {
  await page.locator('.tailrace-list').focus();
  await page.keyboard.press('Home');
  await page.keyboard.press('Enter');
  const details = page.getByRole('complementary', { name: 'Entry details' });
  const messages = new Set<string>();
  const names = new Set<string>();
  const lists = new Set<string>();
  const rows = Number(await page.locator('.tailrace-list').getAttribute('aria-rowcount'));
  for (let row = 0; row < rows; row += 1) {
    const shown = await details.evaluate(async (drawer) => {
      for (;;) {
        const folded = [...drawer.querySelectorAll<HTMLElement>('[role="treeitem"][aria-expanded="false"]')];
        if (folded.length === 0) break;
        folded.forEach((line) => line.click());
        await new Promise((resolve) => setTimeout(resolve));
      }
      const lines = [...drawer.querySelectorAll('[role="treeitem"]')].map((line) => ({
        name: line.querySelector('.tailrace-tree-key')?.textContent ?? '',
        value: line.querySelector('.tailrace-tree-value')?.textContent ?? '',
      }));
      return { message: drawer.querySelector('.tailrace-details-message')?.textContent ?? '', lines };
    });
    messages.add(shown.message);
    shown.lines.forEach(({ name, value }, at) => {
      if (value === 'a hostile name') names.add(name);
      if (shown.lines[at - 1]?.name === 'list') lists.add(value);
    });
    await page.keyboard.press('ArrowDown');
  }
  const stored = new Set(stand.stored.filter((message) => message !== ''));
  expect([...stored].filter((message) => !messages.has(message))).toEqual([]);
  // Names are cut, and some are none: what is left stands there as it came.
  expect(names.size).toBeGreaterThan(stored.size * 0.9);
  expect(lists.size).toBeGreaterThan(stored.size * 0.9);
  await details.getByText('Before and after').waitFor();
  await stand.expectNoHarm(page);
});

it('a value of the tree that becomes the filter is a filter and nothing else', async () => {
  const filter = page.getByRole('textbox', { name: 'Filter', exact: true });
  const message = page
    .getByRole('complementary', { name: 'Entry details' })
    .getByRole('treeitem')
    .filter({ hasText: /^message/ });
  const filters = new Set<string>();
  for (let turn = 0; turn < NARROWED; turn += 1) {
    await page.locator('.tailrace-list').focus();
    for (let step = 0; step < 9; step += 1) await page.keyboard.press('ArrowUp');
    await message.hover();
    await message.getByRole('button', { name: 'Show only this value' }).click();
    await expect.poll(() => filter.inputValue()).toMatch(/^message:/);
    filters.add(await filter.inputValue());
    await filter.fill('');
    await page.locator('[data-entry-id]').nth(5).waitFor();
  }
  expect([...filters].filter((text) => text.includes(HIT)).length).toBeGreaterThan(NARROWED / 2);
  await stand.expectNoHarm(page);
});

it('pins, and columns of hostile names, are text', async () => {
  await page.keyboard.press('Escape');
  await page.locator('.tailrace-list').focus();
  await page.keyboard.press('End');
  for (let row = 0; row < 20; row += 1) {
    await page.keyboard.press('p');
    await page.keyboard.press('ArrowUp');
  }
  expect(await page.getByRole('list', { name: 'Pinned entries' }).getByRole('listitem').count()).toBe(20);

  await page.getByRole('button', { name: 'View', exact: true }).click();
  const field = page.getByRole('textbox', { name: 'Add column' });
  const names = ['__proto__', 'constructor', ...HOSTILE_TEXTS.filter((_, index) => index % 10 === 0)];
  for (const name of names) {
    await field.fill(name.slice(0, 80));
    await field.press('Enter');
  }
  const cells = page.locator('.tailrace-head-cell');
  await expect.poll(() => cells.count()).toBeGreaterThan(names.length);
  for (const name of names.slice(0, 2)) {
    const cell = (await cells.filter({ hasText: new RegExp(`^${name}$`) }).boundingBox())!;
    expect(cell.width).toBeGreaterThan(30);
  }
  await stand.expectNoHarm(page);
});
