import {
  LOG_LEVELS,
  SEVERITY_NUMBERS,
  type FieldTest,
  type LogFilter,
  type LogLevel,
} from '@tailrace/protocol';
import type Database from 'better-sqlite3';
import { keyMatch, wordMatch } from './filterToSql.ts';
import { columnTerm, type IndexedColumn } from './indexTerms.ts';

/** A question to one of the two indexes that finds everything which a filter passes, and maybe more. */
export interface Anchor {
  readonly index: 'words' | 'keys';
  readonly match: string;
  /** Whether it asks for beginnings: of those the index gathers all before it gives the first. */
  readonly hasPrefix: boolean;
}

type Matches = Partial<Record<Anchor['index'], string>>;

/** Matches that are looked at to see which index has fewer. */
const PROBED_MATCHES = 64;

/** By which questions what a filter passes can be found; none, where it must be looked for entry by entry. */
export function anchorsOf(filter: LogFilter, tenant: string): Anchor[] {
  const matches = matchesOf(filter, tenant);
  return (['keys', 'words'] as const).flatMap((index) => {
    const match = matches[index];
    return match === undefined ? [] : [{ index, match, hasPrefix: match.includes('*') }];
  });
}

/** An anchor, and how many entries it finds among the newest. */
export interface ProbedAnchor extends Anchor {
  /** From 0 for hardly any to 1 for each; `undefined` where finding out would cost as much as the answer. */
  readonly share: number | undefined;
}

/** The one that finds least, as far as its newest matches show. */
export function rarestAnchor(
  database: Database.Database,
  anchors: readonly Anchor[],
): ProbedAnchor | undefined {
  const probed = anchors.map((anchor) => ({ ...anchor, share: shareOf(database, anchor) }));
  return probed.toSorted((a, b) => (a.share ?? Infinity) - (b.share ?? Infinity))[0];
}

function shareOf(database: Database.Database, { index, match, hasPrefix }: Anchor): number | undefined {
  if (hasPrefix) return undefined;
  const newest = newestPosition(database);
  const probe = database
    .prepare<[string], number>(
      `SELECT rowid FROM ${index} WHERE ${index} MATCH ? ORDER BY rowid DESC LIMIT 1 OFFSET ${PROBED_MATCHES - 1}`,
    )
    .pluck()
    .get(match);
  return probe === undefined ? 0 : PROBED_MATCHES / (newest - probe + 1);
}

/** Position of the newest entry of a file, or 0. */
export function newestPosition(database: Database.Database): number {
  return database.prepare<[], number | null>('SELECT max(position) FROM entries').pluck().get() ?? 0;
}

function matchesOf(filter: LogFilter, tenant: string): Matches {
  switch (filter.kind) {
    case 'and':
      return joined(
        filter.filters.map((part) => matchesOf(part, tenant)),
        'AND',
      );
    case 'or':
      return joined(
        filter.filters.map((part) => matchesOf(part, tenant)),
        'OR',
      );
    case 'text':
      return { words: `(${wordMatch(filter.words, filter.prefix)})` };
    case 'level': {
      const levels = LOG_LEVELS.filter((level) => passesLevel(filter, level));
      if (levels.length === 0 || levels.length === LOG_LEVELS.length) return {};
      return { keys: `(${levels.map((level) => `"${columnTerm(tenant, 'level', level)}"`).join(' OR ')})` };
    }
    case 'field':
      return fieldMatches(filter.field, filter.test, tenant);
    case 'not':
    case 'part':
    case 'regex':
      return {};
  }
}

function fieldMatches(field: string, test: FieldTest, tenant: string): Matches {
  if ('value' in test && typeof test.value === 'string' && !test.value.isWellFormed()) return {};
  if (isIndexedColumn(field)) {
    if (test.kind !== 'equals' || (field === 'category' && test.value === 'system')) return {};
    return { keys: `"${columnTerm(tenant, field, test.value)}"` };
  }
  const keys = keyMatch(field, test);
  return keys === undefined ? {} : { keys };
}

function joined(parts: readonly Matches[], operator: 'AND' | 'OR'): Matches {
  const all: Matches = {};
  for (const index of ['words', 'keys'] as const) {
    const matches = parts.flatMap((part) => part[index] ?? []);
    const isEnough = operator === 'AND' ? matches.length > 0 : matches.length === parts.length;
    if (isEnough && matches.length > 0) all[index] = `(${matches.join(` ${operator} `)})`;
  }
  return all;
}

function passesLevel({ level, comparison }: Extract<LogFilter, { kind: 'level' }>, one: LogLevel): boolean {
  const difference = SEVERITY_NUMBERS[one] - SEVERITY_NUMBERS[level];
  switch (comparison) {
    case '>':
      return difference > 0;
    case '>=':
      return difference >= 0;
    case '<':
      return difference < 0;
    case '<=':
      return difference <= 0;
    default:
      return difference === 0;
  }
}

function isIndexedColumn(field: string): field is Exclude<IndexedColumn, 'level'> {
  return field === 'source' || field === 'logger' || field === 'stream' || field === 'category';
}
