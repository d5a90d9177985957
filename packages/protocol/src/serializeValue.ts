import { isPlainData } from './isPlainData.ts';
import { MAX_DEPTH, MAX_ENTRY_KEYS } from './limits.ts';
import { toPlainData, type ValueLimits } from './toPlainData.ts';

/** UTF-16 code units of the texts in one value: two such values fit into an entry, if they are English. */
const MAX_CHARACTERS = 24 * 1024;

/** An entry has at most three parts; what is left of its keys is for its own, and for errors begun too late. */
const MAX_KEYS = Math.floor(MAX_ENTRY_KEYS / 3) - 58;

/**
 * What a part of an entry may be, so that its context, metadata and error together keep to the entry's
 * limits: the entry itself is one level deep, and has keys of its own.
 */
export const PART_LIMITS: ValueLimits = {
  depth: MAX_DEPTH - 1,
  keys: MAX_KEYS,
  characters: MAX_CHARACTERS,
};

/**
 * Prints any value as JSON, safely: it never throws and never yields more than the limits allow. Cycles, what
 * throws, functions, symbols, elements and all that JSON does not know become short texts such as
 * `"[Circular]"`; what is cut says so. Maps are written as objects, sets as arrays, bigints as texts, errors
 * in the shape of `LogError`.
 *
 * The result may hold escapes of NULs and lone surrogates: pass the finished line through `wellFormedJson`.
 *
 * @returns JSON text; `null` for what JSON leaves out
 * @example
 * serializeValue({ total: 12n, seen: new Set(['a']) }); // '{"total":"12","seen":["a"]}'
 */
export function serializeValue(value: unknown, limits: ValueLimits = PART_LIMITS): string {
  try {
    if (typeof value === 'object' && value !== null && isPlainData(value)) return JSON.stringify(value);
  } catch {
    // A getter or a proxy threw: the careful way finds out where.
  }
  return JSON.stringify(toPlainData(value, limits, false)) ?? 'null';
}

/**
 * Prints anything that was thrown as JSON in the shape of `LogError`: name, message, stack, at most eight causes,
 * the members of an AggregateError, and what else the error carries. It never throws.
 *
 * @example
 * serializeError(new TypeError('No', { cause: 'disk' }));
 * // '{"name":"TypeError","message":"No","stack":"…","cause":{"name":"NonError","message":"disk"}}'
 */
export function serializeError(error: unknown, limits: ValueLimits = PART_LIMITS): string {
  return JSON.stringify(toPlainData(error, limits, true));
}
