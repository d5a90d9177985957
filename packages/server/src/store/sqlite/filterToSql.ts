import {
  isEntryField,
  KEYED_PARTS,
  parseEntryId,
  SEVERITY_NUMBERS,
  TIME_FIELDS,
  type FieldTest,
  type LogFilter,
} from '@tailrace/protocol';
import { keyTerm } from './indexTerms.ts';
import {
  literalOf,
  literalOfRegex,
  textWithLiteral,
  valueWithLiteral,
  type SqlCondition,
} from './literals.ts';
import { ASK_IN_INDEX } from './TimeBudget.ts';

/** A filter as SQL: true of every entry that the filter passes. */
export interface SqlFilter extends SqlCondition {
  /** Whether it is true of no other entry either; if not, candidates are put to the protocol's matcher. */
  readonly exact: boolean;
}

const ALL: SqlFilter = { where: '1', parameters: [], exact: true };
const NONE: SqlFilter = { where: '0', parameters: [], exact: true };
/** What the indexes cannot narrow down. */
const UNKNOWN: SqlFilter = { where: '1', parameters: [], exact: false };

const TEXT_COLUMNS: ReadonlySet<string> = new Set(['session', 'source', 'category', 'logger', 'stream']);

/** A stretch of the commit order: after one position, up to and including another. */
export interface PositionSpan {
  readonly after: number;
  readonly upTo: number;
}

/** What the indexes of words and keys are asked for: all that they have, a span of it, or nothing. */
export type IndexUse = 'all' | 'none' | PositionSpan;

/**
 * Whether all that matches is gathered before the first row in order of time is known: what an index of words or keys
 * has, and several levels or sources, which their indexes have one after the other.
 */
export function gathersAll({ where }: SqlCondition): boolean {
  return where.includes(ASK_IN_INDEX) || / OR |severity [<>]/.test(where);
}

/**
 * Compiles a filter. Conditions are never NULL, so that NOT means the same as in memory.
 *
 * @param use `none` for entries that were found by the indexes already
 */
export function filterToSql(filter: LogFilter, use: IndexUse = 'all'): SqlFilter {
  const compile = (part: LogFilter) => filterToSql(part, use);
  switch (filter.kind) {
    case 'and':
      return filter.filters.length === 0 ? ALL : joined(filter.filters.map(compile), ' AND ');
    case 'or':
      return joined(filter.filters.map(compile), ' OR ');
    case 'not': {
      const inner = compile(filter.filter);
      return inner.exact ? { ...inner, where: `NOT ${inner.where}` } : UNKNOWN;
    }
    case 'text':
      return use === 'none' ? UNKNOWN : textToSql(filter.words, filter.prefix, use);
    case 'part':
      return candidates(textWithLiteral(literalOf(filter.part, 'anyCase')));
    case 'regex':
      return candidates(textWithLiteral(literalOfRegex(filter.regex)));
    case 'level':
      return exactly(`severity ${filter.comparison ?? '='} ?`, SEVERITY_NUMBERS[filter.level]);
    case 'field':
      return fieldToSql(filter.field, filter.test, use);
  }
}

function exactly(condition: string, ...parameters: (string | number)[]): SqlFilter {
  return { where: `(${condition})`, parameters, exact: true };
}

function candidates(condition: SqlCondition | undefined): SqlFilter {
  return condition ? { ...condition, exact: false } : UNKNOWN;
}

function joined(filters: readonly SqlFilter[], operator: string): SqlFilter {
  return {
    where: `(${filters.map(({ where }) => where).join(operator)})`,
    parameters: filters.flatMap(({ parameters }) => parameters),
    exact: filters.every(({ exact }) => exact),
  };
}

/** The index knows which words an entry has, and not their order. */
function textToSql(words: readonly string[], prefix: boolean, use: 'all' | PositionSpan): SqlFilter {
  return {
    where: `(position IN (SELECT rowid FROM words WHERE words MATCH ? AND ${ASK_IN_INDEX}${within(use)}))`,
    parameters: [wordMatch(words, prefix)],
    exact: words.length === 1,
  };
}

/** What the word index is asked: all of the words, wherever they stand. */
export function wordMatch(words: readonly string[], prefix: boolean): string {
  const terms = words.map((word) => `"${word}"`).join(' AND ');
  return prefix ? `${terms}*` : terms;
}

function fieldToSql(field: string, test: FieldTest, use: IndexUse): SqlFilter {
  if ('value' in test && typeof test.value === 'string' && !test.value.isWellFormed()) return UNKNOWN;
  if (TEXT_COLUMNS.has(field)) return textColumnToSql(field, test);
  if (field === 'seq') return seqToSql(test);
  if (TIME_FIELDS.has(field)) return timeToSql(field, test);
  if (field === 'id') return idToSql(test);
  // Its text need not be in the line that is stored.
  if (field === 'level') return test.kind === 'present' ? ALL : UNKNOWN;
  return use === 'none' ? valueToSql(test) : keyToSql(field, test, use);
}

function textColumnToSql(column: string, test: FieldTest): SqlFilter {
  switch (test.kind) {
    case 'equals':
      if (column !== 'logger') return exactly(`${column} IS ?`, test.value);
      // "/" is the character after ".": the range holds what begins with "value.".
      return exactly(
        'logger IS ? OR ifnull(logger >= ? AND logger < ?, 0)',
        test.value,
        `${test.value}.`,
        `${test.value}/`,
      );
    case 'startsWith':
      return exactly(`ifnull(substr(${column}, 1, ?) = ?, 0)`, codePoints(test.value), test.value);
    case 'includes':
      return exactly(`ifnull(instr(${column}, ?) > 0, 0)`, test.value);
    case 'present':
      return exactly(`${column} IS NOT NULL`);
    case 'matches':
    case 'compare':
    case 'range':
      return UNKNOWN;
  }
}

function seqToSql(test: FieldTest): SqlFilter {
  switch (test.kind) {
    case 'equals':
      return String(Number(test.value)) === test.value ? exactly('seq = ?', Number(test.value)) : NONE;
    case 'present':
      return ALL;
    default:
      return test.kind === 'compare' || test.kind === 'range' ? compared('seq', test) : UNKNOWN;
  }
}

function timeToSql(column: string, test: FieldTest): SqlFilter {
  if (test.kind === 'compare' || test.kind === 'range') return compared(column, test);
  return test.kind === 'present' ? ALL : UNKNOWN;
}

function compared(column: string, test: Extract<FieldTest, { kind: 'compare' | 'range' }>): SqlFilter {
  if (test.kind === 'compare') return exactly(`${column} ${test.comparison} ?`, test.value);
  const { from, to } = test;
  return exactly(
    `${column} ${from.excluded ? '>' : '>='} ? AND ${column} ${to.excluded ? '<' : '<='} ?`,
    from.value,
    to.value,
  );
}

function idToSql(test: FieldTest): SqlFilter {
  if (test.kind === 'present') return ALL;
  if (test.kind !== 'equals') return UNKNOWN;
  const id = parseEntryId(test.value);
  return id ? exactly('session = ? AND seq = ?', id.session, id.seq) : NONE;
}

/** Any other field, by its term in the key index and by what its line must hold. */
function keyToSql(field: string, test: FieldTest, use: 'all' | PositionSpan): SqlFilter {
  const known = [indexToSql(field, test, use), valueToSql(test)].filter((filter) => filter !== UNKNOWN);
  return known.length === 0 ? UNKNOWN : joined(known, ' AND ');
}

function valueToSql(test: FieldTest): SqlFilter {
  if (test.kind === 'includes') return candidates(valueWithLiteral(literalOf(test.value, 'sameCase')));
  return test.kind === 'matches' ? candidates(valueWithLiteral(literalOfRegex(test.regex))) : UNKNOWN;
}

/** Folded and cut terms are told apart by the matcher. */
function indexToSql(field: string, test: FieldTest, use: 'all' | PositionSpan): SqlFilter {
  const term = keyMatch(field, test);
  if (term === undefined) return UNKNOWN;
  return {
    where: `(position IN (SELECT rowid FROM keys WHERE keys MATCH ? AND ${ASK_IN_INDEX}${within(use)}))`,
    parameters: [term],
    exact: false,
  };
}

/** What the key index is asked for a field, if it has it. */
export function keyMatch(field: string, test: FieldTest): string | undefined {
  const path = indexedPath(field);
  if (path === undefined) return undefined;
  const isWhole = test.kind === 'equals';
  const term = keyTerm(path, isWhole || test.kind === 'startsWith' ? test.value : '');
  return isWhole ? `"${term}"` : `"${term}"*`;
}

function within(use: 'all' | PositionSpan): string {
  return use === 'all' ? '' : ` AND rowid > ${use.after} AND rowid <= ${use.upTo}`;
}

/** The path under which the key index has a field. */
function indexedPath(field: string): string | undefined {
  if (!isEntryField(field)) return field;
  if (field === 'action' || field.startsWith('error.')) return field;
  const part = KEYED_PARTS.find((name) => field.startsWith(`${name}.`));
  return part && field.slice(part.length + 1);
}

/** Length of a text as SQLite counts it. */
function codePoints(text: string): number {
  return Array.from(text).length;
}
