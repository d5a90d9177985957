import { fieldValues, searchableText, splitWords, type LogEntry } from '@tailrace/protocol';
import { requiredTerms, type Term } from './requiredTerms.ts';
import type { StreamFilter } from './StreamFilter.ts';

interface Indexed {
  readonly filter: StreamFilter;
  readonly terms: readonly Term[];
  followers: number;
}

/** Filters by the value of a term that each of them requires. */
type ByValue = Map<string, Set<Indexed>>;

/**
 * Finds the filters that an entry may pass by what it holds, so that a thousand filters need not be asked one by
 * one. Filters of which nothing is known beforehand, such as regular expressions, are not in it.
 */
export class FilterIndex {
  readonly #indexed = new Map<string, Indexed>();
  readonly #byField = new Map<string, ByValue>();
  readonly #byLogger: ByValue = new Map();
  readonly #byWord: ByValue = new Map();
  /** How many terms of words there are of each length: words are looked up by their beginnings of these lengths. */
  readonly #wordLengths = new Map<number, number>();

  /** Adds a filter for somebody who follows it. Equal filters are there once, as long as somebody does. */
  add(filter: StreamFilter): void {
    const known = this.#indexed.get(filter.key);
    if (known) {
      known.followers += 1;
      return;
    }
    const terms = requiredTerms(filter.filter);
    if (!terms) return;
    const indexed: Indexed = { filter, terms, followers: 1 };
    this.#indexed.set(filter.key, indexed);
    for (const term of terms) {
      const byValue = this.#valuesOf(term);
      const same = byValue.get(term.value) ?? new Set();
      byValue.set(term.value, same.add(indexed));
      if (term.kind === 'word') this.#countWord(term.value.length, 1);
    }
  }

  remove(filter: StreamFilter): void {
    const indexed = this.#indexed.get(filter.key);
    if (!indexed) return;
    indexed.followers -= 1;
    if (indexed.followers > 0) return;
    this.#indexed.delete(filter.key);
    for (const term of indexed.terms) {
      const byValue = this.#valuesOf(term);
      const same = byValue.get(term.value);
      same?.delete(indexed);
      if (same?.size === 0) byValue.delete(term.value);
      if (term.kind === 'word') this.#countWord(term.value.length, -1);
      if (term.kind === 'field' && byValue.size === 0) this.#byField.delete(term.field);
    }
  }

  /** Tells whether a filter is in it: one that is not has to be asked about every entry. */
  has(filter: StreamFilter): boolean {
    return this.#indexed.has(filter.key);
  }

  /** Keys of all filters in it that an entry passes, and of some that it does not. */
  candidates(entry: LogEntry): Set<string> {
    const found = new Set<string>();
    for (const [field, byValue] of this.#byField) {
      for (const value of fieldValues(entry, field)) {
        // Only what is no object has a value to be equal to, and nothing else is asked for its text.
        if (typeof value !== 'object') add(byValue, String(value as string | number | boolean), found);
      }
    }
    if (this.#byLogger.size > 0) {
      for (const value of fieldValues(entry, 'logger')) {
        if (typeof value === 'string') addLoggers(this.#byLogger, value, found);
      }
    }
    if (this.#byWord.size > 0) {
      for (const word of splitWords(searchableText(entry))) {
        for (const length of this.#wordLengths.keys()) {
          if (length <= word.length) add(this.#byWord, word.slice(0, length), found);
        }
      }
    }
    return found;
  }

  #valuesOf({ kind, field }: Term): ByValue {
    if (kind === 'word') return this.#byWord;
    if (kind === 'logger') return this.#byLogger;
    const byValue: ByValue = this.#byField.get(field) ?? new Map();
    this.#byField.set(field, byValue);
    return byValue;
  }

  #countWord(length: number, change: 1 | -1): void {
    const count = (this.#wordLengths.get(length) ?? 0) + change;
    if (count > 0) this.#wordLengths.set(length, count);
    else this.#wordLengths.delete(length);
  }
}

/** A logger's own name, and those of all that it is within. */
function addLoggers(byLogger: ByValue, name: string, found: Set<string>): void {
  for (let dot = name.indexOf('.'); dot >= 0; dot = name.indexOf('.', dot + 1)) {
    add(byLogger, name.slice(0, dot), found);
  }
  add(byLogger, name, found);
}

function add(byValue: ByValue, value: string, found: Set<string>): void {
  const same = byValue.get(value);
  if (same) for (const { filter } of same) found.add(filter.key);
}
