import type { LogEntry } from '@tailrace/protocol';
import { LogBuffer, LogCounts, LogSearch, LogView, type SearchQuery } from '@tailrace/viewer/stream';

/** Entries of one frame: what comes in 30 ms of a flood. */
const BATCH = 1500;
const SESSIONS = ['benchBuffer00001', 'benchBuffer00002', 'benchBuffer00003'];
const LEVELS = ['debug', 'info', 'info', 'info', 'warning', 'error'] as const;
const SOURCES = ['checkout', 'api', 'web', 'worker'];

declare global {
  interface Window {
    /** Fills a buffer from JSON; milliseconds of parsing, of that and appending, and what the text is long. */
    fillBuffer(count: number): { parseMs: number; allMs: number; characters: number };
    buffer: LogBuffer | undefined;
    /** Milliseconds until the first hit and until all; then for one more batch. */
    searchBuffer(query: SearchQuery): Promise<SearchTimes>;
    /** Milliseconds of the first counts, and of those after one more batch. */
    countBuffer(): { firstMs: number; nextMs: number };
    /** Milliseconds until a filter has seen all. */
    filterBuffer(filter: string): Promise<{ rows: number; ms: number }>;
  }
}

export interface SearchTimes {
  readonly count: number;
  readonly firstMs: number;
  readonly allMs: number;
  readonly batchMs: number;
}

/** An entry of the common kind: some context, some metadata. */
function makeEntry(seq: number): LogEntry {
  const time = new Date(Date.UTC(2026, 10, 20) + seq * 0.02).toISOString();
  const session = SESSIONS[seq % SESSIONS.length]!;
  const own = Math.ceil((seq + 1) / SESSIONS.length);
  return {
    id: `${session}-${own}`,
    session,
    seq: own,
    timestamp: time,
    received_at: time,
    cursor: `bench.${seq + 1}`,
    level: LEVELS[seq % LEVELS.length]!,
    source: SOURCES[seq % SOURCES.length]!,
    logger: `shop.part${seq % 40}`,
    message: `Request ${seq} to /api/products/${seq % 997} answered after ${seq % 311} ms`,
    context: { request_id: `req-${seq.toString(36)}`, user_id: `u-${seq % 5000}` },
    metadata: { path: '/api/products', status: 200, attempt: seq % 3, bytes: (seq * 7919) % 100_000 },
  };
}

function makeBatch(from: number, count: number): string {
  return JSON.stringify(Array.from({ length: count }, (_, index) => makeEntry(from + index)));
}

window.fillBuffer = (count) => {
  window.buffer = new LogBuffer({ capacity: count });
  let [parseMs, allMs, characters] = [0, 0, 0];
  for (let from = 0; from < count; from += BATCH) {
    const text = makeBatch(from, Math.min(BATCH, count - from));
    characters += text.length;
    const start = performance.now();
    const entries = JSON.parse(text) as LogEntry[];
    const parsed = performance.now();
    window.buffer.append(entries);
    allMs += performance.now() - start;
    parseMs += parsed - start;
  }
  return { parseMs, allMs, characters };
};

let appended = 10_000_000;

function appendBatch(): number {
  const batch = JSON.parse(makeBatch((appended += BATCH), BATCH)) as LogEntry[];
  const start = performance.now();
  window.buffer!.append(batch);
  return performance.now() - start;
}

window.searchBuffer = async (query) => {
  const search = new LogSearch(window.buffer!);
  let firstMs = Number.NaN;
  const start = performance.now();
  const allMs = await new Promise<number>((resolve) => {
    search.subscribe(() => {
      if (Number.isNaN(firstMs) && search.count > 0) firstMs = performance.now() - start;
      if (search.state === 'complete' || search.state === 'failed') resolve(performance.now() - start);
    });
    search.find(query);
  });
  const { count } = search;
  const batchMs = appendBatch();
  search.close();
  return { count, firstMs, allMs, batchMs };
};

window.countBuffer = () => {
  const counts = new LogCounts(window.buffer!);
  const measure = () => {
    const start = performance.now();
    for (const field of ['level', 'source', 'logger']) counts.values(field);
    counts.histogram();
    return performance.now() - start;
  };
  const firstMs = measure();
  const nextMs = appendBatch() + measure();
  counts.close();
  return { firstMs, nextMs };
};

window.filterBuffer = async (filter) => {
  const start = performance.now();
  const view = new LogView(window.buffer!, { filter });
  while (view.remaining > 0) await new Promise((resolve) => view.subscribe(() => resolve(undefined)));
  const result = { rows: view.length, ms: performance.now() - start };
  view.close();
  return result;
};
