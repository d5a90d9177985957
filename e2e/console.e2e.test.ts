import { afterAll, beforeAll, expect, it } from 'vitest';
import { openStand, type Stand } from './src/stand.ts';

let stand: Stand;

beforeAll(async () => {
  stand = await openStand();
});

afterAll(() => stand?.close());

const SESSION = 'consoleSession01';

/** One order across two services, of which one entry was lost on the way. */
function segments(): string {
  const line = (seq: number, source: string, message: string, rest = {}) =>
    JSON.stringify({
      seq,
      timestamp: new Date(Date.now() - 10_000 + seq * 100).toISOString(),
      level: 'info',
      source,
      message,
      context: { correlation_id: 'order-4711', job_run_id: 'run-77' },
      ...rest,
    });
  const header = { v: 1, session: SESSION, sent_at: new Date().toISOString(), emitted: 4, dropped: [] };
  const segment = (from: number, to: number, lines: readonly string[]) =>
    [JSON.stringify({ ...header, from, to }), ...lines].join('\n');
  return [
    segment(1, 2, [
      line(1, 'web', 'Checkout submitted', { trace: { execution_time_ms: 1500 } }),
      line(2, 'payment', 'The issuer declined the card', { level: 'error' }),
    ]),
    segment(4, 4, [line(4, 'web', 'Order refunded', { category: 'audit', action: 'order_refund' })]),
    '',
  ].join('\n');
}

it('who signs in finds every page, each with what the server has, and nothing that its policy forbids', async () => {
  const { browser, origin, server } = stand;
  const page = await (await browser.newContext({ viewport: { width: 1200, height: 800 } })).newPage();
  const problems: string[] = [];
  page.on('pageerror', (error) => problems.push(error.message));
  page.on('console', (message) => {
    // A refused policy is an error of the console; so is an answer of 401, which is what the first visit is for.
    if (message.type() === 'error' && !message.text().includes('401')) problems.push(message.text());
  });

  await page.goto(origin);
  await page.getByRole('heading', { name: 'Not signed in' }).waitFor();
  await page.goto(`${origin}${server.signInPath()}`);
  expect(new URL(page.url()).pathname).toBe('/');
  const answer = await page.evaluate(async (body) => {
    const { ingest_key: key } = (await (await fetch('/demo/config.json')).json()) as { ingest_key: string };
    const headers = { 'Content-Type': 'application/x-ndjson', Authorization: `Bearer ${key}` };
    return (await fetch('/api/v1/logs', { method: 'POST', headers, body })).status;
  }, segments());
  expect(answer).toBe(200);

  await page.locator('[data-entry-id]', { hasText: 'The issuer declined the card' }).waitFor();
  await page.getByRole('button', { name: 'Errors 1' }).click();
  await expect.poll(() => page.locator('[data-entry-id]').count()).toBe(1);
  expect(new URL(page.url()).search).toBe('?level=error');

  const open = (name: string) => page.getByRole('link', { name, exact: true }).click();
  await open('Audit');
  await page.locator('[data-entry-id]', { hasText: 'Order refunded' }).waitFor();
  await open('Traces');
  await page.getByRole('link', { name: /order-4711/ }).click();
  await expect.poll(() => page.getByRole('option').count()).toBe(3);
  await page.reload();
  await expect.poll(() => page.getByRole('option').count()).toBe(3);
  await page.goBack();
  await page.getByRole('row', { name: /Checkout submitted/ }).waitFor();
  await open('Jobs');
  await page.getByRole('link', { name: /run-77/ }).click();
  await page.locator('[data-entry-id]', { hasText: 'Checkout submitted' }).waitFor();
  await page.goto(`${origin}/sessions/${SESSION}`);
  await page.getByRole('img', { name: 'Entries 1 to 4: 1 hole, 0 to come' }).waitFor();
  await open('Settings');
  await page.getByRole('textbox', { name: 'Logger', exact: true }).fill('shop.cart');
  await page.getByRole('button', { name: 'Add' }).click();
  await page.getByRole('button', { name: 'Remove the level of shop.cart' }).waitFor();
  await page.getByRole('textbox', { name: 'Name of the new key' }).fill('desk');
  await page.getByRole('button', { name: 'Create key' }).click();
  const token = await page.locator('.console-secret > code').textContent();
  const ask = async () => {
    const headers = { Authorization: `Bearer ${token}` };
    return (await fetch(`${server.url}/api/v1/logs/stats`, { headers })).status;
  };
  expect(await ask()).toBe(200);
  await page.getByRole('button', { name: 'Revoke desk…' }).click();
  await page.getByRole('button', { name: 'Revoke desk', exact: true }).click();
  await expect.poll(ask, { timeout: 30_000 }).toBe(401);
  await open('Status');
  await page.getByRole('region', { name: 'Ingest since the start' }).getByText('Stored').waitFor();
  await page.getByRole('button', { name: 'Sign out' }).click();
  await page.getByRole('heading', { name: 'Not signed in' }).waitFor();
  expect(problems).toEqual([]);
});
