import type { LogLine } from '@tailrace/protocol';
import { logLineSchema } from '@tailrace/protocol/schema';
import { expect } from 'vitest';
import { createLogger, type Logger, type LoggerOptions } from '../src/index.ts';

/** A real logger that sends nowhere, and its lines as they would be stored; the server would take each of them. */
export function linesLogged(options: Partial<LoggerOptions> = {}): { logger: Logger; lines: LogLine[] } {
  const lines: LogLine[] = [];
  const logger = createLogger({
    url: 'http://127.0.0.1:9',
    key: 'test-key',
    source: 'test',
    paused: true,
    ...options,
    processors: [
      {
        onLine(json) {
          const line = JSON.parse(json) as LogLine;
          expect(logLineSchema.safeParse(line).error?.issues).toBeUndefined();
          lines.push(line);
        },
      },
    ],
  });
  return { logger, lines };
}
