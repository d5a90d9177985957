import {
  allOf,
  anyOf,
  LOG_CATEGORIES,
  LOG_LEVELS,
  LOG_STREAMS,
  LogFilterError,
  MAX_FILTER_LENGTH,
  parseFilter,
  parseLogLevel,
  splitWords,
  type Comparison,
  type LogFilter,
} from '@tailrace/protocol';
import type { Identity } from '../auth/Identity.ts';
import { ProblemError } from '../Problem.ts';

/** Query parameters, each with all its values. */
export type QueryParameters = Readonly<Record<string, readonly string[]>>;

/** What a query asks for. */
export interface QueryFilter {
  readonly filter: LogFilter;
  /** The parameters that were understood, as they were given. */
  readonly applied: Readonly<Record<string, string>>;
}

/** Fields of the context that may be asked for by their bare names. */
const WELL_KNOWN_FIELDS = [
  'request_id',
  'correlation_id',
  'organization_id',
  'user_id',
  'conversation_id',
  'job_run_id',
  'task_run_id',
] as const;

type ParameterReader = (value: string, name: string) => LogFilter;

const READERS: Readonly<Record<string, ParameterReader>> = {
  q: readFilter,
  level: (value, name) => ({ kind: 'level', level: levelOf(value, name) }),
  min_level: (value, name) => ({ kind: 'level', level: levelOf(value, name), comparison: '>=' }),
  source: equals('source'),
  logger: equals('logger'),
  session: equals('session'),
  stream: oneOf('stream', LOG_STREAMS),
  category: oneOf('category', LOG_CATEGORIES),
  search: readSearch,
  start: time('>='),
  end: time('<'),
  ...Object.fromEntries(WELL_KNOWN_FIELDS.map((field) => [field, equals(`context.${field}`)])),
};

/**
 * Reads the parameters that are sugar over the filter language. Several values of one parameter are joined by OR,
 * several parameters by AND. `start` is included, `end` is not.
 *
 * @param others parameters that the route reads itself
 * @param reader what it may read at most is and-ed to what is asked for
 * @throws {ProblemError} `invalid_filter`, or `invalid_parameter` naming it
 */
export function filterFromQuery(
  parameters: QueryParameters,
  others: readonly string[],
  { permission }: Pick<Identity, 'permission'>,
): QueryFilter {
  const filters: LogFilter[] = permission ? [permission] : [];
  const applied: Record<string, string> = {};
  for (const [name, values] of Object.entries(parameters)) {
    if (others.includes(name)) continue;
    const read = readerOf(name);
    const given = values.filter((value) => value !== '');
    if (given.length === 0) continue;
    filters.push(anyOf(given.map((value) => read(value, name))));
    applied[name] = given.join(',');
  }
  return { filter: allOf(filters), applied };
}

function readerOf(name: string): ParameterReader {
  if (Object.hasOwn(READERS, name)) return READERS[name]!;
  if (/^context\.[^\s]{1,128}$/.test(name)) return equals(name);
  throw new ProblemError('invalid_parameter', `There is no parameter ${name.slice(0, 64)}`);
}

function readFilter(text: string): LogFilter {
  try {
    return parseFilter(text);
  } catch (error) {
    if (error instanceof LogFilterError) throw new ProblemError('invalid_filter', error.message);
    throw error;
  }
}

function readSearch(text: string, name: string): LogFilter {
  const words = splitWords(text);
  if (words.length === 0 || text.length > MAX_FILTER_LENGTH) {
    throw invalid(
      name,
      `a text with at least one letter or digit and at most ${MAX_FILTER_LENGTH} characters`,
    );
  }
  return { kind: 'text', words, prefix: true };
}

function equals(field: string): ParameterReader {
  return (value) => ({ kind: 'field', field, test: { kind: 'equals', value } });
}

function oneOf(field: string, values: readonly string[]): ParameterReader {
  return (value, name) => {
    if (!values.includes(value)) throw invalid(name, `one of ${values.join(', ')}`);
    return { kind: 'field', field, test: { kind: 'equals', value } };
  };
}

function time(comparison: Comparison): ParameterReader {
  return (value, name) => {
    const ms = Date.parse(value);
    if (Number.isNaN(ms)) throw invalid(name, 'an ISO 8601 time, such as 2026-11-20T10:30:00Z');
    return { kind: 'field', field: 'timestamp', test: { kind: 'compare', comparison, value: ms } };
  };
}

function levelOf(value: string, name: string) {
  const level = parseLogLevel(value);
  if (!level) throw invalid(name, `one of ${LOG_LEVELS.join(', ')}`);
  return level;
}

function invalid(name: string, allowed: string): ProblemError {
  return new ProblemError('invalid_parameter', `${name} must be ${allowed}`);
}
