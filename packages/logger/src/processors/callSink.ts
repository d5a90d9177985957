import type { LogLevel, LogLine } from '@tailrace/protocol';
import type { LogProcessor } from '../LogProcessor.ts';

/** An entry that was let through. */
export interface SinkEntry {
  readonly level: LogLevel;
  /** The JSON line as it is stored and sent: redacted. */
  readonly line: string;
  /** The line, parsed when this is first read. */
  readonly entry: LogLine;
}

/**
 * Calls a function with each entry, in the task that logs it. What it throws is told to `onError`, once; what it logs
 * itself is sent, and not given to it again.
 *
 * @example
 * createLogger({ ...options, processors: [callSink(({ level, entry }) => level === 'critical' && alertUser(entry))] });
 */
export function callSink(fn: (entry: SinkEntry) => unknown): LogProcessor {
  return {
    onLine(line, { level = 'info' }) {
      let parsed: LogLine | undefined;
      fn({
        level,
        line,
        get entry() {
          return (parsed ??= JSON.parse(line) as LogLine);
        },
      });
    },
  };
}
