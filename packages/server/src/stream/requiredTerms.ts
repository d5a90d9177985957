import { LOG_LEVELS, SEVERITY_NUMBERS, type LogFilter, type LogLevel } from '@tailrace/protocol';

/** Something that an entry can be looked up by: a field's value, a logger it is within, or how one of its words begins. */
export interface Term {
  readonly kind: 'field' | 'logger' | 'word';
  /** Of a `field`; else what the kind says. */
  readonly field: string;
  readonly value: string;
}

interface Required {
  readonly terms: readonly Term[];
  /** A guess at how many of all entries have one of them: the fewer, the better. */
  readonly share: number;
}

/** How many of all entries a term finds, as a guess: one of many users, but one of few levels and sources. */
const SHARES: Readonly<Record<string, number>> = { level: 0.3, category: 0.5, stream: 0.4, source: 0.05 };
const SHARE_OF_FIELD = 0.001;
const SHARE_OF_WORD = 0.01;
const SHARE_OF_LOGGER = 0.02;
/** Terms beyond which a filter is cheaper asked than looked up. */
const MAX_TERMS = 64;

/**
 * Terms of which an entry has at least one when it passes a filter. It may have one and yet not pass.
 *
 * @returns `undefined` when nothing is known that all passing entries have
 */
export function requiredTerms(filter: LogFilter): readonly Term[] | undefined {
  return required(filter)?.terms;
}

function required(filter: LogFilter): Required | undefined {
  switch (filter.kind) {
    case 'and':
      return filter.filters
        .map(required)
        .reduce((best, one) => (one && (!best || one.share < best.share) ? one : best), undefined);
    case 'or':
      return anyOf(filter.filters.map(required));
    case 'text':
      return filter.words[0] === undefined
        ? undefined
        : one({ kind: 'word', field: '', value: filter.words[0] }, SHARE_OF_WORD);
    case 'level': {
      const { comparison, level } = filter;
      const levels = comparison ? LOG_LEVELS.filter((other) => isWithin(other, comparison, level)) : [level];
      return anyOf(levels.map((value) => one({ kind: 'field', field: 'level', value }, SHARES['level']!)));
    }
    case 'field': {
      const { field, test } = filter;
      if (test.kind !== 'equals') return undefined;
      const { value } = test;
      return field === 'logger'
        ? one({ kind: 'logger', field, value }, SHARE_OF_LOGGER)
        : one({ kind: 'field', field, value }, SHARES[field] ?? SHARE_OF_FIELD);
    }
    default:
      return undefined;
  }
}

function one(term: Term, share: number): Required {
  return { terms: [term], share };
}

function anyOf(parts: readonly (Required | undefined)[]): Required | undefined {
  const terms: Term[] = [];
  let share = 0;
  for (const part of parts) {
    if (!part || terms.length + part.terms.length > MAX_TERMS) return undefined;
    terms.push(...part.terms);
    share += part.share;
  }
  return { terms, share };
}

function isWithin(level: LogLevel, comparison: '>' | '>=' | '<' | '<=', than: LogLevel): boolean {
  const difference = SEVERITY_NUMBERS[level] - SEVERITY_NUMBERS[than];
  if (difference === 0) return comparison.endsWith('=');
  return comparison.startsWith('>') ? difference > 0 : difference < 0;
}
