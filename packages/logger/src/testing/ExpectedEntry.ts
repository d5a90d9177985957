import type { LogCategory, LogLevel } from '@tailrace/protocol';

/** A value, a pattern for a text, or a matcher of the test framework such as `expect.any(Number)`. */
export type Expected<T> = T | RegExp | { readonly asymmetricMatch: (value: unknown) => boolean };

/** The parts of an entry that a test cares about. Objects need to hold the given fields, and may hold more. */
export interface ExpectedEntry {
  readonly level?: Expected<LogLevel>;
  readonly message?: Expected<string>;
  readonly source?: Expected<string>;
  /** The whole name: `shop.cart`. */
  readonly logger?: Expected<string>;
  readonly category?: Expected<LogCategory>;
  readonly action?: Expected<string>;
  readonly context?: Readonly<Record<string, unknown>>;
  readonly metadata?: Readonly<Record<string, unknown>>;
  /** Name, message, stack, cause, and what else the error carried. */
  readonly error?: Readonly<Record<string, unknown>>;
  readonly trace?: Readonly<Record<string, unknown>>;
  readonly code?: Readonly<Record<string, unknown>>;
}

/** Where a value is not as expected. */
export interface Difference {
  /** `metadata.items.0` */
  readonly path: string;
  readonly expected: unknown;
  readonly received: unknown;
}

/** Compares in the parts that are expected. Arrays need to be as long; a RegExp is a pattern for a text. */
export function differences(received: unknown, expected: unknown, path = ''): Difference[] {
  if (isMatch(received, expected)) return [];
  const differs = [{ path, expected, received }];
  if (!isObject(expected) || !isObject(received) || isPattern(expected)) return differs;
  if (Array.isArray(expected) && (!Array.isArray(received) || received.length !== expected.length))
    return differs;
  return Object.entries(expected).flatMap(([key, value]) =>
    differences(
      Object.hasOwn(received, key) ? received[key] : undefined,
      value,
      path ? `${path}.${key}` : key,
    ),
  );
}

function isMatch(received: unknown, expected: unknown): boolean {
  if (expected instanceof RegExp) return typeof received === 'string' && received.search(expected) >= 0;
  if (isPattern(expected)) return expected.asymmetricMatch(received);
  return Object.is(received, expected);
}

function isPattern(value: unknown): value is { readonly asymmetricMatch: (value: unknown) => boolean } {
  return value instanceof RegExp || (isObject(value) && typeof value['asymmetricMatch'] === 'function');
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
