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

/** UTF-16 code units that a text keeps even when the budget is spent, so that its marker can be read. */
const MIN_TEXT = 32;
/** What a key takes from the budget beside its own text: so the budget bounds the number of keys, too. */
const KEY_COST = 400;
/** What an element of an array takes from the budget beside its own text. */
const ITEM_COST = 8;
/** Properties of an error that have a place and a form of their own. */
const ERROR_FIELDS = ['name', 'message', 'stack', 'cause', 'errors'];

/** A property, and how to copy its value. */
type Property = readonly [key: string, copy: () => unknown];

/** How to copy. */
export interface CopyOptions {
  /** Objects and arrays inside each other. */
  readonly depth: number;
  /** UTF-16 code units of all texts together, roughly; a key counts as 400 of them. */
  readonly budget: number;
}

/**
 * Copies a value of any kind into what `JSON.stringify` prints without surprises, within limits. It never
 * throws, whatever the value does.
 *
 * @param isThrown gives the value the shape of `LogError`, whatever it is
 */
export function toPlainData(value: unknown, options: CopyOptions, isThrown: boolean): unknown {
  let { budget } = options;
  const ancestors: unknown[] = [];

  const cut = (text: string, max = MAX_MESSAGE_LENGTH): string => {
    const kept = truncateText(text, Math.min(max, Math.max(budget, MIN_TEXT)));
    budget -= kept.length;
    return kept;
  };

  /** Ends cycles, and what throws. */
  const guarded = (inner: object, copyInner: () => unknown): unknown => {
    if (ancestors.includes(inner)) return '[Circular]';
    ancestors.push(inner);
    const copied = attempt(copyInner);
    ancestors.pop();
    return copied;
  };

  const copyItems = (items: readonly unknown[], depth: number): unknown[] => {
    const { length } = items;
    const room = length > MAX_ARRAY_LENGTH ? MAX_ARRAY_LENGTH - 1 : length;
    const copies: unknown[] = [];
    while (copies.length < room && budget > 0) {
      budget -= ITEM_COST;
      copies.push(attempt(() => copy(items[copies.length], depth - 1)));
    }
    if (copies.length < length) copies.push(`… ${length - copies.length} more`);
    return copies;
  };

  const copyProperties = (properties: readonly Property[]): object => {
    const { length } = properties;
    const room = length > MAX_OBJECT_KEYS ? MAX_OBJECT_KEYS - 1 : length;
    // Without a prototype `__proto__` is a key like any other.
    const copies = Object.create(null) as Record<string, unknown>;
    let looked = 0;
    // Name and message of an error are copied in any case.
    for (; looked < room && (looked < 2 || budget > 0); looked += 1) {
      const [key, copyInner] = properties[looked]!;
      budget -= KEY_COST + key.length;
      copies[truncateText(key, MAX_NAME_LENGTH)] = attempt(copyInner);
    }
    if (looked < length) copies['…'] = `${length - looked} more`;
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
    const isList = Array.isArray(inner) || inner instanceof Set;
    const tag = Object.prototype.toString.call(inner).slice(8, -1);
    if (isList || inner instanceof Map || tag === 'Object') {
      if (depth < 1 || budget <= 0) return `[${tag}]`;
      if (isList) return copyItems([...inner], depth);
      return copyProperties(
        inner instanceof Map
          ? [...inner].map(([key, item]) => [safeText(key), () => copy(item, depth - 1)])
          : propertiesOf(inner, depth),
      );
    }
    const primitive: unknown = inner.valueOf();
    if (typeof primitive !== 'object') return copy(primitive, depth);
    // What the platform made (elements, windows, buffers, promises): its inside says nothing to a reader.
    return cut(tag === 'RegExp' ? safeText(inner) : `[${tag}]`);
  };

  /** Whatever it is, the copy is an object: what else there is to say becomes its message. */
  const copyError = (error: unknown, depth: number): object => {
    const copied =
      typeof error === 'object' && error !== null
        ? guarded(error, () => {
            const { name, message, stack, cause, errors } = error as Record<string, unknown>;
            const properties: Property[] = [
              ['name', () => cut(typeof name === 'string' && name ? name : 'NonError', MAX_NAME_LENGTH)],
              ['message', () => cut(safeText(message ?? ''))],
            ];
            if (typeof stack === 'string') properties.push(['stack', () => cut(stack, MAX_STACK_LENGTH)]);
            if (cause !== undefined && cause !== null && depth > 1)
              properties.push(['cause', () => copyError(cause, depth - 1)]);
            if (Array.isArray(errors)) properties.push(['errors', () => copy(errors, depth - 1)]);
            const others = propertiesOf(error, depth).filter(([key]) => !ERROR_FIELDS.includes(key));
            return copyProperties([...properties, ...others]);
          })
        : cut(safeText(error));
    return typeof copied === 'object' ? copied! : { name: 'NonError', message: copied };
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
        return isError(inner) && depth > 0 && budget > 0
          ? copyError(inner, depth)
          : guarded(inner, () => copyObject(inner, depth));
      default:
        return cut(safeText(inner));
    }
  };

  return isThrown ? copyError(value, options.depth) : copy(value, options.depth);
}

function attempt(copy: () => unknown): unknown {
  try {
    return copy();
  } catch {
    // A getter, a proxy or a toJSON of the app's own threw: what it threw is its business, not the log's.
    return '[Throws]';
  }
}
