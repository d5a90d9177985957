import type { LogLine } from '@tailrace/protocol';
import { sanitizeLine } from '@tailrace/protocol/sanitize';
import { makeLogger, type Logger } from '../Logger.ts';
import { resolveOptions, type LoggerOptions } from '../LoggerOptions.ts';
import { createLogPipeline } from '../LogPipeline.ts';
import { carefulPrinter } from '../printing/careful.ts';
import { chainProcessors } from '../processors/chainProcessors.ts';
import { createSelfReport } from '../selfReport.ts';
import { differences, type ExpectedEntry } from './ExpectedEntry.ts';

/** A logger that keeps its entries for a test to read. */
export interface MemoryLogger extends Logger {
  /**
   * What was logged since the beginning or the last `clear`, by this logger, its parents and its children: the
   * JSON lines that a server would have got, parsed. The array stays the same, and grows.
   */
  readonly entries: readonly LogLine[];
  /** Forgets the entries. Their numbering goes on. */
  readonly clear: () => void;
  /**
   * The first entry that is as expected, in the parts that are given.
   *
   * @example
   * logger.find({ level: 'error', message: /payment/i })?.metadata;
   */
  readonly find: (expected: ExpectedEntry) => LogLine | undefined;
}

/** Stands for a server in the options; nothing is sent to it. */
const NOWHERE = 'http://memory.invalid';

/**
 * Makes a logger for tests. It is the real one, with its levels, contexts, redaction and limits; only storage and
 * network are missing.
 *
 * @param options as for `createLogger`; `url` and `key` are not needed, and `source` is `test`
 * @example
 * const logger = createMemoryLogger();
 * placeOrder({ logger, total: 1200 });
 * expect(logger.entries[0]).toMatchObject({ message: 'Order placed', metadata: { total: 1200 } });
 */
export function createMemoryLogger(options: Partial<LoggerOptions> = {}): MemoryLogger {
  const entries: LogLine[] = [];
  const { processors = [], onError } = options;
  const report = createSelfReport(onError);
  const onLine = (line: string) => void entries.push(JSON.parse(line) as LogLine);
  const resolved = resolveOptions(
    {
      url: NOWHERE,
      key: 'memory',
      source: 'test',
      redact: sanitizeLine,
      ...options,
      processor: chainProcessors([...processors, { onLine }], report),
    },
    carefulPrinter,
  );
  const pipeline = createLogPipeline({ ...resolved, report, transport: undefined, openStorage: undefined });
  const logger = makeLogger(pipeline, resolved.logger, resolved.context);
  // A copy by spread would read `status` once and for all.
  return Object.defineProperties(logger, {
    entries: { value: entries },
    clear: { value: () => entries.splice(0) },
    find: {
      value: (expected: ExpectedEntry) => entries.find((entry) => differences(entry, expected).length === 0),
    },
  }) as MemoryLogger;
}
