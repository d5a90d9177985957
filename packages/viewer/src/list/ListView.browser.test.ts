import { afterEach, beforeEach, expect, it } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { ENGLISH } from '../labels.ts';
import { clockOf } from '../time/formatClock.ts';
import { ListView, type ListLook } from './ListView.ts';
import { measureColumns } from './measureColumns.ts';
import { RowHeights } from './RowHeights.ts';
import { MadeUpRows } from './testRows.ts';
import '../viewer.css';

const LOOK: ListLook = {
  rowPx: 20,
  wrap: false,
  labels: ENGLISH,
  pins: new Map(),
  formatTime: clockOf('local'),
};
const HEIGHT = 400;
const TEN_MILLION = 10_000_000;

let viewer: HTMLElement;
let scroller: HTMLElement;
let view: ListView;
let detach = () => {};

beforeEach(async () => {
  // The wheel turns over the middle of the list, which must lie in the window.
  await page.viewport(1100, 700);
  viewer = document.body.appendChild(document.createElement('section'));
  viewer.className = 'tailrace-viewer';
  viewer.dataset['density'] = 'compact';
  viewer.style.blockSize = `${HEIGHT}px`;
  viewer.style.inlineSize = '900px';
});

afterEach(() => {
  detach();
  document.body.replaceChildren();
});

function show(rows: MadeUpRows, follow = false): void {
  scroller = viewer.appendChild(document.createElement('div'));
  scroller.className = 'tailrace-list';
  scroller.setAttribute('role', 'grid');
  scroller.tabIndex = 0;
  const content = scroller.appendChild(document.createElement('div'));
  content.className = 'tailrace-rows';
  view = new ListView({ source: rows, look: LOOK, follow, idPrefix: 'test' });
  detach = view.attach(scroller, content);
}

const frame = () => new Promise(requestAnimationFrame);
const shown = () => [...scroller.querySelectorAll<HTMLElement>('.tailrace-row')];
const seqOf = (row: HTMLElement) => Number(row.dataset['entryId']!.split('-')[1]);
const topOf = (seq: number) =>
  shown()
    .find((row) => seqOf(row) === seq)
    ?.getBoundingClientRect().top;

/** The rows that can be seen whole, from top to bottom. */
function visible(): number[] {
  const { top, bottom } = scroller.getBoundingClientRect();
  return shown()
    .filter((row) => {
      const box = row.getBoundingClientRect();
      return box.top >= top - 0.5 && box.bottom <= bottom + 0.5;
    })
    .map(seqOf);
}

/** Wheels turn on for some frames. */
async function stillness(): Promise<void> {
  for (let before = '', still = 0; still < 12;) {
    await frame();
    const now = `${visible()[0]} ${topOf(visible()[0]!)}`;
    still = now === before ? still + 1 : 0;
    before = now;
  }
}

/** Turns the wheel, and waits until the list has come to rest. */
async function wheel(px: number): Promise<void> {
  const rest = new Promise<void>((resolve) => {
    scroller.addEventListener('scrollend', () => resolve(), { once: true });
    setTimeout(resolve, 2000);
  });
  await userEvent.wheel(scroller, { delta: { y: px } });
  await rest;
  await frame();
}

function setWrap(wrap: boolean): void {
  viewer.toggleAttribute('data-wrap', wrap);
  view.setLook({ ...LOOK, wrap });
}

const expectFilled = () => {
  const rows = visible();
  expect(rows).toEqual(Array.from({ length: rows.length }, (_, at) => rows[0]! + at));
  const { top, bottom } = scroller.getBoundingClientRect();
  const boxes = shown().map((row) => row.getBoundingClientRect());
  expect(Math.min(...boxes.map((box) => box.top))).toBeLessThanOrEqual(top);
  expect(Math.max(...boxes.map((box) => box.bottom))).toBeGreaterThanOrEqual(bottom);
};

it('moves by twelve rows for 240 pixels of the wheel, anywhere in ten million', async () => {
  show(new MadeUpRows(TEN_MILLION));
  for (const index of [0, 4990, 1_677_720, 5_000_000, 9_990_000]) {
    view.reveal(index);
    await stillness();
    const [first] = visible();
    expect(Math.abs(first! - index)).toBeLessThanOrEqual(HEIGHT / 20);
    const top = topOf(first!);
    await wheel(240);
    expect(visible()[0]! - first!).toBe(12);
    expect(topOf(visible()[0]!)).toBe(top);
    expectFilled();
    await wheel(-240);
    expect(visible()[0]).toBe(first);
  }
});

it('reaches the first and the last of ten million rows by the thumb, and what lies between', async () => {
  show(new MadeUpRows(TEN_MILLION));
  expect(scroller.scrollHeight).toBeLessThan(33_554_428);
  scroller.scrollTop = scroller.scrollHeight;
  await stillness();
  expect(visible().at(-1)).toBe(TEN_MILLION - 1);
  for (const share of [0.75, 0.5, 0.25]) {
    scroller.scrollTop = (scroller.scrollHeight - scroller.clientHeight) * share;
    await stillness();
    expect(Math.abs(visible()[0]! / TEN_MILLION - share)).toBeLessThan(0.02);
    expectFilled();
  }
  scroller.scrollTop = 0;
  await stillness();
  expect(visible()[0]).toBe(0);
});

it('scrolls by the wheel from the middle to where the thumb has been put without a jump', async () => {
  show(new MadeUpRows(TEN_MILLION));
  view.reveal(7_000_000);
  await stillness();
  for (let turn = 0; turn < 8; turn += 1) {
    const [first] = visible();
    await wheel(turn % 2 ? -1200 : 2000);
    expect(visible()[0]! - first!).toBe(turn % 2 ? -60 : 100);
    await new Promise((resolve) => setTimeout(resolve, 450));
  }
});

it.each([false, true])('does not move what is read by a pixel, wrapped: %s', async (wrap) => {
  const rows = new MadeUpRows(100_000, (seq) => `${seq} ${'wörd '.repeat(seq % 60)}`, 50_000);
  show(rows);
  setWrap(wrap);
  view.reveal(30_000);
  await wheel(130);
  const first = visible()[0]!;
  const top = topOf(first);
  const tops: (number | undefined)[] = [];
  const look = async () => {
    await frame();
    tops.push(topOf(first));
    expectFilled();
  };
  for (let round = 0; round < 40; round += 1) {
    rows.append(500);
    rows.trim(250);
    await look();
  }
  for (let round = 0; round < 10; round += 1) {
    rows.prepend(1000);
    await look();
  }
  for (let round = 0; round < 6; round += 1) {
    setWrap(!wrap);
    await look();
    setWrap(wrap);
    await look();
  }
  for (const size of [700, 1000, 420, 900]) {
    viewer.style.inlineSize = `${size}px`;
    await look();
    viewer.style.blockSize = `${size / 2}px`;
    await look();
  }
  await new Promise((resolve) => setTimeout(resolve, 500));
  await look();
  expect(top).toBeDefined();
  expect(new Set(tops)).toEqual(new Set([top]));
});

it('keeps to the end while rows come and go, lines are wrapped, and the room changes', async () => {
  const rows = new MadeUpRows(300, (seq) => `${seq} ${'word '.repeat(seq % 60)}`);
  show(rows, true);
  for (let round = 0; round < 20; round += 1) {
    rows.append(1000);
    rows.trim(900);
    setWrap(round % 2 === 0);
    viewer.style.blockSize = `${300 + (round % 3) * 70}px`;
    await frame();
    await frame();
    const last = shown().at(-1)!;
    expect(last.dataset['entryId']).toBe(rows.get(rows.length - 1)!.key);
    expect(
      Math.abs(last.getBoundingClientRect().bottom - scroller.getBoundingClientRect().bottom),
    ).toBeLessThan(1);
    expectFilled();
  }
});

it('scrolls through wrapped rows from the first to the last', async () => {
  const count = 60;
  show(new MadeUpRows(count, (seq) => `${seq} ${'漢字 und Wörter '.repeat(seq % 20)}\nsecond line`));
  setWrap(true);
  await stillness();
  expect(visible()[0]).toBe(0);
  const seen = new Set<number>();
  for (let turn = 0; turn < 100 && !seen.has(count - 1); turn += 1) {
    shown()
      .map(seqOf)
      .forEach((seq) => seen.add(seq));
    await wheel(300);
  }
  expect(seen.size).toBe(count);
  for (let turn = 0; turn < 100 && visible()[0] !== 0; turn += 1) {
    await wheel(-400);
  }
  expect(visible()[0]).toBe(0);
  expect(scroller.scrollTop).toBe(0);
});

it('reckons heights of messages in Latin letters to the pixel before it has seen them', async () => {
  const words = (seq: number) =>
    `${seq} ${'word\n and more of it'.repeat(seq % 40)} ${'longer and shorter words '.repeat(seq % 13)}`;
  const rows = new MadeUpRows(120, words);
  show(rows);
  setWrap(true);
  const columns = measureColumns(scroller);
  const heights = new RowHeights(rows, { rowPx: LOOK.rowPx, wrap: true, columns });
  for (let index = 0; index < rows.length; index += 10) {
    view.reveal(index);
    for (const row of shown()) expect(row.offsetHeight).toBe(heights.estimate(seqOf(row)));
  }
});

it('scrolls on from the row that is read when rows have left since the last frame', () => {
  const rows = new MadeUpRows(10_000);
  show(rows);
  view.reveal(5000);
  const before = visible()[0]!;
  rows.trim(1500);
  view.scrollBy(40);
  expect(visible()[0]).toBe(before + 2);
});

it('comes to the last row of a flood, though it leaves frames out', async () => {
  const rows = new MadeUpRows(10_000);
  show(rows, true);
  let added = 10_000;
  for (let round = 0; round < 30; round += 1) {
    rows.append(1500);
    rows.trim(1500);
    added += 1500;
    await frame();
  }
  await expect.poll(() => visible().at(-1)).toBe(added - 1);
});

it('names the row that is seen at a place, also when others have come there since', async () => {
  const rows = new MadeUpRows(10_000);
  show(rows, true);
  await frame();
  const { top } = scroller.getBoundingClientRect();
  const seen = visible()[0]!;
  const y = topOf(seen)! + 5;
  expect(y).toBeGreaterThan(top);
  rows.append(1500);
  rows.trim(1500);
  expect(view.rowAt(y)?.position).toBe(seen);
});
