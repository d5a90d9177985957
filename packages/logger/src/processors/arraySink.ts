import type { LogLine } from '@tailrace/protocol';
import type { LogProcessor } from '../LogProcessor.ts';

/**
 * Adds each entry to an array, parsed, as it is stored and sent. It grows without end: for tests, and for short lives.
 *
 * @example
 * const entries: LogLine[] = [];
 * const logger = createLogger({ ...options, processors: [arraySink(entries)] });
 */
export function arraySink(array: LogLine[]): LogProcessor {
  return {
    onLine(line) {
      array.push(JSON.parse(line) as LogLine);
    },
  };
}
