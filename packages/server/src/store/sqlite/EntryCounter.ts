import { fieldValues, QUERY_BUDGET_MS } from '@tailrace/protocol';
import type {
  CountQuery,
  FacetQuery,
  HistogramQuery,
  LogFacets,
  LogHistogram,
  LogSources,
  LogStats,
} from '../LogCounts.ts';
import { FacetsTally } from '../tally/FacetsTally.ts';
import { HistogramTally } from '../tally/HistogramTally.ts';
import { SourcesTally } from '../tally/SourcesTally.ts';
import { StatsTally } from '../tally/StatsTally.ts';
import { CellReader } from './CellReader.ts';
import type { DayReaders } from './DayReaders.ts';
import { FieldReader } from './FieldReader.ts';
import { ROLLUP_SPANS } from './rollups.ts';
import { TimeIsUp, type TimeBudget } from './TimeBudget.ts';

type IsCancelled = () => boolean;

/** Columns of the fields by which rollups are told apart. */
const ROLLUP_COLUMNS = { level: 'severity', category: 'category', source: 'source' } as const;

/**
 * Counts entries of all days, within the time that a query has. Newest days first, since a partial answer is worth
 * most when it has the newest.
 */
export class EntryCounter {
  readonly #budget: TimeBudget;
  readonly #cells: CellReader;
  readonly #fields: FieldReader;

  /** @param spans of the rollups to use, largest first; none, to count entry by entry */
  constructor(days: DayReaders, budget: TimeBudget, spans: readonly number[] = ROLLUP_SPANS) {
    this.#budget = budget;
    this.#cells = new CellReader(days, budget, spans);
    this.#fields = new FieldReader(days, budget);
  }

  stats(query: CountQuery, isCancelled?: IsCancelled): LogStats {
    const tally = new StatsTally();
    const partial = this.#inTime(isCancelled, () => {
      const cells = this.#cells.read(query, { kinds: ['severity', 'category', 'source'] });
      for (const cell of cells) tally.add(cell);
    });
    return tally.result(partial);
  }

  sources(query: CountQuery, isCancelled?: IsCancelled): LogSources {
    const tally = new SourcesTally();
    const partial = this.#inTime(isCancelled, () => {
      for (const cell of this.#cells.read(query, { kinds: ['severity', 'source'] })) tally.add(cell);
    });
    return tally.result(partial);
  }

  histogram(query: HistogramQuery, isCancelled?: IsCancelled): LogHistogram {
    const tally = new HistogramTally(query);
    const groups = { kinds: [ROLLUP_COLUMNS[query.by]], bucketMs: query.intervalMs };
    const partial = this.#inTime(isCancelled, () => {
      for (const cell of this.#cells.read(query, groups)) {
        tally.add(cell);
        if (tally.isFull) return;
      }
    });
    return tally.result(partial);
  }

  facets({ field, limit, ...query }: FacetQuery, isCancelled?: IsCancelled): LogFacets {
    const tally = new FacetsTally(limit);
    const partial = this.#inTime(isCancelled, () => {
      if (field === 'level' || field === 'category' || field === 'source') {
        const cells = this.#cells.read(query, { kinds: [ROLLUP_COLUMNS[field]] });
        for (const cell of cells) tally.add(cell[field], cell.count);
      } else {
        for (const entry of this.#fields.read(field, query)) {
          tally.addValues(fieldValues(entry, field));
        }
      }
    });
    return tally.result(partial);
  }

  /** @returns whether the time was up before the work was done */
  #inTime(isCancelled: IsCancelled | undefined, work: () => void): boolean {
    this.#budget.start(QUERY_BUDGET_MS, isCancelled);
    try {
      work();
      return false;
    } catch (error) {
      if (error instanceof TimeIsUp) return true;
      throw error;
    }
  }
}
