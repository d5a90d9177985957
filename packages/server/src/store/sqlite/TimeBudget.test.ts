import { EVERYTHING, parseFilter } from '@tailrace/protocol';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { logLine, newSegment, seqs } from '../../../testing/entries.ts';
import { temporaryFolder } from '../../../testing/temporaryFolder.ts';
import { DayReaders } from './DayReaders.ts';
import { EntryCounter } from './EntryCounter.ts';
import { EntryReader } from './EntryReader.ts';
import { openSqliteStore } from './sqlite.ts';
import { TimeBudget } from './TimeBudget.ts';

const ENTRIES = 10_000;
/** More often than the reader asks outside of SQL where no row is found. */
const PATIENCE = 4;

/** What SQL looks for in vain, row by row. */
const IN_VAIN = ['seq:<0', '-stream:stdout'];
/** What is counted in vain row by row, and what the index of keys says at once that nobody has. */
const UNHEARD_OF = ['stream:stderr', 'logger:shop seq:>5'];

describe('a read that finds nothing', () => {
  const folder = temporaryFolder(afterAll);
  let days: DayReaders;
  let counter: EntryCounter;
  let reader: EntryReader;

  beforeAll(async () => {
    const onCrash = (error: Error) => {
      throw error;
    };
    const { store } = await openSqliteStore({ folder, onCrash });
    await store.append([newSegment(seqs(ENTRIES).map((seq) => logLine(seq, { stream: 'stdout' })))]);
    await store.close();
    const budget = new TimeBudget();
    days = new DayReaders(folder, budget);
    counter = new EntryCounter(days, budget);
    reader = new EntryReader(days, budget);
  });
  afterAll(() => days.close());

  /** Goes away while SQL is at work. */
  function leaving(patience = PATIENCE): () => boolean {
    let asked = 0;
    return () => {
      asked += 1;
      return asked > patience;
    };
  }

  const reads = (text: string): [string, (isCancelled?: () => boolean) => boolean][] => {
    const query = { tenant: 'main', filter: parseFilter(text) };
    const page = { ...query, order: 'desc', after: undefined, limit: 10 } as const;
    return [
      ['query', (isCancelled = () => false) => reader.query(page, isCancelled).partial],
      ['stats', (isCancelled) => counter.stats(query, isCancelled).partial],
      ['sources', (isCancelled) => counter.sources(query, isCancelled).partial],
      [
        'histogram',
        (isCancelled) => {
          const histogram = counter.histogram({ ...query, intervalMs: 1000, by: 'level' }, isCancelled);
          return histogram.outcome === 'counted' && histogram.partial;
        },
      ],
      [
        'facets',
        (isCancelled) => counter.facets({ ...query, field: 'stream', limit: 5 }, isCancelled).partial,
      ],
    ];
  };

  const inVain = [
    ...IN_VAIN.flatMap((text) => reads(text).map(([name, read]) => [name, text, read] as const)),
    ...UNHEARD_OF.flatMap((text) => reads(text).map(([name, read]) => [name, text, read] as const)).filter(
      ([name]) => name !== 'query',
    ),
  ];

  it.each(inVain)('%s of %s is ended in the midst of a statement', (_name, _text, read) => {
    expect(read(leaving())).toBe(true);
    expect(read()).toBe(false);
  });

  it('is ended while an index looks up what most entries have', () => {
    const filter = parseFilter('entry OR seq:<0');
    const page = { tenant: 'main', filter, order: 'desc', after: undefined } as const;
    expect(reader.query({ ...page, limit: 1 }, leaving())).toMatchObject({ entries: [], partial: true });
    expect(reader.query({ ...page, limit: 1 }, () => false).entries).toHaveLength(1);
    // What goes on in the order of commits goes on, however late it is.
    reader.query({ ...page, limit: 1 }, () => true);
    expect(reader.count({ ...page, after: 0, upTo: ENTRIES }, () => false).count).toBe(ENTRIES);
  });

  it('is in no transaction any more when it was ended in one', () => {
    const query = { tenant: 'main', filter: EVERYTHING };
    expect(counter.stats(query, leaving(1))).toMatchObject({ total: 0, partial: true });
    expect(days.all().map(({ database }) => database.inTransaction)).toEqual([false]);
    expect(counter.stats(query)).toMatchObject({ total: ENTRIES, partial: false });
  });

  it('looks for what an index knows at once', () => {
    expect(counter.stats({ tenant: 'nobody', filter: parseFilter('stream:stderr') }, leaving()).partial).toBe(
      false,
    );
    for (const text of UNHEARD_OF) {
      const page = { tenant: 'main', filter: parseFilter(text), order: 'desc', after: undefined } as const;
      expect(reader.query({ ...page, limit: 1 }, leaving())).toMatchObject({ entries: [], partial: false });
    }
  });
});
