import {
  isError,
  MAX_ENTRY_BYTES,
  MAX_MESSAGE_LENGTH,
  PART_BUDGET,
  safeText,
  truncateText,
  wellFormedJson,
  type LogContext,
} from '@tailrace/protocol';
import { activeScope, type ActiveScope } from './activeScope.ts';
import type { LogRecord } from './LogRecord.ts';
import type { ValuePrinter } from './printing/ValuePrinter.ts';

/** Bytes that one UTF-16 code unit takes in UTF-8 at most. */
const MAX_UNIT_BYTES = 3;
/** What each part of an entry may take; the smaller ones are tried when the whole entry is too large. */
const BUDGETS = [PART_BUDGET, 8192, 1024];

/** Milliseconds from 1970 to the first year that ISO 8601 writes with more than four digits. */
const YEAR_10000_MS = 253_402_300_800_000;

/** What is the same in all lines of one logger: made once, and only joined per entry. */
export interface LineScope {
  /** Hierarchical name. */
  readonly logger: string;
  readonly context: LogContext;
  /** What stands between the level and the message. */
  readonly head: string;
  /** What stands after the message: the context. */
  readonly tail: string;
  /** The same inside an active scope, as long as that is the same. */
  inside?: { readonly active: ActiveScope; readonly tail: string };
}

/** How lines are printed. */
export interface LinePrinting {
  /** Takes out of a line what must not be stored. */
  readonly redact: (line: string) => string;
  readonly printer: ValuePrinter;
}

/** Prepares the lines of a logger. What the context holds now is what its entries carry. */
export function prepareScope(
  source: string,
  logger: string,
  context: LogContext,
  { printer }: LinePrinting,
): LineScope {
  const head = `","source":${JSON.stringify(source)}${logger && `,"logger":${JSON.stringify(logger)}`},"message":`;
  return { logger, context, head, tail: member('context', context, printer) };
}

/**
 * Prints an entry as its JSON line, which is what every later step stores and passes on as it is.
 *
 * @returns `undefined` when the entry is too large even after what can be cut is cut
 */
export function printLine(
  scope: LineScope,
  seq: number,
  record: LogRecord,
  { redact, printer }: LinePrinting,
): string | undefined {
  const { level = 'info', message, metadata } = record;
  const start = `{"seq":${seq},"timestamp":"${timestamp(record.timestamp)}","level":"${level}${scope.head}`;
  const text = typeof message === 'string' ? message : textOf(message, printer);
  const error = errorOf(message, metadata);
  const tail = tailOf(scope, record, printer);
  for (const budget of BUDGETS) {
    const json = wellFormedJson(
      start +
        JSON.stringify(truncateText(text, Math.min(budget, MAX_MESSAGE_LENGTH))) +
        tail +
        dataMember(metadata, error, budget, printer) +
        (error === undefined ? '' : `,"error":${printer.error(error, budget)}`) +
        '}',
    );
    const line = redact(json);
    if (fits(line)) return line;
  }
  return undefined;
}

function fits(line: string): boolean {
  return (
    line.length * MAX_UNIT_BYTES <= MAX_ENTRY_BYTES ||
    new TextEncoder().encode(line).length <= MAX_ENTRY_BYTES
  );
}

/** The context, and what else a record has beside its message and metadata. */
function tailOf(
  scope: LineScope,
  { category, action, stream, code, trace, context }: LogRecord,
  printer: ValuePrinter,
): string {
  const active = activeScope.read?.();
  if (category ?? action ?? stream ?? code ?? trace ?? context) {
    const own = printer.value({ category, action, stream, code }).slice(1, -1);
    return (
      (own && `,${own}`) +
      member('trace', { ...active?.trace, ...trace }, printer) +
      member('context', { ...active?.context, ...scope.context, ...context }, printer)
    );
  }
  if (!active) return scope.tail;
  if (scope.inside?.active !== active) {
    const tail =
      member('trace', active.trace, printer) +
      member('context', { ...active.context, ...scope.context }, printer);
    scope.inside = { active, tail };
  }
  return scope.inside.tail;
}

/** Finds the error in what was logged: the message itself, the metadata itself, or its `error`. */
function errorOf(message: unknown, metadata: unknown): unknown {
  if (isError(message)) return message;
  if (isError(metadata)) return metadata;
  try {
    const error = (metadata as { readonly error?: unknown } | null | undefined)?.error;
    return isError(error) ? error : undefined;
  } catch {
    // A getter or a proxy threw: the serialiser finds out where, and says so in its place.
    return undefined;
  }
}

function textOf(message: unknown, printer: ValuePrinter): string {
  if (isError(message)) return safeText(message.message) || safeText(message.name);
  return typeof message === 'object' && message !== null ? printer.value(message) : safeText(message);
}

/** The metadata without the error, which has a place of its own. */
function dataMember(metadata: unknown, error: unknown, budget: number, printer: ValuePrinter): string {
  if (metadata === undefined || metadata === null || metadata === error) return '';
  const isInside = error !== undefined && (metadata as { readonly error?: unknown }).error === error;
  const json = printer.value(isInside ? { ...metadata, error: undefined } : metadata, budget);
  if (json === '{}') return '';
  return `,"metadata":${json.startsWith('{') ? json : `{"value":${json}}`}`;
}

/** Absent is absent: no empty objects. */
function member(name: string, value: unknown, printer: ValuePrinter): string {
  const json = printer.value(value);
  return json === '{}' || !json.startsWith('{') ? '' : `,"${name}":${json}`;
}

let lastMs = Number.NaN;
let lastTimestamp = '';

/** Entries of one millisecond share its text, for printing a date costs as much as the rest of a small line. */
function timestamp(given: number | undefined): string {
  const ms = given! >= 0 && given! < YEAR_10000_MS ? given! : Date.now();
  if (ms !== lastMs) {
    lastMs = ms;
    lastTimestamp = new Date(ms).toISOString();
  }
  return lastTimestamp;
}
