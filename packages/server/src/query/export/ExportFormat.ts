import type { LogEntry } from '@tailrace/protocol';

/** One way to write entries into a file. */
export interface ExportFormat {
  readonly contentType: string;
  /** Of the file's name. */
  readonly extension: string;
  /** What stands before the first entry. */
  readonly head: string;
  /** Writes one entry, with the line break behind it. */
  print(text: string): string;
}

/** A format whose lines are made of the parsed entry. */
export function printing(
  format: Omit<ExportFormat, 'print'>,
  print: (entry: LogEntry) => string,
): ExportFormat {
  return { ...format, print: (text) => print(JSON.parse(text) as LogEntry) };
}
