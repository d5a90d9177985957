import {
  allOf,
  anyOf,
  LOG_LEVELS,
  type LogAnalysis,
  type LogEntry,
  type LogFilter,
} from '@tailrace/protocol';
import type { LogStats, SourceCount } from '../store/LogCounts.ts';
import { errorPatterns } from './errorPatterns.ts';
import type { AnalysisReader, AnalysisRequest, LogAnalyzer } from './LogAnalyzer.ts';
import { sampleOf } from './sampleOf.ts';

/** Errors that are looked at, the newest. */
const MAX_ERRORS = 1000;
/** Other entries that a sample is made from, the newest. */
const MAX_OTHERS = 200;
/** UTF-16 code units of the entries of one of these, so that large ones do not fill the memory. */
const MAX_READ_LENGTH = 4 * 1024 * 1024;
const MAX_SOURCES = 20;
const WARNINGS: LogFilter = { kind: 'level', level: 'warning' };
const ERRORS: LogFilter = { kind: 'level', level: 'error', comparison: '>=' };

/** Counts, groups and samples what the store has, without any model. */
export function createSummaryAnalyzer(now: () => number = Date.now): LogAnalyzer {
  return {
    name: 'summary',
    async analyze(request, reader): Promise<LogAnalysis> {
      const to = now();
      const from = to - request.time_range * 1000;
      const filter = filterOf(request, from, to);
      const newest = (only: LogFilter[], limit: number) => newestOf(reader, allOf([filter, ...only]), limit);
      const [stats, sources, errors, warnings, others] = await Promise.all([
        reader.stats({ filter }),
        reader.sources({ filter }),
        newest([ERRORS], MAX_ERRORS),
        newest([WARNINGS], MAX_OTHERS),
        newest([], MAX_OTHERS),
      ]);
      const patterns = errorPatterns(errors.entries);
      const sample = sampleOf(
        distinct([...errors.entries.slice(0, MAX_OTHERS), ...warnings.entries, ...others.entries]),
      );
      const rate = (stats.total / request.time_range) * 60;
      return {
        analyzer: 'summary',
        summary: sentences(stats, sources.sources, patterns[0]?.message),
        from: new Date(from).toISOString(),
        to: new Date(to).toISOString(),
        total: stats.total,
        rate_per_minute: Math.round(rate * 100) / 100,
        levels: stats.levels,
        sources: sources.sources
          .slice(0, MAX_SOURCES)
          .map(({ source, count, errors: errorCount, warnings: warningCount }) => {
            return { source, count, errors: errorCount, warnings: warningCount };
          }),
        ...(stats.first !== undefined && { first: new Date(stats.first).toISOString() }),
        ...(stats.last !== undefined && { last: new Date(stats.last).toISOString() }),
        top_errors: patterns,
        sample: sample.entries,
        sample_tokens: sample.tokens,
        partial: [stats, sources, errors, warnings, others].some(({ partial }) => partial),
      };
    },
  };
}

function filterOf({ service, level }: AnalysisRequest, from: number, to: number): LogFilter {
  const time = { kind: 'range', from: { value: from }, to: { value: to } } as const;
  const filters: LogFilter[] = [{ kind: 'field', field: 'timestamp', test: time }];
  if (level) filters.push({ kind: 'level', level });
  if (typeof service === 'string') {
    const test = { kind: 'equals', value: service } as const;
    filters.push(
      anyOf([
        { kind: 'field', field: 'source', test },
        { kind: 'field', field: 'resource.app', test },
      ]),
    );
  }
  return allOf(filters);
}

async function newestOf(reader: AnalysisReader, filter: LogFilter, limit: number) {
  const query = { filter, order: 'desc', after: undefined, limit, maxLength: MAX_READ_LENGTH } as const;
  const { entries, partial } = await reader.query(query);
  return { entries: entries.map(({ text }) => JSON.parse(text) as LogEntry), partial };
}

function distinct(entries: readonly LogEntry[]): LogEntry[] {
  return [...new Map(entries.map((entry) => [entry.id, entry])).values()];
}

function sentences(stats: LogStats, [loudest]: readonly SourceCount[], topError: string | undefined): string {
  if (stats.total === 0) return 'Nothing was logged.';
  const levels = LOG_LEVELS.filter((level) => stats.levels[level] > 0).toReversed();
  const counts = levels.map((level) => `${stats.levels[level]} ${level}`).join(', ');
  const parts = [`${stats.total} entries of ${stats.sources} sources: ${counts}.`];
  if (loudest) parts.push(`Most came from ${loudest.source} (${loudest.count}).`);
  if (topError !== undefined) parts.push(`The most frequent error: ${topError}`);
  return parts.join(' ');
}
