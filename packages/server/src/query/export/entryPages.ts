import type { LogFilter } from '@tailrace/protocol';
import type { LogReader } from '../LogReader.ts';
import type { CandidateRun, ReadEntry, SortOrder, TimeKey } from '../../store/LogStore.ts';
import { mergeRuns } from './mergeRuns.ts';

/** UTF-16 code units that are read at a time, and so are in memory. */
export const EXPORT_PAGE_LENGTH = 2 * 1024 * 1024;
/** Candidates that are asked for at a time; more may be too long for a page. */
const PAGE_CANDIDATES = 5000;

type PageReader = Pick<LogReader, 'query' | 'candidates' | 'entriesAt' | 'signal'>;

interface PagesRequest {
  readonly filter: LogFilter;
  readonly order: SortOrder;
  readonly upTo: number;
}

/**
 * All that matches up to a position, by time, at a cost that grows with it. An index of words or of fields does not
 * know times, and each page of a query would ask it for everything again: it is asked once, for the places alone, 16
 * bytes each; entries are read from there.
 */
export async function* entryPages(
  reader: PageReader,
  request: PagesRequest,
): AsyncGenerator<readonly ReadEntry[], void> {
  const runs = await candidateRuns(reader, request);
  if (runs) yield* pagesOfCandidates(reader, request, runs);
  else yield* pagesOfQuery(reader, request);
}

async function candidateRuns(
  reader: PageReader,
  { filter, upTo }: PagesRequest,
): Promise<CandidateRun[] | undefined> {
  const runs: CandidateRun[] = [];
  let after = 0;
  while (after < upTo && !reader.signal.aborted) {
    // oxlint-disable-next-line no-await-in-loop
    const run = await reader.candidates({ filter, after, upTo });
    if (!run) return undefined;
    if (run.positions.length > 0) runs.push(run);
    after = run.to;
  }
  return runs;
}

async function* pagesOfCandidates(
  reader: PageReader,
  { filter, order }: PagesRequest,
  runs: readonly CandidateRun[],
): AsyncGenerator<readonly ReadEntry[], void> {
  const places = mergeRuns(runs, order);
  let positions = places.take(PAGE_CANDIDATES);
  while (positions.length > 0 && !reader.signal.aborted) {
    // oxlint-disable-next-line no-await-in-loop
    const page = await reader.entriesAt({ filter, positions, maxLength: EXPORT_PAGE_LENGTH });
    yield page.entries;
    const rest = positions.subarray(page.taken);
    positions = rest.length > 0 ? rest.slice() : places.take(PAGE_CANDIDATES);
  }
}

/** Each page begins where the one before it ended. */
async function* pagesOfQuery(
  reader: PageReader,
  { filter, order, upTo }: PagesRequest,
): AsyncGenerator<readonly ReadEntry[], void> {
  let after: TimeKey | undefined;
  do {
    const query = { filter, order, after, limit: Infinity, maxLength: EXPORT_PAGE_LENGTH };
    // oxlint-disable-next-line no-await-in-loop
    const page = await reader.query(query);
    yield page.entries.filter(({ position }) => position <= upTo);
    if (page.partial && page.next?.position === after?.position && !reader.signal.aborted) {
      throw new Error('An export came no further within the time that a query has');
    }
    after = page.next;
  } while (after && !reader.signal.aborted);
}
