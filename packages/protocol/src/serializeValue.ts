import { isPlainData } from './isPlainData.ts';
import { MAX_DEPTH } from './limits.ts';
import { toPlainData } from './toPlainData.ts';

/**
 * UTF-16 code units of the texts in one part of an entry (context, metadata, error), a key counting as 400: a
 * third of the keys that an entry may have, with room for those that errors carry in any case.
 */
export const PART_BUDGET = 48 * 1024;

/** The entry itself is one level. */
const PART_DEPTH = MAX_DEPTH - 1;

/**
 * Prints any value as JSON, safely: it never throws and never yields more than an entry's limits allow. Cycles,
 * what throws, functions, symbols, elements and all that JSON does not know become short texts such as
 * `"[Circular]"`; what is cut says so. Maps are written as objects, sets as arrays, bigints as texts, errors
 * in the shape of `LogError`.
 *
 * The result may hold escapes of NULs and lone surrogates: pass the finished line through `wellFormedJson`.
 *
 * @returns JSON text; `null` for what JSON leaves out
 * @example
 * serializeValue({ total: 12n, seen: new Set(['a']) }); // '{"total":"12","seen":["a"]}'
 */
export function serializeValue(value: unknown, budget = PART_BUDGET): string {
  try {
    if (typeof value === 'object' && value !== null && isPlainData(value)) return JSON.stringify(value);
  } catch {
    // A getter or a proxy threw: the careful way finds out where.
  }
  return JSON.stringify(toPlainData(value, { depth: PART_DEPTH, budget }, false)) ?? 'null';
}

/**
 * Prints anything that was thrown as JSON in the shape of `LogError`: name, message, stack, its causes, the members
 * of an AggregateError, and what else the error carries. It never throws.
 *
 * @example
 * serializeError(new TypeError('No', { cause: 'disk' }));
 * // '{"name":"TypeError","message":"No","stack":"…","cause":{"name":"NonError","message":"disk"}}'
 */
export function serializeError(error: unknown, budget = PART_BUDGET): string {
  return JSON.stringify(toPlainData(error, { depth: PART_DEPTH, budget }, true));
}
