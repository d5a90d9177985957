/// <reference types="@vitest/browser-playwright" />
import type { LogEntry } from '@tailrace/protocol';
import { createRef, StrictMode } from 'react';
import { createRoot, hydrateRoot, type Root } from 'react-dom/client';
import { renderToString } from 'react-dom/server';
import { afterEach, beforeEach, expect, it, onTestFinished, vi } from 'vitest';
import { cdp, page, userEvent } from 'vitest/browser';
import { LogFeed } from './LogFeed.ts';
import { LogViewer } from './LogViewer.tsx';
import type { LogViewerHandle, LogViewerProps } from './LogViewerProps.ts';
import { sampleEntries } from './sampleEntries.ts';
import { LogStreamingService } from './stream/LogStreamingService.ts';
import { ScriptedServer } from './stream/socket/scripted.ts';
import './styles.css';

let container: HTMLElement;
let root: Root;
let server: ScriptedServer;
let service: LogStreamingService;
let handle: React.RefObject<LogViewerHandle | null>;
/** What was asked of the server beside tickets. */
let asked: URL[];
let answer: (url: URL) => unknown;

beforeEach(async () => {
  await page.viewport(1000, 700);
  container = document.body.appendChild(document.createElement('div'));
  root = createRoot(container);
  handle = createRef();
  asked = [];
  answer = () => ({ before: [], after: [] });
});

afterEach(() => {
  root.unmount();
  document.body.replaceChildren();
  vi.restoreAllMocks();
});

function serve(entries: readonly LogEntry[]): void {
  server = new ScriptedServer({ entries });
  service = new LogStreamingService('http://scripted.test', {
    createSocket: server.createSocket,
    fetch: (input, init) => {
      const url = new URL(input instanceof Request ? input.url : input);
      if (!url.pathname.startsWith('/api/v1/logs') || url.pathname.includes('ticket'))
        return server.fetch(input, init);
      asked.push(url);
      return Promise.resolve(Response.json(answer(url)));
    },
  });
}

function show(entries: readonly LogEntry[], props: LogViewerProps = {}): void {
  serve(entries);
  render(props);
}

function render(props: LogViewerProps): void {
  root.render(
    <StrictMode>
      <button>Before</button>
      <LogViewer ref={handle} service={service} height={420} {...props} />
    </StrictMode>,
  );
}

const list = () => document.querySelector<HTMLElement>('.tailrace-list')!;
const rows = () => [...document.querySelectorAll<HTMLElement>('.tailrace-rows [data-entry-id]')];
const ids = () => rows().map((row) => row.dataset['entryId']!);
const current = () => document.querySelector<HTMLElement>('[data-current]')?.dataset['entryId'];
const details = () => document.querySelector('.tailrace-details');
const until = (condition: () => boolean) => vi.waitUntil(condition, { timeout: 5000, interval: 10 });
const shown = (entry: LogEntry) => until(() => ids().includes(entry.id));
const box = (name: string) => page.getByRole('textbox', { name });

it('does what its handle says', async () => {
  const entries = sampleEntries(500);
  show(entries);
  await shown(entries.at(-1)!);
  expect(handle.current!.scrollToEntry(entries[20]!.id)).toBe(true);
  await shown(entries[20]!);
  expect(current()).toBe(entries[20]!.id);
  expect(handle.current!.scrollToEntry('none-1')).toBe(false);
  expect(handle.current!.getSelection()).toEqual([expect.objectContaining({ id: entries[20]!.id })]);
  handle.current!.scrollToEnd();
  await shown(entries.at(-1)!);

  handle.current!.pause();
  await until(() => document.querySelector('[data-state="paused"]') !== null);
  await new Promise((resolve) => setTimeout(resolve, 50));
  server.add(sampleEntries(1, 500));
  await new Promise((resolve) => setTimeout(resolve, 100));
  expect(ids()).not.toContain(sampleEntries(1, 500)[0]!.id);
  handle.current!.resume();
  await shown(sampleEntries(1, 500)[0]!);

  handle.current!.search('payment');
  await expect.element(box('Search these entries')).toHaveValue('payment');
  await until(() => document.querySelectorAll('.tailrace-rows mark').length > 0);
  handle.current!.clear();
  await until(() => rows().length === 0);
});

it('leaves to the page what the page holds', async () => {
  const entries = sampleEntries(100);
  const onQueryChange = vi.fn<(query: string) => void>();
  const onPausedChange = vi.fn<(paused: boolean) => void>();
  const onSelect = vi.fn<(entry: LogEntry | undefined) => void>();
  const props = { onQueryChange, onPausedChange, onSelect };
  show(entries, { ...props, query: 'level:error', paused: false });
  await until(() => rows().length > 0 && rows().every((row) => row.dataset['level'] === 'error'));
  await box('Filter').fill('level:warning');
  expect(onQueryChange).toHaveBeenLastCalledWith('level:warning');
  await expect.element(box('Filter')).toHaveValue('level:error');
  await page.getByRole('button', { name: 'Pause' }).click();
  expect(onPausedChange).toHaveBeenLastCalledWith(true);
  await expect.element(page.getByRole('button', { name: 'Pause' })).toBeVisible();
  render({ ...props, query: 'level:warning', paused: true });
  await expect.element(page.getByRole('button', { name: 'Resume' })).toBeVisible();
  render({ ...props, query: 'level:warning', paused: false });
  await until(() => rows().length > 0 && rows().every((row) => row.dataset['level'] === 'warning'));
});

it('shows the details of the entry that the page says, and tells which the user chose', async () => {
  const entries = sampleEntries(100);
  const onSelect = vi.fn<(entry: LogEntry | undefined) => void>();
  const failed = entries.find(({ level }) => level === 'error')!;
  show(entries, { selectedId: failed.id, onSelect });
  await until(() => details()?.textContent.includes(failed.message) === true);
  expect(onSelect).not.toHaveBeenCalled();
  const other = rows().find((row) => row.dataset['entryId'] !== failed.id)!;
  const chosen = other.dataset['entryId']!;
  await userEvent.click(other);
  await until(() => onSelect.mock.calls.length === 1);
  expect(onSelect).toHaveBeenLastCalledWith(expect.objectContaining({ id: chosen }));
  render({ selectedId: chosen, onSelect });
  await userEvent.keyboard('{Escape}');
  await until(() => onSelect.mock.calls.length === 2);
  expect(onSelect).toHaveBeenLastCalledWith(undefined);
  render({ selectedId: '', onSelect });
  render({ selectedId: failed.id, onSelect });
  await until(() => details()?.textContent.includes(failed.message) === true);
  render({ selectedId: '', onSelect });
  await until(() => details() === null);
  expect(onSelect).toHaveBeenCalledTimes(2);
});

it('waits for an entry that has not come yet', async () => {
  const entries = sampleEntries(60);
  show(entries.slice(0, 50), { selectedId: entries[55]!.id });
  await shown(entries[49]!);
  expect(details()).toBeNull();
  server.add(entries.slice(50));
  await until(() => details()?.textContent.includes(entries[55]!.message) === true);
});

it("shows a feed's buffer, and leaves the feed to the page", async () => {
  serve(sampleEntries(200));
  const feed = new LogFeed({ service, last: 200, maxEntries: 1000 });
  feed.setFilter('level:error');
  onTestFinished(feed.open());
  render({ feed, toolbar: false });
  await until(() => rows().length > 0);
  expect(rows().every((row) => row.dataset['level'] === 'error')).toBe(true);
  expect(document.querySelector('.tailrace-toolbar')).toBeNull();
  root.render(null);
  expect(feed.buffer.length).toBeGreaterThan(0);
});

it('narrows a given feed by what the user filters', async () => {
  serve(sampleEntries(200));
  const feed = new LogFeed({ service, last: 200, maxEntries: 1000 });
  onTestFinished(feed.open());
  render({ feed });
  await until(() => rows().length > 5);
  await box('Filter').fill('level:error');
  await until(() => rows().length > 0 && rows().every((row) => row.dataset['level'] === 'error'));
  expect(feed.buffer.length).toBe(200);
});

it('asks the server for what stands around an entry, also when it is in the list', async () => {
  const entries = sampleEntries(40);
  answer = () => ({ before: entries.slice(0, 5), after: entries.slice(6, 11) });
  show(entries);
  await shown(entries.at(-1)!);
  await userEvent.click(rows().at(-1)!);
  await until(() => document.querySelectorAll('.tailrace-context > li').length === 11);
  expect(asked.map(({ pathname, search }) => pathname + search)).toContain(
    `/api/v1/logs/${entries.at(-1)!.id}/context?before=5&after=5`,
  );
});

it('filters by a field of the details, or lets the page do so', async () => {
  const entries = sampleEntries(40);
  const onFilterField = vi.fn<(field: string, value: unknown, mode: string) => void>();
  show(entries, { onFilterField });
  await shown(entries.at(-1)!);
  await userEvent.click(rows().at(-1)!);
  const level = page.getByRole('treeitem', { name: /^level/ });
  await level.getByRole('button', { name: 'Hide this value' }).click();
  expect(onFilterField).toHaveBeenLastCalledWith('level', entries.at(-1)!.level, 'out');
  await expect.element(box('Filter')).toHaveValue('');
});

it('closes the details by Escape and gives the focus back, from wherever it was', async () => {
  const entries = sampleEntries(40);
  show(entries);
  await shown(entries.at(-1)!);
  await userEvent.click(rows().at(-1)!);
  await until(() => details() !== null);
  document.querySelector<HTMLElement>('.tailrace-tree [tabindex="0"]')!.focus();
  await userEvent.keyboard('{Escape}');
  await until(() => details() === null);
  expect(document.activeElement).toBe(list());
  await userEvent.keyboard('{Enter}');
  await until(() => details() !== null);
  await page.getByRole('button', { name: 'Close details' }).click();
  expect(document.activeElement).toBe(list());
});

it('copies the address of an entry', async () => {
  const entries = sampleEntries(10);
  const writeText = vi.spyOn(navigator.clipboard, 'writeText').mockResolvedValue();
  show(entries);
  await shown(entries.at(-1)!);
  await userEvent.click(rows().at(-1)!);
  await page.getByRole('button', { name: 'Copy link' }).click();
  const address = new URL(writeText.mock.calls[0]![0]);
  expect(address.hash).toBe(`#entry=${entries.at(-1)!.id}`);
  expect(address.pathname).toBe(location.pathname);
});

async function mouse(
  type: 'mousePressed' | 'mouseMoved' | 'mouseReleased',
  x: number,
  y: number,
): Promise<void> {
  // The tests' frame may be scaled to fit.
  const { left, top, width } = window.frameElement!.getBoundingClientRect();
  const scale = width / window.innerWidth;
  await cdp().send('Input.dispatchMouseEvent', {
    type,
    x: left + x * scale,
    y: top + y * scale,
    button: 'left',
    buttons: type === 'mouseReleased' ? 0 : 1,
    clickCount: 1,
  });
}

it('sizes the details by dragging their edge, and keeps that for the next', async () => {
  const entries = sampleEntries(10);
  show(entries);
  await shown(entries.at(-1)!);
  await userEvent.click(rows().at(-1)!);
  await until(() => details() !== null);
  const width = () => details()!.getBoundingClientRect().width;
  const edge = document.querySelector('.tailrace-details-separator')!.getBoundingClientRect();
  const before = width();
  const [x, y] = [edge.x + edge.width / 2, edge.y + 100];
  await mouse('mousePressed', x, y);
  await mouse('mouseMoved', x + 20, y);
  await mouse('mouseMoved', x + 40, y);
  await mouse('mouseReleased', x + 40, y);
  await until(() => Math.abs(width() - before) > 1);
  expect(width()).toBeLessThan(before);
  const narrow = width();
  await userEvent.click(rows()[0]!);
  await until(() => details()!.textContent.includes(entries[0]!.message));
  expect(width()).toBe(narrow);
});

it('ends a pattern that runs away, and stays usable', async () => {
  const hostile = { ...sampleEntries(1)[0]!, message: `${'a'.repeat(40)}!` };
  show([hostile, ...sampleEntries(20, 1)]);
  await until(() => rows().length > 5);
  list().focus();
  await userEvent.keyboard('/');
  await page.getByRole('button', { name: 'Regular expression' }).click();
  let longest = 0;
  let before = performance.now();
  let frame = requestAnimationFrame(function look(now) {
    longest = Math.max(longest, now - before);
    before = now;
    frame = requestAnimationFrame(look);
  });
  onTestFinished(() => cancelAnimationFrame(frame));
  await box('Search these entries').fill('(a+)+$');
  await expect.element(page.getByRole('alert')).toHaveTextContent(/takes too long/);
  // On the page itself it would take hours.
  expect(longest).toBeLessThan(5000);
  await box('Search these entries').fill('a+!');
  await expect.element(page.getByText('1', { exact: true })).toBeVisible();
});

it('keeps pins in sight when the list has let go of their rows', async () => {
  const entries = sampleEntries(300);
  show(entries.slice(0, 100), { maxEntries: 100 });
  await shown(entries[99]!);
  list().focus();
  await userEvent.keyboard('gp');
  await expect.element(page.getByRole('list', { name: 'Pinned entries' })).toBeVisible();
  handle.current!.scrollToEnd();
  server.add(entries.slice(100));
  await shown(entries[299]!);
  const pins = page.getByRole('list', { name: 'Pinned entries' });
  await expect.element(pins.getByText(entries[0]!.message)).toBeVisible();
  await pins.getByRole('button', { name: 'Unpin' }).click();
  await until(() => document.querySelector('.tailrace-pins') === null);
});

it('groups runs of the same entry and keeps the place that is read', async () => {
  const entries = sampleEntries(400).map((entry, at) =>
    at % 4 === 0 ? entry : { ...entry, level: 'info' as const, source: 'api', message: 'Again' },
  );
  show(entries);
  await shown(entries.at(-1)!);
  handle.current!.scrollToEntry(entries[200]!.id);
  await shown(entries[200]!);
  const top = () =>
    rows()
      .find((row) => row.dataset['entryId'] === entries[200]!.id)
      ?.getBoundingClientRect().top;
  await page.getByRole('button', { name: 'View' }).click();
  const toggle = page.getByRole('checkbox', { name: 'Group repeated entries' });
  await toggle.click();
  await until(() => document.querySelectorAll('.tailrace-count').length > 3);
  expect(document.querySelector('.tailrace-count')!.textContent).toBe('×3');
  expect(ids()).toContain(entries[200]!.id);
  await toggle.click();
  await until(() => document.querySelector('.tailrace-count') === null);
  const { top: from, bottom } = list().getBoundingClientRect();
  expect(top()).toBeGreaterThanOrEqual(from - 1);
  expect(top()).toBeLessThan(bottom);
});

it('counts on in a group while the list follows it', async () => {
  const [entry] = sampleEntries(1);
  const again = (count: number, from: number) =>
    sampleEntries(count, from).map(({ id, seq, timestamp }) => ({ ...entry!, id, seq, timestamp }));
  show(again(3, 0), { grouped: true });
  const count = () => document.querySelector('.tailrace-count')?.textContent;
  await expect.poll(count).toBe('×3');
  server.add(again(4, 3));
  await expect.poll(count).toBe('×7');
});

it('fetches older entries for somebody who scrolls up, without a jump', async () => {
  const entries = sampleEntries(1500);
  answer = (url) => {
    const end = url.searchParams.get('end')!;
    const older = entries.slice(0, 1000).filter(({ timestamp }) => timestamp < end);
    return { logs: older.toReversed(), pagination: { limit: 1000, next: null } };
  };
  show(entries.slice(1000), { maxEntries: 500 });
  await shown(entries.at(-1)!);
  list().focus();
  await userEvent.keyboard('g');
  await shown(entries[1000]!);
  await until(() => document.querySelector('.tailrace-counts')!.textContent.includes('1,5'));
  expect(ids()).toContain(entries[1000]!.id);
  await userEvent.keyboard('g');
  await shown(entries[0]!);
  expect(asked.filter(({ pathname }) => pathname === '/api/v1/logs')).toHaveLength(1);
});

it('is there at once where a server has rendered it, and is taken over without a word', async () => {
  const entries = sampleEntries(30);
  serve(entries);
  root.unmount();
  const viewer = <LogViewer service={service} height={420} initialEntries={entries.slice(0, 20)} />;
  const errors = vi.spyOn(console, 'error');
  container.innerText = '';
  const served = new DOMParser().parseFromString(renderToString(viewer), 'text/html');
  container.replaceChildren(...served.body.childNodes);
  expect(container.textContent).toContain(entries[19]!.message);
  const serverRows = container.querySelectorAll('.tailrace-served .tailrace-row');
  expect(serverRows).toHaveLength(20);
  const recovered = vi.fn<(error: unknown) => void>();
  root = hydrateRoot(container, viewer, { onRecoverableError: recovered });
  await shown(entries[29]!);
  expect(container.querySelector('.tailrace-served')).toBeNull();
  expect(new Set(ids()).size).toBe(ids().length);
  expect(recovered).not.toHaveBeenCalled();
  expect(errors).not.toHaveBeenCalled();
});

it('prints the rows that are chosen, and otherwise those that are seen', async () => {
  const entries = sampleEntries(200);
  show(entries);
  await shown(entries.at(-1)!);
  await cdp().send('Emulation.setEmulatedMedia', { media: 'print' });
  onTestFinished(async () => {
    await cdp().send('Emulation.setEmulatedMedia', { media: '' });
  });
  dispatchEvent(new Event('beforeprint'));
  expect(document.querySelector('.tailrace-printed')).toBeNull();
  expect(getComputedStyle(document.querySelector('.tailrace-toolbar')!).display).toBe('none');
  expect(rows().at(-1)!.getBoundingClientRect().height).toBeGreaterThan(10);
  dispatchEvent(new Event('afterprint'));

  list().focus();
  await userEvent.keyboard('{Control>}a{/Control}');
  dispatchEvent(new Event('beforeprint'));
  const printed = document.querySelectorAll('.tailrace-printed .tailrace-row');
  expect(printed).toHaveLength(200);
  expect(document.querySelector('.tailrace-printed')!.getBoundingClientRect().height).toBeGreaterThan(4000);
  expect(list().getBoundingClientRect().height).toBeGreaterThan(4000);
  dispatchEvent(new Event('afterprint'));
  expect(document.querySelector('.tailrace-printed')).toBeNull();
});

it('never takes keys that are typed elsewhere', async () => {
  const entries = sampleEntries(30);
  const note = createRef<HTMLInputElement>();
  show(entries, {
    renderToolbarEnd: () => <input ref={note} aria-label="Note" />,
    renderDetails: ({ id }) => <p data-own={id}>Own</p>,
  });
  await shown(entries.at(-1)!);
  note.current!.focus();
  await userEvent.keyboard('jkgGeEwWnN/ cpt?f');
  expect(note.current!.value).toBe('jkgGeEwWnN/ cpt?f');
  expect(current()).toBeUndefined();
  expect(document.querySelector('dialog, .tailrace-search, .tailrace-pins')).toBeNull();
  await userEvent.click(rows().at(-1)!);
  await until(() => document.querySelector(`[data-own="${entries.at(-1)!.id}"]`) !== null);
});

it('runs several on one page without mixing them', async () => {
  serve(sampleEntries(50));
  root.render(
    <>
      <LogViewer service={service} height={320} labels={{ viewer: 'One' }} />
      <LogViewer service={service} height={320} labels={{ viewer: 'Two' }} filter="level:error" />
    </>,
  );
  const [one, two] = ['One', 'Two'].map((name) => page.getByRole('region', { name }));
  await until(() => rows().length > 10);
  await userEvent.click(one!.getByRole('grid'));
  await userEvent.keyboard('{Escape}/');
  await expect.element(one!.getByRole('search')).toBeVisible();
  expect(two!.getByRole('search').query()).toBeNull();
  const elementIds = [...document.querySelectorAll('[id]')].map(({ id }) => id);
  expect(new Set(elementIds).size).toBe(elementIds.length);
});

it.each([
  '<img src=x onerror="globalThis.owned=1">',
  '<script>globalThis.owned=1</script>',
  'javascript:globalThis.owned=1',
  '"><svg onload=globalThis.owned=1>',
])('shows %s as text wherever it may stand', async (hostile) => {
  const sample = sampleEntries(2)[1]!;
  const entry: LogEntry = {
    ...sample,
    level: 'error',
    source: hostile,
    logger: hostile,
    message: hostile,
    context: { user_id: hostile },
    metadata: { [hostile]: { [hostile]: [hostile] } },
    error: {
      name: hostile,
      message: hostile,
      stack: `${hostile}\n    at ${hostile} (${hostile}:1:2)`,
      cause: { name: hostile, message: hostile },
    },
  };
  answer = () => ({ before: [{ ...sampleEntries(1)[0]!, message: hostile }], after: [] });
  const resolveFrame = () => Promise.resolve({ raw: hostile, function: hostile, file: hostile, line: 1 });
  show([sampleEntries(1)[0]!, entry], { columns: ['time', 'user_id'], resolveFrame, wrap: true });
  await shown(entry);
  list().focus();
  await userEvent.keyboard('Gp{Enter}/');
  await box('Search these entries').fill(hostile);
  await until(() => document.querySelector('.tailrace-rows mark') !== null);
  await until(() => document.querySelectorAll('.tailrace-context > li').length === 2);
  await until(() => document.querySelector('[data-original]') !== null);
  const viewer = document.querySelector('.tailrace-viewer')!;
  expect(
    viewer.querySelector('img, script, iframe, object, svg:not(.tailrace-icon), [onerror], [onload]'),
  ).toBeNull();
  expect([...viewer.querySelectorAll('a')].filter(({ href }) => !/^https?:/.test(href))).toEqual([]);
  expect(viewer.querySelector('.tailrace-tree')!.textContent).toContain(hostile);
  expect((globalThis as { owned?: number }).owned).toBeUndefined();
});
