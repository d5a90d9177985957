import { compareLogLevels, type LogLevel } from '@tailrace/protocol';

/** What the server says of itself. Nothing that a client sent belongs in it. */
export interface ServerLog {
  info(message: string, fields?: Readonly<Record<string, unknown>>): void;
  error(message: string, fields?: Readonly<Record<string, unknown>>): void;
}

export interface ServerLogOptions {
  /** Least severe level that is written. */
  readonly level: LogLevel;
  /** Lines for people, instead of JSON. */
  readonly isPretty: boolean;
  readonly write: (line: string) => void;
}

/** Makes a log that writes a line an entry: JSON, or for people. */
export function createServerLog({ level: least, isPretty, write }: ServerLogOptions): ServerLog {
  const log =
    (level: LogLevel) =>
    (message: string, fields: Readonly<Record<string, unknown>> = {}) => {
      if (compareLogLevels(level, least) < 0) return;
      const timestamp = new Date().toISOString();
      write(
        isPretty
          ? `${timestamp.slice(11, 19)} ${level.padEnd(8)} ${message}${prettyFields(fields)}\n`
          : `${JSON.stringify({ timestamp, level, source: 'tailrace', message, metadata: fields })}\n`,
      );
    };
  return { info: log('info'), error: log('error') };
}

/** Says nothing: for servers that are part of another program. */
export const SILENT_LOG: ServerLog = { info: () => undefined, error: () => undefined };

/** JSON of each value, so that control characters reach no terminal. */
function prettyFields(fields: Readonly<Record<string, unknown>>): string {
  return Object.entries(fields)
    .map(([name, value]) => ` ${name}=${JSON.stringify(value)}`)
    .join('');
}
