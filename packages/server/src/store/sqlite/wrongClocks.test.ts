import { createMatcher, parseFilter, type LogEntry, type LogLevel, type LogLine } from '@tailrace/protocol';
import { describe, expect, it } from 'vitest';
import { logLine, newSegment, seqs } from '../../../testing/entries.ts';
import { temporaryFolder } from '../../../testing/temporaryFolder.ts';
import { linearRegex } from '../../query/linearRegex.ts';
import type { LogStore, SortOrder, TimeKey } from '../LogStore.ts';
import { openSqliteStore } from './sqlite.ts';

const START = Date.parse('2026-11-20T10:00:00.000Z');
/** Of so many stretches that a few of them are far from the others. */
const ENTRIES = 25_000;
const SEGMENT = 1000;
const PAGE = 300;

/** Seconds at which entries happened, by their place among what arrives. */
const CLOCKS: Readonly<Record<string, (place: number) => number>> = {
  'a server whose first entries are newer than all that is sent': (place) =>
    place < 10 ? place + 2 * ENTRIES : place,
  'a client whose clock is ahead now and then': (place) => (place % 5003 < 30 ? place + 3 * ENTRIES : place),
  'a client whose clock is ahead all the time': (place) => (place % 97 === 0 ? place + 3600 : place),
  'clients that send what is old': (place) => (place % 6007 < 40 ? place / 50 : place),
};

function lineAt(place: number, seconds: number): LogLine {
  const level: LogLevel =
    place % 40 === 0 || place % 5003 < 3 ? 'error' : place % 3 === 0 ? 'warning' : 'info';
  return logLine((place % SEGMENT) + 1, {
    timestamp: new Date(START + Math.floor(seconds) * 1000).toISOString(),
    level,
    context: { user_id: `u${place % 211}` },
    message: place % 5 === 0 ? 'carted away' : 'a cart',
  });
}

interface Known extends TimeKey {
  readonly line: LogLine;
}

async function filledStore(clock: (place: number) => number) {
  const onCrash = (crash: Error) => {
    throw crash;
  };
  const { store } = await openSqliteStore({ folder: temporaryFolder(), onCrash });
  const known: Known[] = [];
  const append = async (lines: readonly LogLine[]) => {
    const { positions } = await store.append([newSegment(lines)]);
    for (const [i, line] of lines.entries()) {
      known.push({ line, timestamp: Date.parse(line.timestamp), position: positions[0]![i]! });
    }
  };
  for (let from = 0; from < ENTRIES; from += SEGMENT) {
    // oxlint-disable-next-line no-await-in-loop -- in this order
    await append(seqs(SEGMENT).map((seq) => lineAt(from + seq - 1, clock(from + seq - 1))));
  }
  return { store, known, append };
}

const ASKED = [
  'level:error',
  'level:info',
  'user_id:u7',
  'user_id:u0 level:>=warning',
  'carted user_id:u9',
  'cart* user_id:u10',
  `level:error timestamp:>=${new Date(START + 6_000_000).toISOString()} timestamp:<${new Date(START + 12_000_000).toISOString()}`,
  `user_id:u9 timestamp:<${new Date(START + 14_000_000).toISOString()}`,
];

describe.each(Object.keys(CLOCKS))('among the entries of %s', (name) => {
  it('pages lead through all that is asked for, in order', { timeout: 120_000 }, async () => {
    const { store, known } = await filledStore(CLOCKS[name]!);
    for (const asked of ASKED) {
      for (const order of ['asc', 'desc'] as const) {
        const expected = found(known, asked, order);
        expect(expected.length).toBeGreaterThan(10);
        // oxlint-disable-next-line no-await-in-loop -- one after the other
        expect(await walkPages(store, asked, order), `${asked} ${order}`).toEqual(expected);
      }
    }
    await store.close();
  });

  it('pages have no gap and no repeat while entries arrive', { timeout: 120_000 }, async () => {
    const { store, known, append } = await filledStore(CLOCKS[name]!);
    let place = ENTRIES;
    for (const [asked, order] of [
      ['level:error', 'desc'],
      ['level:info', 'asc'],
      ['user_id:u7', 'desc'],
      ['user_id:u9', 'asc'],
    ] as const) {
      const before = found(known, asked, order);
      // oxlint-disable-next-line no-await-in-loop -- one after the other
      const positions = await walkPages(store, asked, order, async () => {
        // Of before, of now, and of later than anything.
        const times = [place / 3, place, place + 9 * ENTRIES];
        const lines = times.flatMap((time) => seqs(150).map(() => lineAt((place += 1), time)));
        await append(lines.map((line, i) => ({ ...line, seq: i + 1 })));
      });
      const inOrder = found(known, asked, order);
      expect(positions).toEqual(inOrder.filter((position) => positions.includes(position)));
      expect(before.filter((position) => !positions.includes(position))).toEqual([]);
    }
    await store.close();
  });
});

function found(known: readonly Known[], asked: string, order: SortOrder): number[] {
  const matches = createMatcher(parseFilter(asked), linearRegex);
  const direction = order === 'asc' ? 1 : -1;
  return known
    .filter(({ line }) => matches(line as LogEntry))
    .toSorted((a, b) => (a.timestamp - b.timestamp || a.position - b.position) * direction)
    .map(({ position }) => position);
}

async function walkPages(
  store: LogStore,
  asked: string,
  order: SortOrder,
  meanwhile?: () => Promise<void>,
): Promise<number[]> {
  const positions: number[] = [];
  let after: TimeKey | undefined;
  for (let pages = 0; ; pages += 1) {
    const query = { tenant: 'main', filter: parseFilter(asked), order, after, limit: PAGE };
    // oxlint-disable-next-line no-await-in-loop -- each page begins where the one before ended
    const page = await store.query(query);
    positions.push(...page.entries.map(({ position }) => position));
    if (!page.next) return positions;
    after = page.next;
    // oxlint-disable-next-line no-await-in-loop
    if (pages < 12) await meanwhile?.();
  }
}
