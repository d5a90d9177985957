import type { LogLevel } from './LogLevel.ts';

/** How a value is compared with the filter's. */
export type Comparison = '>' | '>=' | '<' | '<=';

/** One end of a range: a number, or of a time field the milliseconds since 1970. */
export interface RangeEnd {
  readonly value: number;
  /** Whether the end itself is left out. */
  readonly excluded?: true;
}

/** A regular expression, in what `readRegex` takes of RE2's syntax. */
export interface FilterRegex {
  /** As it stands between the slashes: a `/` in it is written `\/`. At most `MAX_REGEX_LENGTH` characters. */
  readonly pattern: string;
  /** Of `i` (any case), `m` (`^` and `$` at each line) and `s` (`.` takes line feeds too): in this order, each once. */
  readonly flags: string;
}

/** What is asked of a field's value. A field with several values (an array) passes when one of them does. */
export type FieldTest =
  /** Equal as text, case included: `user_id:42` is true of the number 42 and of the text "42". */
  | { readonly kind: 'equals'; readonly value: string }
  | { readonly kind: 'startsWith'; readonly value: string }
  | { readonly kind: 'includes'; readonly value: string }
  | { readonly kind: 'matches'; readonly regex: FilterRegex }
  | { readonly kind: 'present' }
  /** Numbers, and ISO 8601 times of `timestamp` and `received_at` as milliseconds since 1970. */
  | { readonly kind: 'compare'; readonly comparison: Comparison; readonly value: number }
  /** Both ends in one value; a range that is open at one end is a `compare`. */
  | { readonly kind: 'range'; readonly from: RangeEnd; readonly to: RangeEnd };

/**
 * A parsed filter: the one tree that is evaluated in memory, compiled to SQL, and printed.
 * Build one with `parseFilter`, combine with `allOf`.
 */
export type LogFilter =
  | { readonly kind: 'and'; readonly filters: readonly LogFilter[] }
  | { readonly kind: 'or'; readonly filters: readonly LogFilter[] }
  | { readonly kind: 'not'; readonly filter: LogFilter }
  /**
   * Words that follow each other in the entry's text (see `searchableText`), in the form that `splitWords`
   * gives them. With `prefix` the last one may be only the beginning of a word.
   */
  | { readonly kind: 'text'; readonly words: readonly string[]; readonly prefix: boolean }
  /** Text anywhere in the entry's, also within words, in any case: `part` is in lower case. */
  | { readonly kind: 'part'; readonly part: string }
  | { readonly kind: 'regex'; readonly regex: FilterRegex }
  /** Without `comparison`: exactly this level. */
  | { readonly kind: 'level'; readonly level: LogLevel; readonly comparison?: Comparison }
  | { readonly kind: 'field'; readonly field: string; readonly test: FieldTest };

/** Passes every entry. */
export const EVERYTHING: LogFilter = { kind: 'and', filters: [] };

/** Tells whether a filter is the one that passes every entry. */
export function isEverything(filter: LogFilter): boolean {
  return filter.kind === 'and' && filter.filters.length === 0;
}

/** A filter that passes what all of the given ones pass. */
export function allOf(filters: readonly LogFilter[]): LogFilter {
  const flat = filters.flatMap((filter) => (filter.kind === 'and' ? filter.filters : [filter]));
  return flat.length === 1 ? flat[0]! : { kind: 'and', filters: flat };
}

/** A filter that passes what at least one of the given ones passes. */
export function anyOf(filters: readonly LogFilter[]): LogFilter {
  const flat = filters.flatMap((filter) => (filter.kind === 'or' ? filter.filters : [filter]));
  return flat.length === 1 ? flat[0]! : { kind: 'or', filters: flat };
}
