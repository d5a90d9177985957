import { serializeError, serializeValue } from '@tailrace/protocol';
import type { ValuePrinter } from './ValuePrinter.ts';

/** Prints anything within the limits of an entry: what it cannot print becomes a short text in its own place. */
export const carefulPrinter: ValuePrinter = { value: serializeValue, error: serializeError };
