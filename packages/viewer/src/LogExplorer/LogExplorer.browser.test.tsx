/// <reference types="@vitest/browser-playwright" />
import { LOG_LEVELS, type LogEntry } from '@tailrace/protocol/core';
import { parseFilter, printFilter } from '@tailrace/protocol/filter';
import { StrictMode } from 'react';
import { createRoot, type Root } from 'react-dom/client';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { LogStreamingService } from '../stream/LogStreamingService.ts';
import { ScriptedServer } from '../stream/socket/scripted.ts';
import '../styles.css';
import { LogExplorer, type LogExplorerProps } from './LogExplorer.tsx';
import { countValues, recentEntries, sampleApi } from './sampleServer.ts';

const KEY = 'explorer-test';

let root: Root;
let address: string;
let entries: readonly LogEntry[];

beforeEach(() => {
  address = location.href;
  const container = document.body.appendChild(document.createElement('div'));
  container.style.inlineSize = '1100px';
  root = createRoot(container);
});

afterEach(() => {
  root.unmount();
  document.body.replaceChildren();
  sessionStorage.clear();
  localStorage.clear();
  history.replaceState(null, '', address);
  vi.restoreAllMocks();
});

function show(props: LogExplorerProps = {}, stored = 600): void {
  entries ??= recentEntries(stored);
  const { createSocket, fetch } = new ScriptedServer({ entries });
  const service = new LogStreamingService('http://scripted.test', { createSocket, fetch });
  root.render(
    <StrictMode>
      <LogExplorer service={service} api={sampleApi(entries)} storageKey={KEY} height={640} {...props} />
    </StrictMode>,
  );
}

/** Shows it anew, as when the page is opened again. */
function showAgain(props: LogExplorerProps = {}): void {
  root.unmount();
  root = createRoot(document.body.firstElementChild!);
  show(props);
}

const rows = () => [...document.querySelectorAll<HTMLElement>('[data-entry-id]')];
const levels = () => LOG_LEVELS.filter((level) => rows().some((row) => row.dataset['level'] === level));
const box = () => page.getByRole('combobox', { name: 'Filter' });
const parameters = () => new URL(location.href).searchParams;
const slider = () => document.querySelector<HTMLElement>('[role="slider"]')!;
const settled = () => expect.poll(() => rows().length).toBeGreaterThan(5);

async function drag(fromShare: number, toShare: number): Promise<void> {
  const { left, top, width, height } = slider().getBoundingClientRect();
  const at = (share: number) => ({ clientX: left + width * share, clientY: top + height / 2 });
  const send = (type: string, share: number) =>
    slider().dispatchEvent(
      new PointerEvent(type, { pointerId: 1, button: 0, bubbles: true, isPrimary: true, ...at(share) }),
    );
  // Captured pointers are real ones only.
  vi.spyOn(slider(), 'setPointerCapture').mockImplementation(() => {});
  send('pointerdown', fromShare);
  for (let step = 1; step <= 5; step += 1) {
    send('pointermove', fromShare + ((toShare - fromShare) * step) / 5);
    await new Promise(requestAnimationFrame);
  }
  send('pointerup', toShare);
}

it('keeps what is looked at in the address: typing writes over it, a choice is gone back from', async () => {
  show();
  await settled();
  const before = history.length;
  await box().click();
  await userEvent.keyboard('timeo');
  await expect.poll(() => parameters().get('q')).toBe('timeo');
  expect(history.length).toBe(before);
  await userEvent.clear(box());
  await userEvent.keyboard('level:error');
  await userEvent.keyboard('{Escape}{Enter}');
  await expect.poll(() => parameters().get('q')).toBe('level:error');
  await expect.poll(levels).toEqual(['error']);
  expect(history.length).toBe(before + 1);
  await page.getByRole('button', { name: /^checkout [1-9]/ }).click();
  await expect.poll(() => parameters().get('q')).toBe('level:error source:checkout');
  history.back();
  await expect.element(box()).toHaveValue('level:error');
  history.back();
  await expect.element(box()).toHaveValue('');
  await expect.poll(() => levels().length).toBeGreaterThan(2);
  history.forward();
  await expect.element(box()).toHaveValue('level:error');
});

it('shows what the address says, and where it says nothing what the session remembers', async () => {
  history.replaceState(null, '', '?q=level%3Awarning&range=1h&fields=user_id');
  show();
  await expect.poll(levels).toEqual(['warning']);
  await expect.element(page.getByRole('button', { name: 'Time range: Last hour' })).toBeVisible();
  await page.getByRole('button', { name: 'Remove level:warning' }).click();
  await page.getByRole('button', { name: /^Error [1-9]/ }).click();
  await expect.poll(levels).toEqual(['error']);
  history.replaceState(null, '', location.pathname);
  showAgain();
  await expect.element(box()).toHaveValue('level:error');
  await expect.poll(() => parameters().get('range')).toBe('1h');
  expect(parameters().get('fields')).toBe('user_id');
});

it('is the page’s to decide what is looked at, where it wants to', async () => {
  const onStateChange = vi.fn<NonNullable<LogExplorerProps['onStateChange']>>();
  show({ state: { query: 'level:error', range: 'live', fields: [] }, onStateChange });
  await expect.poll(levels).toEqual(['error']);
  await page.getByRole('button', { name: 'Clear all' }).click();
  expect(onStateChange).toHaveBeenLastCalledWith(
    expect.objectContaining({ query: '', range: 'live' }),
    'choice',
  );
  await expect.element(box()).toHaveValue('level:error');
  expect(location.href).toBe(address);
});

it('lists what was brushed over, counts it, and shows all again after a double click', async () => {
  show();
  await settled();
  await expect.poll(() => Number(slider()?.getAttribute('aria-valuemax'))).toBeGreaterThan(20);
  await drag(0.25, 0.5);
  await expect.poll(() => parameters().get('brush')).toMatch(/~/);
  const [from, to] = parameters().get('brush')!.split('~') as [string, string];
  const inside = entries.filter(({ timestamp }) => timestamp >= from && timestamp < to);
  expect(inside.length).toBeGreaterThan(50);
  await expect.poll(() => rows().at(-1)?.dataset['entryId']).toBe(inside.at(-1)!.id);
  await expect
    .poll(() => document.querySelector('.tailrace-counts')?.textContent)
    .toContain(`${inside.length} entries`);
  for (const { value, count } of countValues(inside, 'source')) {
    await expect.element(page.getByRole('button', { name: `${value} ${count}`, exact: true })).toBeVisible();
  }
  slider().dispatchEvent(new MouseEvent('dblclick', { bubbles: true }));
  await expect.poll(() => parameters().get('brush')).toBeNull();
  await expect.poll(() => rows().at(-1)?.dataset['entryId']).toBe(entries.at(-1)!.id);
});

it('completes with what the server has, and remembers what was asked', async () => {
  show();
  await settled();
  await box().click();
  await userEvent.keyboard('-logger:jobs');
  await expect.element(page.getByRole('option', { name: /jobs\.email/ })).toBeVisible();
  await userEvent.keyboard('{ArrowDown}{Enter}');
  const value = (box().element() as HTMLInputElement).value;
  expect(value).toMatch(/^-logger:jobs\.\w+ $/);
  await userEvent.keyboard('{Escape}{Enter}');
  await userEvent.clear(box());
  await userEvent.keyboard('{Enter}');
  await userEvent.keyboard('{ArrowDown}');
  await expect.element(page.getByRole('option', { name: /recent/ })).toHaveTextContent(value.trim());
  await userEvent.keyboard('{ArrowDown}{Enter}');
  await expect.poll(() => parameters().get('q')).toBe(value.trim());
});

it('links to a file of what is shown', async () => {
  show({ filter: 'category:system', initialState: { query: 'level:error OR timeout' } });
  await settled();
  await page.getByRole('button', { name: 'Export' }).click();
  await expect.element(page.getByRole('link', { name: 'NDJSON' })).toBeVisible();
  const link = page.getByRole('link', { name: 'NDJSON' }).element() as HTMLAnchorElement;
  const url = new URL(link.href);
  expect(url.pathname).toBe('/api/v1/logs/export');
  expect(url.searchParams.get('format')).toBe('ndjson');
  expect(printFilter(parseFilter(url.searchParams.get('q')!))).toBe(
    'category:system (level:error OR timeout)',
  );
  expect(link.download).toBe('');
  expect(link.hasAttribute('download')).toBe(true);
});

it('says in the address which entry is open, and opens it from there among its neighbours', async () => {
  show();
  await settled();
  rows().at(-3)!.click();
  const id = rows().at(-3)!.dataset['entryId']!;
  await expect.poll(() => location.hash).toBe(`#entry=${id}`);
  history.replaceState(null, '', `?q=nothing-matches#entry=${entries[100]!.id}`);
  showAgain();
  await expect
    .element(page.getByRole('complementary', { name: 'Entry details' }))
    .toHaveTextContent(entries[100]!.id);
  expect(rows().map((row) => row.dataset['entryId'])).toContain(entries[101]!.id);
  await page.getByRole('button', { name: 'Back to the search' }).click();
  await expect.element(page.getByText('No entry matches')).toBeVisible();
  expect(location.hash).toBe('');
  expect(parameters().get('q')).toBe('nothing-matches');
});
