import { LOG_LEVELS, SEVERITY_NUMBERS, type LogLevel, type LogLine } from '@tailrace/protocol';

/** What columns say of an entry, so that its line need not. */
interface LineColumns {
  readonly seq: number;
  /** Milliseconds since 1970. */
  readonly timestamp: number;
  readonly severity: number;
  readonly source: string;
}

const LEVELS: ReadonlyMap<number, LogLevel> = new Map(
  LOG_LEVELS.map((level) => [SEVERITY_NUMBERS[level], level]),
);

/** SQL for an object with all of an entry that no column has. */
export const LINE_OBJECT = `CASE WHEN line GLOB '{*' THEN line ELSE '{' || line END`;

/**
 * What is stored of an entry's line: it without its beginning, where that is as loggers write it and the columns have
 * it already; a quarter of a usual line. Any other line is stored as it is, and so are those of older files.
 */
export function cutLine(line: string, { seq, timestamp, level, source }: LogLine): string {
  const columns = { seq, timestamp: Date.parse(timestamp), severity: SEVERITY_NUMBERS[level], source };
  const beginning = beginningOf(columns);
  return line.startsWith(beginning) ? line.slice(beginning.length) : line;
}

/** The line as it came, byte for byte. */
export function wholeLine({ line, ...columns }: LineColumns & { readonly line: string }): string {
  return line.startsWith('{') ? line : beginningOf(columns) + line;
}

/** What follows begins with the quote of the next name, which tells it from a line that was not cut. */
function beginningOf({ seq, timestamp, severity, source }: LineColumns): string {
  const time = new Date(timestamp).toISOString();
  const level = LEVELS.get(severity)!;
  return `{"seq":${seq},"timestamp":"${time}","level":"${level}","source":${JSON.stringify(source)},`;
}
