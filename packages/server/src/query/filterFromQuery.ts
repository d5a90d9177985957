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
import { ProblemError } from '../Problem.ts';
import { alternatives, unknownParameter, type QueryParameters } from './parameters.ts';

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

const CONTEXT_PARAMETER = /^context\.[^\s]{1,128}$/;
/** A day, or a time of it; a zone is optional. */
const ISO_TIME = /^\d{4}-\d\d-\d\d(?:(T\d\d:\d\d(?::\d\d(?:[.,]\d{1,9})?)?)(Z|[+-]\d\d:?\d\d)?)?$/i;

type ParameterReader = (value: string, name: string) => LogFilter;

/** A parameter that is short for a part of the filter language. */
export interface FilterParameter {
  /** For the API's description. */
  readonly description: string;
  readonly values?: readonly string[];
  readonly read: ParameterReader;
}

/** By their names; beside them, `context.<key>` for any key. */
export const FILTER_PARAMETERS: Readonly<Record<string, FilterParameter>> = {
  q: { description: 'A filter in the filter language.', read: readFilter },
  level: {
    description: 'Exactly this level; synonyms such as `warn` are understood.',
    read: (value, name) => ({ kind: 'level', level: levelOf(value, name) }),
  },
  min_level: {
    description: 'This level or a more severe one.',
    read: (value, name) => ({ kind: 'level', level: levelOf(value, name), comparison: '>=' }),
  },
  source: { description: 'The component or service that speaks.', read: equals('source') },
  logger: { description: 'This logger and those below it: `shop.cart`.', read: equals('logger') },
  session: { description: 'One logger instance.', read: equals('session') },
  stream: {
    description: 'Where the line came from.',
    values: LOG_STREAMS,
    read: wordOf('stream', LOG_STREAMS),
  },
  category: {
    description: 'Audit or system.',
    values: LOG_CATEGORIES,
    read: wordOf('category', LOG_CATEGORIES),
  },
  search: {
    description: 'Words that follow each other in the message or the error, the last perhaps only begun.',
    read: readSearch,
  },
  start: { description: 'From this time on: ISO 8601, UTC unless it says otherwise.', read: time('>=') },
  end: { description: 'Before this time: ISO 8601, UTC unless it says otherwise.', read: time('<') },
  ...Object.fromEntries(
    WELL_KNOWN_FIELDS.map((field) => [
      field,
      { description: `Short for \`context.${field}\`.`, read: equals(`context.${field}`) },
    ]),
  ),
};

/**
 * Reads the parameters that are sugar over the filter language. Several values of one parameter are joined by OR,
 * several parameters by AND. `start` is included, `end` is not.
 *
 * @param others parameters that the route reads itself
 * @throws {ProblemError} `invalid_filter`, or `invalid_parameter` naming it
 */
export function filterFromQuery(parameters: QueryParameters, others: readonly string[]): QueryFilter {
  const filters: LogFilter[] = [];
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

/** Tells whether a name is one of `filterFromQuery`'s parameters. */
export function isFilterParameter(name: string): boolean {
  return Object.hasOwn(FILTER_PARAMETERS, name) || CONTEXT_PARAMETER.test(name);
}

function readerOf(name: string): ParameterReader {
  if (Object.hasOwn(FILTER_PARAMETERS, name)) return FILTER_PARAMETERS[name]!.read;
  if (CONTEXT_PARAMETER.test(name)) return equals(name);
  throw unknownParameter(name);
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

function wordOf(field: string, values: readonly string[]): ParameterReader {
  return (value, name) => {
    if (!values.includes(value)) throw invalid(name, alternatives(values));
    return { kind: 'field', field, test: { kind: 'equals', value } };
  };
}

function time(comparison: Comparison): ParameterReader {
  return (value, name) => {
    const ms = timeOf(value);
    if (Number.isNaN(ms)) throw invalid(name, 'an ISO 8601 time, such as 2026-11-20T10:30:00Z');
    return { kind: 'field', field: 'timestamp', test: { kind: 'compare', comparison, value: ms } };
  };
}

/** Without a zone it is UTC. A plus that was not encoded arrives as a space. */
function timeOf(value: string): number {
  const text = value.replace(/ (?=\d\d:?\d\d$)/, '+');
  const match = ISO_TIME.exec(text);
  if (!match) return Number.NaN;
  const [, clock, zone] = match;
  return Date.parse(clock !== undefined && zone === undefined ? `${text}Z` : text);
}

/** The filter that passes entries in which a field has a value, as the filter language understands it. */
export function fieldFilter(field: string, value: string): LogFilter {
  return field === 'level' ? FILTER_PARAMETERS['level']!.read(value, field) : equals(field)(value, field);
}

function levelOf(value: string, name: string) {
  const level = parseLogLevel(value);
  if (!level) throw invalid(name, `one of ${LOG_LEVELS.join(', ')}`);
  return level;
}

function invalid(name: string, allowed: string): ProblemError {
  return new ProblemError('invalid_parameter', `${name} must be ${allowed}`);
}
