import { isError } from './isError.ts';
import {
  MAX_ARRAY_LENGTH,
  MAX_MESSAGE_LENGTH,
  MAX_NAME_LENGTH,
  MAX_OBJECT_KEYS,
  MAX_STACK_LENGTH,
} from './limits.ts';
import { safeText } from './safeText.ts';
import { truncateText } from './truncateText.ts';

/** Errors in a chain of causes, the first one included. */
const MAX_CAUSES = 8;
/** UTF-16 code units that a text keeps even when the budget is spent, so that its marker can be read. */
const MIN_TEXT = 32;
/** Keys that must be left for an object to be begun: the two of an error, and the two that mark what is cut. */
const MIN_KEYS = 4;
/** Properties of an error that have a place and a form of their own. */
const ERROR_FIELDS = ['name', 'message', 'stack', 'cause', 'errors'];

/** How much a value may be; what is beyond is cut, and says so. */
export interface ValueLimits {
  /** Objects and arrays inside each other. */
  readonly depth: number;
  /** Keys of all objects together. */
  readonly keys: number;
  /** UTF-16 code units of all texts together, roughly. */
  readonly characters: number;
}

/** A property, and how to copy its value. */
type Property = readonly [key: string, copy: () => unknown];

/**
 * Copies a value of any kind into what `JSON.stringify` prints without surprises, within limits. It never
 * throws, whatever the value does.
 *
 * @param isThrown gives the value the shape of `LogError`, whatever it is
 */
export function toPlainData(value: unknown, limits: ValueLimits, isThrown: boolean): unknown {
  let { keys, characters } = limits;
  const ancestors: unknown[] = [];

  const cut = (text: string, max = MAX_MESSAGE_LENGTH): string => {
    const kept = truncateText(text, Math.min(max, Math.max(characters, MIN_TEXT)));
    characters -= kept.length;
    return kept;
  };

  const plainError = (name: string, message: string): object => {
    keys -= 2;
    return { name, message };
  };

  /** Ends cycles. */
  const guarded = (inner: object, copyInner: () => unknown): unknown => {
    if (ancestors.includes(inner)) return '[Circular]';
    ancestors.push(inner);
    const copied = attempt(copyInner);
    ancestors.pop();
    return copied;
  };

  const copyItems = (items: readonly unknown[], depth: number, causes?: number): unknown => {
    if (depth < 1) return '[Array]';
    const { length } = items;
    const room = length > MAX_ARRAY_LENGTH ? MAX_ARRAY_LENGTH - 1 : length;
    const copies: unknown[] = [];
    while (copies.length < room && characters > 0 && (keys >= MIN_KEYS || causes === undefined)) {
      characters -= 2;
      copies.push(
        attempt(() => {
          const item = items[copies.length];
          return causes === undefined ? copy(item, depth - 1) : copyError(item, depth - 1, causes);
        }),
      );
    }
    if (copies.length < length) {
      const marker = `… ${length - copies.length} more`;
      copies.push(causes === undefined ? marker : plainError('Truncated', marker));
    }
    return copies;
  };

  const copyProperties = (properties: readonly Property[], depth: number): unknown => {
    if (depth < 1) return '[Object]';
    const { length } = properties;
    const room = length > MAX_OBJECT_KEYS ? MAX_OBJECT_KEYS - 1 : length;
    // Without a prototype `__proto__` is a key like any other.
    const copies = Object.create(null) as Record<string, unknown>;
    let looked = 0;
    // Name and message of an error are copied in any case, and one key is kept for the marker.
    for (; looked < room && (looked < 2 || (keys > 1 && characters > 0)); looked += 1) {
      const [key, copyInner] = properties[looked]!;
      keys -= 1;
      characters -= key.length;
      copies[truncateText(key, MAX_NAME_LENGTH)] = attempt(copyInner);
    }
    if (looked < length) {
      keys -= 1;
      copies['…'] = `${length - looked} more`;
    }
    return copies;
  };

  const propertiesOf = (inner: object, depth: number): Property[] =>
    Object.keys(inner).map((key) => [key, () => copy((inner as Record<string, unknown>)[key], depth - 1)]);

  const copyObject = (inner: object, depth: number): unknown => {
    const { toJSON } = inner as { toJSON?: unknown };
    if (typeof toJSON === 'function') {
      const replaced: unknown = Reflect.apply(toJSON, inner, ['']);
      if (replaced !== inner) return copy(replaced, depth);
    }
    if (Array.isArray(inner)) return copyItems(inner, depth);
    if (inner instanceof Set) return copyItems([...inner], depth);
    if (inner instanceof Map) {
      const entries = [...inner].map(([key, item]): Property => [safeText(key), () => copy(item, depth - 1)]);
      return copyProperties(entries, depth);
    }
    const tag = Object.prototype.toString.call(inner).slice(8, -1);
    if (tag === 'Object') return copyProperties(propertiesOf(inner, depth), depth);
    const primitive: unknown = inner.valueOf();
    if (typeof primitive !== 'object') return copy(primitive, depth);
    // What the platform made (elements, windows, buffers, promises): its inside says nothing to a reader.
    return cut(tag === 'RegExp' ? safeText(inner) : `[${tag}]`);
  };

  const copyError = (error: unknown, depth: number, causes = MAX_CAUSES): object => {
    if (causes === 0) return plainError('Truncated', 'more causes');
    if (typeof error !== 'object' || error === null) return plainError('NonError', cut(safeText(error)));
    const copied = guarded(error, () => {
      const { name, message, stack, cause, errors } = error as Record<string, unknown>;
      const properties: Property[] = [
        ['name', () => cut(typeof name === 'string' && name ? name : 'NonError', MAX_NAME_LENGTH)],
        ['message', () => cut(safeText(message ?? ''))],
      ];
      if (typeof stack === 'string') properties.push(['stack', () => cut(stack, MAX_STACK_LENGTH)]);
      if (cause !== undefined && cause !== null && depth > 1) {
        properties.push(['cause', () => copyError(cause, depth - 1, causes - 1)]);
      }
      if (Array.isArray(errors) && depth > 2) {
        properties.push(['errors', () => copyItems(errors, depth - 1, causes - 1)]);
      }
      const others = propertiesOf(error, depth).filter(([key]) => !ERROR_FIELDS.includes(key));
      return copyProperties([...properties, ...others], depth);
    });
    // What stands for an object that cannot be copied is a text; an error must be an object.
    return typeof copied === 'object' ? copied! : plainError('NonError', copied as string);
  };

  const copy = (inner: unknown, depth: number): unknown => {
    switch (typeof inner) {
      case 'boolean':
      case 'undefined':
        return inner;
      case 'number':
        return Number.isFinite(inner) ? inner : String(inner);
      case 'object':
        if (inner === null) return inner;
        if (keys < MIN_KEYS) return '[Object]';
        return isError(inner) && depth > 0
          ? copyError(inner, depth)
          : guarded(inner, () => copyObject(inner, depth));
      default:
        return cut(safeText(inner));
    }
  };

  return isThrown ? copyError(value, limits.depth) : copy(value, limits.depth);
}

function attempt(copy: () => unknown): unknown {
  try {
    return copy();
  } catch {
    // A getter, a proxy or a toJSON of the app's own threw: what it threw is its business, not the log's.
    return '[Throws]';
  }
}
