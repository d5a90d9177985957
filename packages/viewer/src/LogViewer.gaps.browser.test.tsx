/// <reference types="@vitest/browser-playwright" />
import { createRoot, type Root } from 'react-dom/client';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { LogViewer } from './LogViewer.tsx';
import type { LogViewerProps } from './LogViewerProps.ts';
import { sampleEntries } from './sampleEntries.ts';
import { LogStreamingService } from './stream/LogStreamingService.ts';
import { ScriptedServer } from './stream/socket/scripted.ts';
import './styles.css';

let root: Root;
let server: ScriptedServer;
/** What pages of entries wait for. */
let gate: Promise<void>;

beforeEach(async () => {
  await page.viewport(1000, 700);
  root = createRoot(document.body.appendChild(document.createElement('div')));
  server = new ScriptedServer({ entries: sampleEntries(100) });
  gate = Promise.resolve();
});

afterEach(() => {
  root.unmount();
  document.body.replaceChildren();
});

const until = (condition: () => boolean) => vi.waitUntil(condition, { timeout: 5000, interval: 10 });
const list = () => document.querySelector<HTMLElement>('.tailrace-list')!;
const seqs = () =>
  [...document.querySelectorAll<HTMLElement>('.tailrace-rows .tailrace-row')].map((row) =>
    row.dataset['entryId'] ? Number(row.dataset['entryId'].split('-')[1]) : row.dataset['kind'],
  );
const button = (name: string) => page.getByRole('button', { name, exact: true });

async function show(props: LogViewerProps = {}): Promise<void> {
  const service = new LogStreamingService('http://scripted.test', {
    createSocket: server.createSocket,
    fetch: async (input, init) => {
      const { pathname } = new URL(input instanceof Request ? input.url : input);
      if (pathname === '/api/v1/logs') await gate;
      return server.fetch(input, init);
    },
  });
  root.render(<LogViewer service={service} height={420} {...props} />);
  await until(() => seqs().includes(100));
}

it('fetches what a gap left out, says that it does, and tries again after a failure', async () => {
  await show();
  server.addGap(3, sampleEntries(3, 100));
  server.add(sampleEntries(2, 103));
  await until(() => seqs().at(-1) === 105);
  expect(seqs().slice(-4)).toEqual([100, 'gap', 104, 105]);

  let open!: () => void;
  gate = new Promise<void>((resolve) => (open = resolve));
  server.setReachable(false);
  await button('Fetch').click();
  await expect.element(button('Fetching…')).toBeDisabled();
  open();
  await expect.element(button('Not fetched. Try again')).toBeEnabled();
  expect(seqs().slice(-4)).toEqual([100, 'gap', 104, 105]);

  server.setReachable(true);
  list().focus();
  await userEvent.keyboard('Gkk{Enter}');
  await until(() => !seqs().includes('gap'));
  expect(seqs().slice(-6)).toEqual([100, 101, 102, 103, 104, 105]);
  expect(document.activeElement).toBe(list());
  expect(document.querySelector('.tailrace-details')).toBeNull();
});

it('goes on to tell of what is gone for good, and offers to fetch only what is not', async () => {
  await show({
    labels: {
      gap: (count, reason, atMost) => `${atMost ? '≤' : ''}${count} ${reason}`,
      fetchGap: { missing: 'Holen', fetching: 'Holt', failed: 'Nochmals' },
    },
  });
  server.addGap(300, [], { reason: 'retention', at_most: true });
  await expect.element(page.getByText('≤300 retention')).toBeVisible();
  expect(document.querySelector('.tailrace-gap button')).toBeNull();
  server.addGap(5, sampleEntries(3, 100), { reason: 'rate' });
  await expect.element(page.getByText('5 rate')).toBeVisible();
  await button('Holen').click();
  await expect.element(page.getByText('2 retention', { exact: true })).toBeVisible();
  expect(seqs().filter((seq) => Number(seq) > 99)).toEqual([100, 101, 102, 103]);
  expect(document.querySelector('.tailrace-gap button')).toBeNull();
});
