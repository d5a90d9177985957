import { compareLogLevels, type LogLevel } from '@tailrace/protocol';
import { printableJson } from './printableJson.ts';

/** What is said besides the message. */
export type LogFields = Readonly<Record<string, unknown>>;

/** What the server says of itself. Nothing that a client sent belongs in it. */
export interface ServerLog {
  debug(message: string, fields?: LogFields): void;
  info(message: string, fields?: LogFields): void;
  warning(message: string, fields?: LogFields): void;
  error(message: string, fields?: LogFields): void;
}

/** Takes one entry of the server's own log. */
export type ServerLogOutput = (level: LogLevel, message: string, fields: LogFields) => void;

export interface ServerLogOptions {
  /** Least severe level that is written. */
  readonly level: LogLevel;
  /** Lines for people, instead of JSON. */
  readonly isPretty: boolean;
  readonly write: (line: string) => void;
}

/** Makes a log that writes a line an entry: JSON, or for people. */
export function createServerLog({ level: least, isPretty, write }: ServerLogOptions): ServerLog {
  return logTo((level, message, fields) => {
    if (compareLogLevels(level, least) < 0) return;
    const timestamp = new Date().toISOString();
    write(
      isPretty
        ? `${timestamp.slice(11, 19)} ${level.padEnd(8)} ${message}${prettyFields(fields)}\n`
        : `${printableJson({ timestamp, level, source: 'tailrace', message, metadata: fields })}\n`,
    );
  });
}

/** Makes a log of the one function that takes its entries. */
export function logTo(output: ServerLogOutput): ServerLog {
  const log =
    (level: LogLevel) =>
    (message: string, fields: LogFields = {}) =>
      output(level, message, fields);
  return { debug: log('debug'), info: log('info'), warning: log('warning'), error: log('error') };
}

/** Says nothing: for servers that are part of another program. */
export const SILENT_LOG: ServerLog = logTo(() => undefined);

/** JSON of each value, so that control characters reach no terminal. */
function prettyFields(fields: LogFields): string {
  return Object.entries(fields)
    .map(([name, value]) => ` ${name}=${printableJson(value)}`)
    .join('');
}
