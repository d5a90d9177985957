import type { SortOrder, TimeKey } from '../LogStore.ts';
import type { Candidate } from './candidates.ts';
import type { DayReader } from './DayReaders.ts';

/** Gives the candidates of one file behind a place. */
export interface DayCandidates {
  inTimeOrder(
    database: DayReader['database'],
    order: SortOrder,
    after: TimeKey | undefined,
  ): Generator<Candidate>;
}

interface Unopened {
  readonly reader: DayReader;
  /** The timestamp at which the file begins, in the direction of the order. */
  readonly edge: number;
}

interface Opened {
  head: Candidate;
  readonly rest: Generator<Candidate>;
}

/**
 * Candidates of many files in one order by time. A day of arrival can hold any time; a file is only opened
 * when the merge comes to where it begins, so that the newest page mostly costs one file.
 */
export function* mergeDays(
  source: DayCandidates,
  readers: readonly DayReader[],
  tenant: string,
  order: SortOrder,
  after: TimeKey | undefined,
): Generator<Candidate> {
  const direction = order === 'asc' ? 1 : -1;
  const unopened = readers
    .flatMap((reader): Unopened[] => {
      const edge = edgeOf(reader, tenant, order);
      return edge === undefined ? [] : [{ reader, edge }];
    })
    .toSorted((a, b) => (b.edge - a.edge) * direction);
  const opened: Opened[] = [];
  try {
    for (;;) {
      let first = firstOf(opened, direction);
      while (unopened.length > 0 && (!first || isDue(unopened.at(-1)!, first, direction))) {
        open(opened, source.inTimeOrder(unopened.pop()!.reader.database, order, after));
        first = firstOf(opened, direction);
      }
      if (!first) return;
      yield first.head;
      advance(opened, first);
    }
  } finally {
    for (const { rest } of opened) rest.return(undefined);
  }
}

function edgeOf({ database }: DayReader, tenant: string, order: SortOrder): number | undefined {
  return database
    .prepare<[string], number>(
      `SELECT timestamp FROM entries WHERE tenant = ? ORDER BY timestamp ${order} LIMIT 1`,
    )
    .pluck()
    .get(tenant);
}

function isDue({ edge }: Unopened, first: Opened, direction: number): boolean {
  return (edge - first.head.entry.timestamp) * direction <= 0;
}

function open(opened: Opened[], rest: Generator<Candidate>): void {
  const { value, done } = rest.next();
  if (!done) opened.push({ head: value, rest });
}

function advance(opened: Opened[], one: Opened): void {
  const { value, done } = one.rest.next();
  if (done) opened.splice(opened.indexOf(one), 1);
  else one.head = value;
}

function firstOf(opened: readonly Opened[], direction: number): Opened | undefined {
  let first: Opened | undefined;
  for (const one of opened) {
    if (!first || isBefore(one.head.entry, first.head.entry, direction)) first = one;
  }
  return first;
}

function isBefore(a: TimeKey, b: TimeKey, direction: number): boolean {
  return (a.timestamp - b.timestamp || a.position - b.position) * direction < 0;
}
