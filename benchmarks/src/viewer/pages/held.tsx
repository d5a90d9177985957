import type { LogEntry } from '@tailrace/protocol';
import { LogFeed, LogViewer } from '@tailrace/viewer';
import { LogStreamingService } from '@tailrace/viewer/stream';
import '@tailrace/viewer/viewer.css';
import { createRoot } from 'react-dom/client';
import { LIST_HEIGHT } from './lists/MountedList.ts';
import { afterPaint, entriesOnScreen } from './screen.ts';

/** Entries that are appended at once. */
const BATCH = 5000;
const PLACE = { scroller: '.tailrace-list', row: '[data-entry-id]' };

declare global {
  interface Window {
    /** Puts entries into a buffer that nobody shows yet. */
    hold(count: number): void;
    /** Shows them. Milliseconds until the last one has been painted. */
    paintHeld(): Promise<number>;
    hideHeld(): Promise<void>;
    /** Turns wrapping on or off in the middle of all: milliseconds until painted, and the top row before and after. */
    toggleWrap(): Promise<{ ms: number; before: number; after: number }>;
    /** Number of the first entry that can be seen. */
    topRow(): number;
    /** Puts the scroll bar's thumb somewhere between 0 and 1. */
    moveThumb(share: number): Promise<void>;
  }
}

const root = createRoot(document.querySelector('#root')!);
// Nobody answers: what is shown is in the buffer.
const service = new LogStreamingService(location.origin, {
  createSocket: () => ({ send: () => {}, reconnect: () => {}, close: () => {} }),
});
let feed: LogFeed | undefined;
let held = 0;

window.hold = (count) => {
  feed = new LogFeed({ service, last: 0, maxEntries: count });
  held = count;
  for (let from = 1; from <= count; from += BATCH) {
    feed.buffer.append(makeEntries(from, Math.min(BATCH, count - from + 1)));
  }
};

window.paintHeld = async () => {
  const started = performance.now();
  root.render(
    <LogViewer service={service} feed={feed!} height={LIST_HEIGHT} maxEntries={held} density="compact" />,
  );
  do await afterPaint();
  while (Math.max(0, ...entriesOnScreen(PLACE)) !== held);
  return performance.now() - started;
};

window.hideHeld = async () => {
  root.render(null);
  await afterPaint();
};

window.topRow = () => Math.min(...entriesOnScreen(PLACE));

window.toggleWrap = async () => {
  const button = [...document.querySelectorAll<HTMLElement>('button')].find(
    ({ ariaLabel, textContent }) => ariaLabel === 'Wrap lines' || textContent === 'Wrap lines',
  );
  const before = window.topRow();
  const started = performance.now();
  button!.click();
  await afterPaint();
  const ms = performance.now() - started;
  return { ms, before, after: window.topRow() };
};

window.moveThumb = async (share) => {
  const list = document.querySelector(PLACE.scroller)!;
  list.scrollTop = share * (list.scrollHeight - list.clientHeight);
  for (let frame = 0; frame < 5; frame += 1) await afterPaint();
};

/** Small ones, so that ten million of them fit; every seventh is longer than a line. */
function makeEntries(from: number, count: number): LogEntry[] {
  return Array.from({ length: count }, (_, index) => {
    const seq = from + index;
    const timestamp = new Date(Date.UTC(2026, 10, 20) + seq).toISOString();
    return {
      id: `benchHeldRows001-${seq}`,
      session: 'benchHeldRows001',
      received_at: timestamp,
      cursor: `held.${seq}`,
      seq,
      timestamp,
      level: seq % 50 === 0 ? 'error' : 'info',
      source: 'shop',
      message: `#${seq}# Added to the cart${seq % 7 === 0 ? ' after a long look at its price'.repeat(8) : ''}`,
    };
  });
}
