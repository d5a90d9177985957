/// <reference types="@vitest/browser-playwright" />
import { StrictMode } from 'react';
import { createRoot, type Root } from 'react-dom/client';
import { afterEach, beforeEach, expect, it, onTestFinished, vi } from 'vitest';
import { cdp, page, userEvent } from 'vitest/browser';
import { LogViewer } from './LogViewer.tsx';
import type { LogViewerProps } from './LogViewerProps.ts';
import { sampleEntries } from './sampleEntries.ts';
import { LogStreamingService } from './stream/LogStreamingService.ts';
import { ScriptedServer } from './stream/socket/scripted.ts';
import './styles.css';

let root: Root;
let server: ScriptedServer;
let added: number;

beforeEach(() => {
  const container = document.body.appendChild(document.createElement('div'));
  root = createRoot(container);
  added = 0;
});

afterEach(() => {
  root.unmount();
  document.body.replaceChildren();
  vi.restoreAllMocks();
});

function show(stored: number, props: LogViewerProps = {}): void {
  server = new ScriptedServer();
  add(stored);
  const { createSocket, fetch } = server;
  const service = new LogStreamingService('http://scripted.test', { createSocket, fetch });
  root.render(
    <StrictMode>
      <LogViewer service={service} height={400} {...props} />
    </StrictMode>,
  );
}

function add(count: number): void {
  server.add(sampleEntries(count, added));
  added += count;
}

const list = () => document.querySelector<HTMLElement>('.tailrace-list')!;
const rows = () => [...document.querySelectorAll<HTMLElement>('[data-entry-id]')];
const seqOf = (row: HTMLElement) => Number(row.dataset['entryId']!.split('-')[1]);
const frame = () => new Promise(requestAnimationFrame);
const until = (condition: () => boolean) => vi.waitUntil(condition, { timeout: 5000, interval: 10 });

/** The numbers of the rows that can be seen whole, from top to bottom. */
function visible(): number[] {
  if (!list()) return [];
  const { top, bottom } = list().getBoundingClientRect();
  return rows()
    .map((row) => ({ seq: seqOf(row), box: row.getBoundingClientRect() }))
    .filter(({ box }) => box.top >= top - 0.5 && box.bottom <= bottom + 0.5)
    .toSorted((a, b) => a.box.top - b.box.top)
    .map(({ seq }) => seq);
}

const expectTail = () => expect.poll(() => visible().at(-1), { timeout: 5000, interval: 10 }).toBe(added);

/** Wheels turn on for some frames. */
async function stillness(): Promise<void> {
  for (let before = -1, still = 0; still < 10; before = list().scrollTop) {
    await frame();
    still = before === list().scrollTop ? still + 1 : 0;
  }
}

async function leaveTail(pixels: number): Promise<void> {
  await userEvent.wheel(list(), { delta: { y: -pixels } });
  await expect.element(page.getByRole('button', { name: /latest|new/i })).toBeVisible();
}

it('keeps the newest entry in view as entries come, few or many, and as old ones go', async () => {
  show(5, { maxEntries: 300 });
  await expectTail();
  for (const count of [1, 3, 200, 50, 400, 1]) {
    add(count);
    await expectTail();
  }
});

it('has the newest rows on screen in the very frame in which they are taken in', async () => {
  show(1000);
  await expectTail();
  for (let round = 0; round < 30; round += 1) {
    add(500);
    await frame();
    const seen = visible();
    expect(seen.length).toBeGreaterThan(10);
    expect(seen.at(-1)).toBe(added);
  }
});

it('lets go of the tail when the user scrolls up, counts what comes, and leads back', async () => {
  show(500);
  await expectTail();
  await leaveTail(240);
  const before = visible();
  add(37);
  await expect.element(page.getByRole('button', { name: /37 new/ })).toBeVisible();
  expect(visible()).toEqual(before);
  await page.getByRole('button', { name: /37 new/ }).click();
  await expectTail();
  add(1);
  await expectTail();
});

it('takes the tail up again when the user scrolls back to the end', async () => {
  show(500);
  await expectTail();
  await leaveTail(240);
  await userEvent.wheel(list(), { delta: { y: 2000 } });
  await until(() => document.querySelector('.tailrace-pill') === null);
  add(20);
  await expectTail();
});

it('goes to the newest match when the filter changes, wherever the reader was', async () => {
  show(900);
  await expectTail();
  await leaveTail(4000);
  await page.getByRole('button', { name: 'Debug' }).click();
  await until(() => new Set(rows().map((row) => row.dataset['level'])).size === 1);
  await until(() => document.querySelector('.tailrace-pill') === null);
  const { scrollTop, scrollHeight, clientHeight } = list();
  expect(scrollTop).toBeGreaterThan(0);
  expect(scrollHeight - clientHeight - scrollTop).toBeLessThan(1);
});

it('does not move what is read by a pixel while older entries are trimmed', async () => {
  show(1000, { maxEntries: 1000 });
  await expectTail();
  await leaveTail(4000);
  await stillness();
  const [first] = visible();
  const topOf = () =>
    rows()
      .find((row) => seqOf(row) === first)
      ?.getBoundingClientRect().top;
  const top = topOf();
  const tops = new Set<number | undefined>();
  for (let round = 0; round < 60; round += 1) {
    add(7);
    await frame();
    tops.add(topOf());
  }
  expect(top).toBeDefined();
  expect([...tops]).toEqual([top]);
});

it('does not let go of the tail by appending, trimming or a change of size', async () => {
  show(300, { maxEntries: 300 });
  await expectTail();
  document.querySelector<HTMLElement>('.tailrace-viewer')!.style.blockSize = '250px';
  add(300);
  await expectTail();
  document.querySelector<HTMLElement>('.tailrace-viewer')!.style.blockSize = '500px';
  await expectTail();
  expect(document.querySelector('.tailrace-pill')).toBeNull();
});

it('shows each entry once after the connection came back', async () => {
  show(10, { height: 600 });
  vi.spyOn(Math, 'random').mockReturnValue(0);
  await expectTail();
  server.drop();
  add(4);
  await expectTail();
  expect(visible()).toEqual(Array.from({ length: 14 }, (_, index) => index + 1));
});

it('shows nothing new while paused, and everything after', async () => {
  show(10, { height: 600 });
  await expectTail();
  await page.getByRole('button', { name: 'Pause' }).click();
  add(3);
  await expect.element(page.getByText('Paused')).toBeVisible();
  expect(visible().at(-1)).toBe(10);
  await page.getByRole('button', { name: 'Resume' }).click();
  await expectTail();
  expect(visible()).toHaveLength(13);
});

it('keeps to the tail of twenty thousand entries that come in a hundred frames', async () => {
  show(0, { maxEntries: 20_000 });
  await until(() => document.querySelector('.tailrace-notice') !== null);
  for (let round = 0; round < 100; round += 1) {
    add(200);
    await frame();
  }
  await expectTail();
  await expect.element(page.getByText('20,000 entries')).toBeVisible();
});

/** Moves the real mouse, in pixels of this window. */
async function mouse(
  type: 'mousePressed' | 'mouseMoved' | 'mouseReleased',
  x: number,
  y: number,
): Promise<void> {
  // The tests' frame may be scaled to fit.
  const { left, top, width } = window.frameElement!.getBoundingClientRect();
  const scale = width / window.innerWidth;
  const button = type === 'mouseMoved' ? 'none' : 'left';
  const buttons = type === 'mouseReleased' ? 0 : 1;
  await cdp().send('Input.dispatchMouseEvent', {
    type,
    x: left + x * scale,
    y: top + y * scale,
    button,
    buttons,
    clickCount: 1,
  });
}

/** What Ctrl-C gives. */
async function copied(): Promise<string> {
  const text = new Promise<string>((resolve) => {
    const onCopy = (event: ClipboardEvent) => resolve(event.clipboardData!.getData('text/plain'));
    document.addEventListener('copy', onCopy, { once: true });
  });
  await userEvent.keyboard('{Control>}c{/Control}');
  return text;
}

it('copies exactly the 213 rows over which the mouse is dragged, while a thousand come each second', async () => {
  show(4000, { maxEntries: 20_000 });
  await expectTail();
  const stream = setInterval(() => add(50), 50);
  onTestFinished(() => clearInterval(stream));
  await leaveTail(9600);
  await stillness();
  const first = visible()[2]!;
  const boxOf = (seq: number) =>
    rows()
      .find((row) => seqOf(row) === seq)
      ?.getBoundingClientRect();
  const before = added;
  const box = boxOf(first)!;
  const x = box.left + 300;
  await mouse('mousePressed', x, box.top + 5);
  await mouse('mouseMoved', x, box.top + 40);
  const { bottom } = list().getBoundingClientRect();
  await mouse('mouseMoved', x, bottom + 60);
  const last = first + 212;
  await until(() => visible().at(-1)! >= last);
  const { top } = list().getBoundingClientRect();
  const rest = async () => {
    await mouse('mouseMoved', x, top + 150);
    await frame();
    await frame();
  };
  await rest();
  // The edge may have carried it beyond, and then back.
  for (let at = boxOf(last); !at || at.top < top + 30 || at.bottom > bottom - 30; at = boxOf(last)) {
    await mouse('mouseMoved', x, at && at.bottom > bottom - 30 ? bottom - 20 : top + 20);
    await rest();
  }
  await mouse('mouseMoved', x, boxOf(last)!.top + 5);
  await mouse('mouseReleased', x, boxOf(last)!.top + 5);
  clearInterval(stream);
  expect(added).toBeGreaterThan(before);
  const lines = (await copied()).split('\n');
  const expected = sampleEntries(added).slice(first - 1, last);
  expect(lines).toHaveLength(213);
  expect(lines).toEqual(
    expected.map(({ timestamp, level, source, message }) =>
      [timestamp, level.toUpperCase(), source, message].join(' '),
    ),
  );
  expect(document.querySelector('.tailrace-details')).toBeNull();
  await expect.element(page.getByText('213 rows selected')).toBeVisible();
});

it('chooses rows by the keyboard, and all of them by Ctrl-A', async () => {
  show(100);
  await expectTail();
  list().focus();
  await userEvent.keyboard('G{Shift>}{ArrowUp}{ArrowUp}{/Shift}');
  const chosen = () =>
    rows()
      .filter((row) => row.getAttribute('aria-selected') === 'true')
      .map(seqOf);
  expect(chosen()).toEqual([98, 99, 100]);
  await userEvent.keyboard('{Control>}a{/Control}');
  expect((await copied()).split('\n')).toHaveLength(100);
});

it('shows hostile text as text', async () => {
  show(1);
  const message = '<img src=x onerror="document.title=1"><b>bold</b>';
  server.add([{ ...sampleEntries(1, 1)[0]!, message, metadata: { [message]: message } }]);
  added = 2;
  await expectTail();
  await userEvent.click(rows().at(-1)!);
  await until(() => document.querySelector('.tailrace-details') !== null);
  expect(document.querySelector('.tailrace-viewer img, .tailrace-viewer b')).toBeNull();
  expect(document.querySelector('.tailrace-tree')!.textContent).toContain('onerror');
});

it('shares one connection among viewers of one address', async () => {
  const tickets = vi.spyOn(globalThis, 'fetch').mockResolvedValue(new Response(null, { status: 403 }));
  root.render(
    <>
      <LogViewer url="/shared" />
      <LogViewer url="/shared" filter="level:error" />
    </>,
  );
  await until(() => document.querySelectorAll('.tailrace-notice').length === 2);
  expect(tickets).toHaveBeenCalledTimes(1);
});
