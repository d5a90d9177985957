import { KEYED_PARTS, searchableText, splitWords, type LogLine } from '@tailrace/protocol';

/** Characters of a key=value term that are indexed; what is longer is told apart by the matcher. */
const MAX_TERM_LENGTH = 96;

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

/** All terms of an entry's fields: bare within the parts that a bare key is looked for in, else by full path. */
export function keysToIndex(entry: LogLine): string {
  const terms = new Set<string>();
  for (const part of KEYED_PARTS) {
    if (part !== 'resource') addFields(entry[part], '', terms);
  }
  addTerms(entry.error, 'error', terms);
  addTerms(entry.action, 'action', terms);
  return [...terms].join(' ');
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
