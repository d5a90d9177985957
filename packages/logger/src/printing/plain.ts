import { isError, safeText } from '@tailrace/protocol';
import type { ValuePrinter } from './ValuePrinter.ts';

/**
 * Prints data as `JSON.stringify` does, and errors, maps, sets and bigints, too. A value that has a cycle or
 * throws becomes a text as a whole. Limits it does not know: the server refuses what exceeds them, and says so.
 */
export const plainPrinter: ValuePrinter = {
  value: (value) => print(value),
  error: (error) => print(isError(error) ? error : { name: 'NonError', message: safeText(error) }),
};

function print(value: unknown): string {
  try {
    return JSON.stringify(value, isFlat(value) ? undefined : replace) ?? 'null';
  } catch {
    // A cycle, or a getter of the app's own that throws.
    return JSON.stringify(safeText(value));
  }
}

/** An object in which nothing is to be replaced: printing takes half the time when no function sees each value. */
function isFlat(value: unknown): boolean {
  if (!value || Object.getPrototypeOf(value) !== Object.prototype) return false;
  for (const key in value) {
    const type = typeof (value as Record<string, unknown>)[key];
    if (type === 'object' || type === 'bigint') return false;
  }
  return true;
}

function replace(_key: string, value: unknown): unknown {
  if (typeof value === 'bigint') return String(value);
  if (value instanceof Map) return Object.fromEntries(value);
  if (value instanceof Set) return [...value];
  if (!isError(value)) return value;
  const { name, message, stack, cause } = value;
  const isThrown = cause === undefined || isError(cause);
  return {
    ...(value as object),
    name,
    message,
    stack,
    cause: isThrown ? cause : { name: 'NonError', message: safeText(cause) },
  };
}
