import {
  createMatcher,
  parseFilter,
  printFilter,
  type LogEntry,
  type LogFilter,
  type LogLine,
} from '@tailrace/protocol';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { anyEntry, arbitraryFilter, WORDS } from '../../../testing/arbitraries.ts';
import { logLine, newSegment } from '../../../testing/entries.ts';
import { temporaryFolder } from '../../../testing/temporaryFolder.ts';
import { entryPages } from '../../query/export/entryPages.ts';
import { linearRegex } from '../../query/linearRegex.ts';
import type { LogStore, ReplayRequest, SortOrder } from '../LogStore.ts';
import { createMemoryStore } from '../memory.ts';
import { openSqliteStore } from './sqlite.ts';

const RUNS = 250;
const FILTERS_PER_RUN = 40;
const MIN_OF_EACH_KIND = 20;
const KINDS = [
  'and',
  'or',
  'not',
  'text',
  'part',
  'regex',
  'level',
  'field:equals',
  'field:startsWith',
  'field:includes',
  'field:matches',
  'field:present',
  'field:compare',
  'field:range',
];

/** Of each kind of filter, how many entries passed and how many did not. */
class KindCounts {
  readonly passed = new Map<string, number>();
  readonly held = new Map<string, number>();

  add(filter: LogFilter, entries: readonly LogEntry[]): void {
    const matches = createMatcher(filter, linearRegex);
    const kind = filter.kind === 'field' ? `field:${filter.test.kind}` : filter.kind;
    const passing = entries.filter(matches).length;
    this.passed.set(kind, (this.passed.get(kind) ?? 0) + passing);
    this.held.set(kind, (this.held.get(kind) ?? 0) + entries.length - passing);
    if (filter.kind === 'not') this.add(filter.filter, entries);
    if (filter.kind === 'and' || filter.kind === 'or') {
      for (const part of filter.filters) this.add(part, entries);
    }
  }
}

describe('the SQLite store and the matcher in memory', () => {
  const memory = createMemoryStore();
  let sqlite: LogStore;

  beforeAll(async () => {
    const onCrash = (crash: Error) => {
      throw crash;
    };
    ({ store: sqlite } = await openSqliteStore({ folder: temporaryFolder(afterAll), onCrash }));
  });
  afterAll(() => sqlite.close());

  async function append(tenant: string, lines: readonly LogLine[], resource?: string, isEscaped = false) {
    const segment = newSegment(lines, { tenant, resource });
    const entries = segment.entries.map((one) =>
      isEscaped ? { ...one, line: escapeLetters(one.line) } : one,
    );
    const after = memory.head;
    await Promise.all([memory.append([{ ...segment, entries }]), sqlite.append([{ ...segment, entries }])]);
    return after;
  }

  /** What a page of the query says, and what one way to read in the order of commits does: they share all but that. */
  async function answers(store: LogStore, tenant: string, asked: LogFilter, after: number, turn: number) {
    const span = { tenant, filter: asked, after, upTo: store.head };
    const order: SortOrder = turn % 3 === 0 ? 'asc' : 'desc';
    const readers = [
      () => replayed(store, span),
      () => counted(store, span),
      () => startOfLast(store, span, 2),
      () => exported(store, span, order),
    ];
    const [page, commits] = await Promise.all([
      store.query({ tenant, filter: asked, order, after: undefined, limit: 100 }),
      readers[turn % readers.length]!(),
    ]);
    return { page: page.entries.map(({ text }) => (JSON.parse(text) as LogEntry).id), commits };
  }

  /** Page by page: how far one page reaches depends on how busy the machine is. */
  async function replayed(store: LogStore, span: ReplayRequest): Promise<number[]> {
    const positions: number[] = [];
    let { after } = span;
    do {
      // Each page begins where the one before it ended.
      // oxlint-disable-next-line no-await-in-loop
      const page = await store.readAfter({ ...span, after });
      positions.push(...page.entries.map(({ position }) => position));
      after = page.to;
    } while (after < span.upTo);
    return positions;
  }

  /** A count of a busy machine ends early. */
  async function counted(store: LogStore, span: ReplayRequest): Promise<number> {
    const { count, to } = await store.count(span);
    return to < span.upTo ? count + (await counted(store, { ...span, after: to })) : count;
  }

  async function startOfLast(store: LogStore, span: ReplayRequest, count: number): Promise<number> {
    const { found, after } = await store.startOfLast(span, count);
    return found < count && after > span.after
      ? startOfLast(store, { ...span, upTo: after }, count - found)
      : after;
  }

  async function exported(store: LogStore, span: ReplayRequest, order: SortOrder): Promise<number[]> {
    const { tenant, filter, upTo } = span;
    const reader: Parameters<typeof entryPages>[0] = {
      query: (query) => store.query({ tenant, ...query }),
      candidates: (request) => store.candidates({ tenant, ...request }),
      entriesAt: (request) => store.entriesAt({ tenant, ...request }),
      signal: new AbortController().signal,
    };
    const positions: number[] = [];
    for await (const entries of entryPages(reader, { filter, order, upTo })) {
      positions.push(...entries.map(({ position }) => position));
    }
    return positions;
  }

  it('give the same answers to any filter over any entries', async () => {
    let run = 0;
    const counts = new KindCounts();
    await fc.assert(
      fc.asyncProperty(
        fc.array(anyEntry, { minLength: 1, maxLength: 12 }),
        fc.array(arbitraryFilter, { minLength: FILTERS_PER_RUN, maxLength: FILTERS_PER_RUN }),
        fc.constantFrom(undefined, '{"app":"shop"}', '{"a":{"b":[1,"42"]}}', String.raw`{"a":"\u0061pi"}`),
        fc.boolean(),
        async (entries, filters, resource, isEscaped) => {
          run += 1;
          const tenant = `run-${run}`;
          const lines = entries.map((one, i) => ({ seq: i + 1, ...one }) as LogLine);
          const after = await append(tenant, lines, resource, isEscaped);
          const all = await memory.readAfter({ tenant, filter: parseFilter(''), after, upTo: memory.head });
          const read = all.entries.map(({ text }) => JSON.parse(text) as LogEntry);
          for (const [turn, asked] of filters.entries()) {
            const expected = await answers(memory, tenant, asked, after, turn);
            const actual = await answers(sqlite, tenant, asked, after, turn);
            expect({ filter: printFilter(asked), ...actual }).toEqual({
              filter: printFilter(asked),
              ...expected,
            });
            if (turn % 2 === 0) counts.add(asked, read);
          }
        },
      ),
      { numRuns: RUNS },
    );
    // Filters that pass everything or nothing would agree about little.
    for (const count of [counts.passed, counts.held]) {
      expect([...count.keys()].toSorted()).toEqual(KINDS.toSorted());
      expect(Math.min(...count.values())).toBeGreaterThan(MIN_OF_EACH_KIND);
    }
  }, 300_000);

  it.each([
    'timed-out',
    '"x y"',
    'été',
    'user_id:42',
    'x_y',
    '-shop',
    'source:api OR level:>=error',
    '*med-o*',
    '*KELVIN*',
    '/timed.out/',
    '/SEA/i',
    'message:*Time*',
    'user_id:/^4+2$/',
    'user_id:[41 TO 42}',
    'user_id:{4 TO 42]',
  ])('agree about %s', async (asked) => {
    const tenant = `example ${asked}`;
    const lines = WORDS.map((message, i) =>
      logLine(i + 1, { message, source: 'api', context: { user_id: i === 0 ? '42' : i === 1 ? '41' : '4' } }),
    );
    const after = await append(tenant, [...lines, logLine(lines.length + 1, { message: 'x y' })]);
    for (const turn of [0, 1, 2]) {
      const expected = await answers(memory, tenant, parseFilter(asked), after, turn);
      expect(expected.page.length).toBeGreaterThan(0);
      expect(await answers(sqlite, tenant, parseFilter(asked), after, turn)).toEqual(expected);
    }
  });
});

/** JSON may write any character of a text by its number. */
function escapeLetters(json: string): string {
  return json.replaceAll(/"(?:[^"\\]|\\.)*"/g, (text) =>
    text.replaceAll(/\\.|[eot]/g, (one) =>
      one.length > 1 ? one : String.raw`\u00${one.charCodeAt(0).toString(16)}`,
    ),
  );
}
