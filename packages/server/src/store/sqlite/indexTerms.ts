import { categoryOf, KEYED_PARTS, searchableText, splitWords, type LogLine } from '@tailrace/protocol';

/** Characters of a key=value term that are indexed; what is longer is told apart by the matcher. */
const MAX_TERM_LENGTH = 96;

/** Segments of a logger's name of which each beginning has a term. */
const MAX_LOGGER_SEGMENTS = 4;
/** Sets of columns whose terms are remembered. */
const MAX_KNOWN_COLUMNS = 1000;

/** What entries are told apart by before anything else. */
export type IndexedColumn = 'level' | 'source' | 'logger' | 'stream' | 'category';

const knownColumns = new Map<string, string>();

const NOT_IN_TERMS = /[^A-Za-z0-9=\u0080-\uFFFF]/g;

/**
 * The text that the word index is given. Its ascii tokenizer splits pure ASCII exactly as `splitWords` does;
 * other text is split here.
 */
export function wordsToIndex(entry: LogLine): string {
  const text = searchableText(entry);
  // oxlint-disable-next-line no-control-regex -- all of ASCII is meant
  return /^[\u0000-\u007F]*$/.test(text) ? text : splitWords(text).join(' ');
}

/**
 * The term by which a field's value is found: always one token to the index. Characters that would split it
 * are folded together, so that different values may share a term, and equal ones always do.
 */
export function keyTerm(path: string, value: string): string {
  return `${path}=${value}`.slice(0, MAX_TERM_LENGTH).replace(NOT_IN_TERMS, '_');
}

/** The term by which a tenant's entries with a value in a column are found; the same rules hold. */
export function columnTerm(tenant: string, column: IndexedColumn, value: string): string {
  const told = column === 'logger' ? value.split('.', MAX_LOGGER_SEGMENTS).join('.') : value;
  return keyTerm(`_${column}`, `${tenant}/${told}`);
}

/** Terms of the columns. The category that nearly all entries have has none. */
function columnsToIndex(tenant: string, entry: LogLine): string {
  const { level, source, logger, stream = '' } = entry;
  const category = categoryOf(entry);
  // With the lengths of what may hold anything, no two sets have the same name.
  const told = logger === undefined ? '' : `/${logger}`;
  const name = `${tenant.length}/${source.length}/${level}/${category}/${stream}/${tenant}${source}${told}`;
  let terms = knownColumns.get(name);
  if (terms === undefined) {
    const all = [columnTerm(tenant, 'level', level), columnTerm(tenant, 'source', source)];
    const segments = logger?.split('.', MAX_LOGGER_SEGMENTS) ?? [];
    for (let i = 1; i <= segments.length; i += 1)
      all.push(columnTerm(tenant, 'logger', segments.slice(0, i).join('.')));
    if (entry.stream !== undefined) all.push(columnTerm(tenant, 'stream', stream));
    if (category !== 'system') all.push(columnTerm(tenant, 'category', category));
    terms = all.join(' ');
    if (knownColumns.size >= MAX_KNOWN_COLUMNS) knownColumns.clear();
    knownColumns.set(name, terms);
  }
  return terms;
}

/** All terms of an entry's fields: bare within the parts that a bare key is looked for in, else by full path. */
function keysToIndex(entry: LogLine): string {
  const terms = new Set<string>();
  for (const part of KEYED_PARTS) {
    if (part !== 'resource') addFields(entry[part], '', terms);
  }
  addTerms(entry.error, 'error', terms);
  addTerms(entry.action, 'action', terms);
  return [...terms].join(' ');
}

/** All that the key index is given of an entry. */
export function termsToIndex(tenant: string, entry: LogLine, resourceKeys: string): string {
  return `${resourceKeys} ${columnsToIndex(tenant, entry)} ${keysToIndex(entry)}`;
}

/** Terms of what sent the entries: the same for all of a segment. */
export function resourceKeysToIndex(resource: string | undefined): string {
  if (resource === undefined) return '';
  const terms = new Set<string>();
  addFields(JSON.parse(resource), '', terms);
  return [...terms].join(' ');
}

function addTerms(value: unknown, path: string, terms: Set<string>): void {
  if (value === null || value === undefined) return;
  if (Array.isArray(value)) {
    for (const element of value) addTerms(element, path, terms);
  } else if (typeof value === 'object') {
    terms.add(keyTerm(path, ''));
    addFields(value, `${path}.`, terms);
  } else {
    terms.add(keyTerm(path, String(value as string | number | boolean)));
  }
}

function addFields(object: unknown, prefix: string, terms: Set<string>): void {
  if (typeof object !== 'object' || object === null) return;
  for (const [key, value] of Object.entries(object)) addTerms(value, prefix + key, terms);
}
