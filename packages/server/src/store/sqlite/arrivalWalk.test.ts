import { parseFilter } from '@tailrace/protocol';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { logLine, newSegment, seqs } from '../../../testing/entries.ts';
import { temporaryFolder } from '../../../testing/temporaryFolder.ts';
import type { LogStore, SortOrder, TimeKey } from '../LogStore.ts';
import { createMemoryStore } from '../memory.ts';
import { arrivalWalk, type Outlook } from './arrivalWalk.ts';
import { openSqliteStore } from './sqlite.ts';

const START = Date.parse('2026-11-20T10:00:00.000Z');
/** Several stretches. */
const ENTRIES = 3000;
const PAGE = 70;

it('gives rows in the order by time, whatever the order in which they come, and whatever is read ahead', () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 0, max: 12 }), { maxLength: 60, size: 'max' }),
      fc.constantFrom<SortOrder[]>('asc', 'desc'),
      fc.infiniteStream(fc.boolean()),
      (times, order, readsAhead) => {
        const rows = times.map((timestamp, i) => ({ timestamp, position: i + 1 }));
        const arrivals = order === 'asc' ? rows : rows.toReversed();
        expect([...arrivalWalk(arrivals, order, new RowOutlook(arrivals, order, readsAhead))]).toEqual(
          rows.toSorted(
            (a, b) => (a.timestamp - b.timestamp || a.position - b.position) * (order === 'asc' ? 1 : -1),
          ),
        );
      },
    ),
  );
});

it('gives a row as soon as nothing before it can come, and gives up when too many wait', () => {
  let read = 0;
  function* newestFirst(count: number) {
    for (let position = count; position > 0; position -= 1) {
      read += 1;
      yield { timestamp: position, position };
    }
  }
  const outlook = (boundBehind: (position: number) => number): Outlook<TimeKey> => {
    return { boundBehind, isReadAhead: () => false, readAhead: () => undefined };
  };
  const walk = arrivalWalk(
    newestFirst(100_000),
    'desc',
    outlook((position) => position),
  );
  for (let i = 0; i < 100; i += 1) walk.next();
  expect(read).toBeLessThan(110);

  read = 0;
  const waiting = arrivalWalk(
    newestFirst(100_000),
    'desc',
    outlook(() => Infinity),
  );
  expect(waiting.next()).toEqual({ value: false, done: true });
  expect(read).toBeLessThan(10_000);
});

/** Knows of each row by itself, and reads ahead any of what lets another wait. */
class RowOutlook implements Outlook<TimeKey> {
  readonly #arrivals: readonly TimeKey[];
  readonly #direction: number;
  readonly #readsAhead: Iterator<boolean>;
  readonly #ahead = new Set<number>();

  constructor(arrivals: readonly TimeKey[], order: SortOrder, readsAhead: Iterator<boolean>) {
    this.#arrivals = arrivals;
    this.#direction = order === 'asc' ? 1 : -1;
    this.#readsAhead = readsAhead;
  }

  boundBehind(position: number): number {
    return (
      this.#direction * Math.min(...this.#behind(position).map((row) => row.timestamp * this.#direction))
    );
  }

  isReadAhead(position: number): boolean {
    return this.#ahead.has(position);
  }

  readAhead(waiting: TimeKey, position: number): TimeKey[] | undefined {
    const isWanted = () => this.#readsAhead.next().value === true;
    if (!isWanted()) return undefined;
    const rows = this.#behind(position).filter(
      ({ timestamp }) => (timestamp - waiting.timestamp) * this.#direction <= 0 && isWanted(),
    );
    for (const row of rows) this.#ahead.add(row.position);
    return rows;
  }

  #behind(position: number): TimeKey[] {
    return this.#arrivals.filter(
      (row) => (row.position - position) * this.#direction > 0 && !this.#ahead.has(row.position),
    );
  }
}

/** In steps that have nothing to do with the order of arrival, or as it usually is, with some that come late. */
const ARRIVALS: Readonly<Record<string, (seq: number) => number>> = {
  'in no order': (seq) => (seq * 7919) % ENTRIES,
  'in order, some late': (seq) => (seq % 37 === 0 ? seq / 3 : seq),
  'the newest first': (seq) => ENTRIES - seq,
  'all at once': () => 0,
};

it.each(Object.keys(ARRIVALS))(
  'pages through what an index finds of entries that came %s',
  async (name) => {
    const onCrash = (crash: Error) => {
      throw crash;
    };
    const { store } = await openSqliteStore({ folder: temporaryFolder(), onCrash });
    const memory = createMemoryStore();
    const lines = seqs(ENTRIES).map((seq) =>
      logLine(seq, {
        timestamp: new Date(START + Math.floor(ARRIVALS[name]!(seq)) * 1000).toISOString(),
        level: seq % 9 === 0 ? 'error' : 'info',
        logger: seq % 2 === 0 ? 'shop.cart.totals' : 'shop',
        context: { user_id: `u${seq % 11}` },
        message: seq % 5 === 0 ? 'carted away' : 'a cart',
      }),
    );
    for (let from = 0; from < ENTRIES; from += 500) {
      const segment = newSegment(lines.slice(from, from + 500));
      // oxlint-disable-next-line no-await-in-loop -- in this order
      await Promise.all([store.append([segment]), memory.append([segment])]);
    }
    const middle = new Date(START + (ENTRIES / 2) * 1000).toISOString();
    for (const asked of [
      'level:error',
      'user_id:u7',
      'user_id:u7 level:>=warning',
      'logger:shop.cart',
      'cart',
      '"carted away" user_id:u3',
      'carted OR away',
      'level:error OR user_id:u2',
      `user_id:u5 timestamp:<${middle}`,
      `level:error timestamp:>=${middle}`,
      'user_id:u77',
    ]) {
      for (const order of ['asc', 'desc'] as const) {
        // oxlint-disable-next-line no-await-in-loop -- one after the other
        expect(await walkPages(store, asked, order), `${asked} ${order}`).toEqual(
          // oxlint-disable-next-line no-await-in-loop
          await walkPages(memory, asked, order),
        );
      }
    }
    await store.close();
  },
  120_000,
);

async function walkPages(store: LogStore, asked: string, order: SortOrder): Promise<number[]> {
  const found: number[] = [];
  let after: TimeKey | undefined;
  for (;;) {
    const query = { tenant: 'main', filter: parseFilter(asked), order, after, limit: PAGE };
    // oxlint-disable-next-line no-await-in-loop -- each page begins where the one before ended
    const page = await store.query(query);
    found.push(...page.entries.map(({ position }) => position));
    if (!page.next) return found;
    after = page.next;
  }
}
