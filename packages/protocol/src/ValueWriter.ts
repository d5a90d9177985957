import {
  MAX_ARRAY_LENGTH,
  MAX_MESSAGE_LENGTH,
  MAX_NAME_LENGTH,
  MAX_OBJECT_KEYS,
  MAX_STACK_LENGTH,
} from './limits.ts';
import { truncateText } from './truncateText.ts';

/** Errors in a chain of causes, the first one included. */
export const MAX_CAUSES = 8;
/** UTF-16 code units that a text keeps even when the budget is spent, so that its marker can be read. */
const MIN_TEXT = 32;
/** Keys that an object must have left to be begun: the two of an error, and the two that mark what is cut. */
const MIN_KEYS = 4;
const THROWS = '"[Throws]"';

/** How much a value may be; what is beyond is cut, and says so. */
export interface ValueLimits {
  /** Objects and arrays inside each other. */
  readonly depth: number;
  /** Keys of all objects together. */
  readonly keys: number;
  /** UTF-16 code units of all texts together, roughly. */
  readonly characters: number;
}

/** A property as it is to be written, its value read already. */
type Property = readonly [key: string, value: unknown];

/** Prints one value of any kind as JSON, within limits. It never throws, whatever the value does. */
export class ValueWriter {
  readonly #ancestors: object[] = [];
  #keys: number;
  #characters: number;

  constructor(limits: ValueLimits) {
    this.#keys = limits.keys;
    this.#characters = limits.characters;
  }

  /** Returns `undefined` for what JSON leaves out of an object. */
  write(value: unknown, depth: number): string | undefined {
    switch (typeof value) {
      case 'string':
        return this.#text(value);
      case 'boolean':
        return String(value);
      case 'number':
        return Number.isFinite(value) ? String(value) : `"${value}"`;
      case 'bigint':
      case 'symbol':
        return this.#text(String(value));
      case 'function':
        return this.#text(`[Function ${functionName(value)}]`);
      case 'object':
        if (value === null) return 'null';
        if (this.#keys < MIN_KEYS) return '"[Object]"';
        if (isError(value)) return this.writeError(value, depth);
        return this.#guarded(value, () => this.#object(value, depth));
      default:
        return undefined;
    }
  }

  /** Prints anything that was thrown in the shape of `LogError`. */
  writeError(error: unknown, depth: number, causes = MAX_CAUSES): string {
    if (typeof error !== 'object' || error === null) {
      return this.#properties(nameAndMessage('NonError', safeText(error)), depth);
    }
    if (causes === 0) return truncatedError(1);
    const json = this.#guarded(error, () => this.#errorObject(error, depth, causes));
    // What stands for an object that cannot be written is a text; an error must be an object.
    return json.startsWith('{')
      ? json
      : this.#properties(nameAndMessage('NonError', JSON.parse(json) as string), depth);
  }

  #errorObject(error: object, depth: number, causes: number): string {
    const property = (key: string) => read(error, key);
    const name = property('name');
    const properties = nameAndMessage(
      typeof name === 'string' && name !== '' ? name : isError(error) ? 'Error' : 'NonError',
      safeText(property('message') ?? ''),
    );
    const stack = property('stack');
    if (typeof stack === 'string') properties.push(['stack', stack]);
    for (const key of Object.keys(error)) {
      if (!ERROR_FIELDS.has(key) && properties.length < MAX_OBJECT_KEYS)
        properties.push([key, property(key)]);
    }
    const nested: string[] = [];
    const cause = property('cause');
    if (cause !== undefined && cause !== null && depth > 1) {
      nested.push(`"cause":${this.writeError(cause, depth - 1, causes - 1)}`);
    }
    const errors = property('errors');
    if (Array.isArray(errors) && depth > 2) {
      nested.push(`"errors":[${this.#errorMembers(errors, depth - 2, causes - 1)}]`);
    }
    return this.#properties(properties, depth, nested);
  }

  #errorMembers(errors: readonly unknown[], depth: number, causes: number): string {
    const written: string[] = [];
    for (const error of errors) {
      const full = this.#keys < MIN_KEYS || written.length === MAX_ARRAY_LENGTH - 1;
      written.push(
        full ? truncatedError(errors.length - written.length) : this.writeError(error, depth, causes),
      );
      if (!full) continue;
      this.#keys -= 2;
      break;
    }
    return written.join(',');
  }

  #object(value: object, depth: number): string {
    const toJSON = (value as { toJSON?: unknown }).toJSON;
    if (typeof toJSON === 'function') {
      const replaced: unknown = Reflect.apply(toJSON, value, ['']);
      if (replaced !== value) return this.write(replaced, depth) ?? 'null';
    }
    if (Array.isArray(value)) return this.#array(value, depth);
    if (value instanceof Map) return this.#map(value, depth);
    if (value instanceof Set) return this.#array([...value], depth);
    const tag = Object.prototype.toString.call(value).slice(8, -1);
    if (tag !== 'Object') {
      const primitive: unknown = value.valueOf();
      if (typeof primitive !== 'object') return this.write(primitive, depth) ?? 'null';
      // What the platform made (elements, windows, buffers, promises): its inside says nothing to a reader.
      return this.#text(tag === 'RegExp' ? safeText(value) : `[${tag}]`);
    }
    const keys = Object.keys(value);
    return this.#properties(
      keys.slice(0, MAX_OBJECT_KEYS).map((key) => [key, read(value, key)]),
      depth,
      [],
      keys.length,
    );
  }

  #map(map: ReadonlyMap<unknown, unknown>, depth: number): string {
    const properties: Property[] = [];
    for (const [key, item] of map) {
      if (properties.push([safeText(key), item]) === MAX_OBJECT_KEYS) break;
    }
    return this.#properties(properties, depth, [], map.size);
  }

  #array(items: readonly unknown[], depth: number): string {
    if (depth < 1) return `"[Array ${items.length}]"`;
    const room = items.length > MAX_ARRAY_LENGTH ? MAX_ARRAY_LENGTH - 1 : items.length;
    const parts: string[] = [];
    while (parts.length < room && this.#characters > 0) {
      this.#characters -= 2;
      parts.push(this.write(readIndex(items, parts.length), depth - 1) ?? 'null');
    }
    const left = items.length - parts.length;
    if (left > 0) parts.push(`"… ${left} more"`);
    return `[${parts.join(',')}]`;
  }

  /** @param nested properties that are JSON already; @param total how many the object has in truth */
  #properties(
    properties: readonly Property[],
    depth: number,
    nested: readonly string[] = [],
    total = properties.length,
  ): string {
    if (depth < 1) return '"[Object]"';
    const limit = MAX_OBJECT_KEYS - 1 - nested.length;
    const room = total > limit ? limit : total;
    const parts: string[] = [];
    let looked = 0;
    // One key is kept for the marker, and name and message of an error are written in any case.
    while (looked < room && (this.#keys > 1 || looked < 2) && (this.#characters > 0 || looked < 2)) {
      const [key, value] = properties[looked]!;
      looked += 1;
      this.#keys -= 1;
      const json = key === 'stack' ? this.#stack(value, depth) : this.write(value, depth - 1);
      if (json === undefined) continue;
      this.#characters -= key.length;
      parts.push(`${JSON.stringify(truncateText(key, MAX_NAME_LENGTH))}:${json}`);
    }
    this.#keys -= nested.length;
    parts.push(...nested);
    if (looked < total) {
      this.#keys -= 1;
      parts.push(`"…":"${total - looked} more"`);
    }
    return `{${parts.join(',')}}`;
  }

  #stack(value: unknown, depth: number): string | undefined {
    return typeof value === 'string' ? this.#text(value, MAX_STACK_LENGTH) : this.write(value, depth - 1);
  }

  #text(text: string, max = MAX_MESSAGE_LENGTH): string {
    const cut = truncateText(text, Math.min(max, Math.max(this.#characters, MIN_TEXT)));
    this.#characters -= cut.length;
    return JSON.stringify(cut);
  }

  /** Runs for an object whose members are about to be written: ends cycles, and catches what it throws. */
  #guarded(value: object, write: () => string): string {
    if (this.#ancestors.includes(value)) return '"[Circular]"';
    this.#ancestors.push(value);
    try {
      return write();
    } catch {
      // A getter, a proxy or a toJSON of the app's own threw: what it threw is its business, not the log's.
      return THROWS;
    } finally {
      this.#ancestors.pop();
    }
  }
}

const ERROR_FIELDS: ReadonlySet<string> = new Set(['name', 'message', 'stack', 'cause', 'errors']);

/** Tells an error also when it comes from another window, where `instanceof` knows nothing of it. */
export function isError(value: unknown): value is Error {
  try {
    return value instanceof Error || Object.prototype.toString.call(value) === '[object Error]';
  } catch {
    // A revoked proxy: whatever it was, it is not an error any more.
    return false;
  }
}

/** Any value as a text, without throwing. */
export function safeText(value: unknown): string {
  try {
    return typeof value === 'function' ? `[Function ${functionName(value)}]` : String(value);
  } catch {
    // A toString of the app's own threw, or there is none.
    return '[Throws]';
  }
}

function nameAndMessage(name: string, message: string): Property[] {
  return [
    ['name', truncateText(name, MAX_NAME_LENGTH)],
    ['message', message],
  ];
}

/** Stands where errors are left out, in their shape. */
function truncatedError(count: number): string {
  return `{"name":"Truncated","message":"… ${count} more"}`;
}

function functionName(value: object): string {
  const name = read(value, 'name');
  return typeof name === 'string' ? name : '';
}

function readIndex(items: readonly unknown[], index: number): unknown {
  return read(items, String(index));
}

function read(value: object, key: string): unknown {
  try {
    return (value as Record<string, unknown>)[key];
  } catch {
    // A getter of the app's own threw.
    return '[Throws]';
  }
}
