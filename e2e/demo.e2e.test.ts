import { afterAll, beforeAll, expect, it } from 'vitest';
import { openStand, type Stand } from './src/stand.ts';
import { readViewerRows } from './src/viewerRows.ts';

let stand: Stand;

beforeAll(async () => {
  stand = await openStand();
});

afterAll(() => stand?.close());

it('a newcomer opens the printed link, logs, cuts the network, reloads, and sees each entry once', async () => {
  const { browser, origin, server } = stand;
  const context = await browser.newContext();
  const page = await context.newPage();
  const problems: string[] = [];
  page.on('pageerror', (error) => problems.push(error.message));

  await page.goto(`${origin}${server.signInPath()}`);
  expect(new URL(page.url()).pathname).toBe('/');
  await page.goto(`${origin}/demo/`);
  await page.getByRole('button', { name: /Enamel kettle/ }).click();
  await page.getByRole('button', { name: 'Pay' }).click();
  await page.locator('[data-entry-id]', { hasText: 'Order placed' }).waitFor();

  await page.getByRole('switch').click();
  await page.getByRole('button', { name: /Reading lamp/ }).click();
  await page.getByRole('button', { name: 'Throw an error' }).click();
  const queued = page.locator('.figure', { hasText: 'queued' }).locator('dd');
  await expect.poll(() => queued.textContent()).toBe('2');
  await expect.poll(() => page.locator('.facts').first().textContent()).toContain('network');
  expect(await page.locator('[data-entry-id]', { hasText: 'Reading lamp' }).count()).toBe(0);

  await page.reload();
  await page.locator('[data-entry-id]', { hasText: 'The price list is broken' }).waitFor();
  await page.locator('[data-entry-id]', { hasText: 'Added Reading lamp' }).waitFor();
  await expect.poll(() => page.locator('[data-entry-id]', { hasText: 'Page opened' }).count()).toBe(2);
  const rows = await readViewerRows(page);
  expect([...rows.values()].every((count) => count === 1)).toBe(true);
  // Twice "Page opened", the kettle, the checkout's two, the lamp and the error; and what the server itself says:
  // that it listens, that it made keys, and that somebody signed in.
  expect(rows.size).toBe(10);
  expect(problems).toEqual([]);
});

it('a page that nobody signed in to says how to', async () => {
  const { browser, origin } = stand;
  const page = await (await browser.newContext()).newPage();
  await page.goto(`${origin}/demo/`);
  await page.getByRole('heading', { name: 'Not signed in' }).waitFor();
  const signIn = await page.goto(`${origin}/sign-in?token=used`);
  expect(signIn?.status()).toBe(401);
});
