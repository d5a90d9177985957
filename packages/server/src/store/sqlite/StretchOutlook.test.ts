import Database from 'better-sqlite3';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { SortOrder, TimeKey } from '../LogStore.ts';
import { arrivalWalk } from './arrivalWalk.ts';
import { StretchOutlook } from './StretchOutlook.ts';
import { STRETCH_POSITIONS, STRETCHES_SCHEMA, StretchWriter } from './stretches.ts';
import { StretchTimes } from './StretchTimes.ts';
import { ALL_TIMES, type TimeRange } from './timeRange.ts';

const STRETCHES = 150;
const POSITIONS = STRETCHES * STRETCH_POSITIONS;
const AHEAD = POSITIONS;
const MAX_QUESTIONS = 32;

/** The time of what arrives, by its place among what arrives. */
type Arrival = (place: number) => number;

/** As they come from clients: in order; out of it for some, once or all the time; or at any time. */
const ARRIVALS: Readonly<Record<string, Arrival>> = {
  'in order': (place) => place,
  'in order, after some of the future': (place) => (place < 20 ? place + AHEAD : place),
  'from a client whose clock is ahead, all the time': (place) => (place % 100 === 0 ? place + 9000 : place),
  'from a client whose clock is ahead, now and then': (place) => (place % 7001 < 40 ? place + AHEAD : place),
  'from a client that was offline, now and then': (place) => (place % 9001 < 700 ? place / 9 : place),
  'with a few of long ago just now': (place) => (place > POSITIONS - 20 ? place / 99 : place),
  'mixed by many senders': (place) => place + ((place * 7919) % 9000),
  'at any time': (place) => (place * 7919) % POSITIONS,
  'at one time': () => 5,
  'the newest first': (place) => POSITIONS - place,
};

interface Walked {
  readonly given: readonly TimeKey[];
  readonly isWhole: boolean;
  /** Rows that were read until the first hundred were given. */
  readonly readForPage: number;
  /** Times at which the index was asked out of turn. */
  readonly readsAhead: number;
}

/** A file with stretches in which every so manieth entry is found. */
class StretchFile {
  readonly #database = new Database(':memory:');
  readonly #writer: StretchWriter;
  readonly #first: number;
  readonly #rows: TimeKey[] = [];

  constructor(first: number) {
    this.#first = first;
    this.#database.exec(STRETCHES_SCHEMA);
    this.#writer = new StretchWriter(this.#database);
  }

  add(from: number, to: number, timeAt: Arrival, isFound: (place: number) => boolean): void {
    for (let place = from; place < to; place += 1) {
      const row = { timestamp: Math.floor(timeAt(place)), position: this.#first + place };
      this.#writer.count(row.position, row.timestamp);
      if (isFound(place)) this.#rows.push(row);
    }
    this.#writer.flush();
  }

  walk(order: SortOrder, range: TimeRange, maxQuestions = MAX_QUESTIONS): Walked {
    const [direction, { from, to }] = [order === 'asc' ? 1 : -1, range];
    let [read, readsAhead, readForPage] = [0, 0, Infinity];
    const find = ({ low, high }: { low: number; high: number }) =>
      this.#rows.filter(
        ({ timestamp, position }) =>
          position >= low && position <= high && timestamp >= from && timestamp < to,
      );
    const asked = { order, range, maxQuestions };
    const outlook = new StretchOutlook(StretchTimes.of(this.#database), asked, (stretch) => {
      readsAhead += 1;
      const rows = find(stretch);
      read += rows.length;
      return rows;
    });
    function* arrivals() {
      for (const one of outlook.ranges) {
        for (const row of find(one).toSorted((a, b) => (a.position - b.position) * direction)) {
          read += 1;
          yield row;
        }
      }
    }
    const given: TimeKey[] = [];
    const walk = arrivalWalk(arrivals(), order, outlook);
    let step = walk.next();
    for (; !step.done; step = walk.next()) {
      if (given.push(step.value) === 100) readForPage = read;
    }
    return { given, isWhole: step.value, readForPage, readsAhead };
  }

  sorted(order: SortOrder, { from, to }: TimeRange): TimeKey[] {
    const direction = order === 'asc' ? 1 : -1;
    return this.#rows
      .filter(({ timestamp }) => timestamp >= from && timestamp < to)
      .toSorted((a, b) => (a.timestamp - b.timestamp || a.position - b.position) * direction);
  }
}

it('brings what is known of the last stretch up to date, too', () => {
  const database = new Database(':memory:');
  database.exec(STRETCHES_SCHEMA);
  const writer = new StretchWriter(database);
  const latest = [7, 9].map((time, i) => {
    writer.count(STRETCH_POSITIONS + i, time);
    writer.flush();
    return StretchTimes.of(database).lastOf(0);
  });
  expect(latest).toEqual([7, 9]);
});

describe('a walk by what is known of stretches', () => {
  const file = fc.record({
    first: fc.integer({ min: 1, max: 5000 }),
    arrival: fc.constantFrom(...Object.keys(ARRIVALS)),
    every: fc.constantFrom(1, 7, 50, 400, 3000),
    order: fc.constantFrom<SortOrder[]>('asc', 'desc'),
    range: fc.option(
      fc.tuple(fc.integer({ min: 0, max: POSITIONS }), fc.integer({ min: 0, max: POSITIONS })),
      { nil: undefined },
    ),
    grows: fc.boolean(),
    maxQuestions: fc.constantFrom(1, 3, MAX_QUESTIONS),
  });

  it(
    'gives all in the order by time, or from the first up to where it gives up',
    { timeout: 120_000 },
    () => {
      const ends = new Map<boolean, number>();
      const readsAhead = new Map<string, number>();
      fc.assert(
        fc.property(file, ({ first, arrival, every, order, range, grows, maxQuestions }) => {
          const store = new StretchFile(first);
          const isFound = (place: number) => place % every === 0 || place % 7001 < 2;
          const asked = range ? { from: Math.min(...range), to: Math.max(...range) } : ALL_TIMES;
          const middle = grows ? Math.floor(POSITIONS / 3) + 100 : 0;
          store.add(0, middle, ARRIVALS[arrival]!, isFound);
          // What a connection knows of a file is brought up to date with each question.
          store.walk(order, asked);
          store.add(middle, POSITIONS, ARRIVALS[arrival]!, isFound);
          const walked = store.walk(order, asked, maxQuestions);
          const expected = store.sorted(order, asked);
          expect(walked.given).toEqual(walked.isWhole ? expected : expected.slice(0, walked.given.length));
          expect(walked.readsAhead).toBeLessThanOrEqual(maxQuestions);
          ends.set(walked.isWhole, (ends.get(walked.isWhole) ?? 0) + 1);
          readsAhead.set(arrival, Math.max(readsAhead.get(arrival) ?? 0, walked.readsAhead));
        }),
        { numRuns: 200 },
      );
      expect(ends.size).toBe(2);
      expect([...readsAhead.values()].filter((reads) => reads > 0).length).toBeGreaterThan(2);
    },
  );

  it.each([
    ['in order', 'desc'],
    ['in order, after some of the future', 'desc'],
    ['from a client whose clock is ahead, now and then', 'desc'],
    ['from a client that was offline, now and then', 'desc'],
    ['from a client that was offline, now and then', 'asc'],
    ['with a few of long ago just now', 'asc'],
  ] as const)('finds a page among those that came %s, %s, by reading little more', (arrival, order) => {
    const store = new StretchFile(1);
    store.add(0, POSITIONS, ARRIVALS[arrival]!, (place) => place % 50 === 0);
    const { readForPage } = store.walk(order, ALL_TIMES);
    expect(readForPage).toBeLessThan(1000);
  });

  it('leaves out what lies outside of a range, however far it reaches by a few', () => {
    const store = new StretchFile(1);
    const at = ARRIVALS['with a few of long ago just now']!;
    store.add(0, POSITIONS, at, (place) => place % 50 === 0);
    const asked = { from: -Infinity, to: 20_000 };
    expect(store.walk('desc', asked).readForPage).toBeLessThan(1000);
  });
});
