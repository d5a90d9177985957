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

const SEQ = '{"seq":';
const TIMESTAMP = ',"timestamp":"';
/** As `toISOString` prints a time, if there is such a day. */
const ISO_TIME = /^\d{4}-\d\d-\d\dT(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d\.\d{3}Z$/;
/** Pairs of a level and a source whose part of a line is remembered. */
const MAX_KNOWN_PARTS = 1000;

const knownParts = new Map<string, string>();
/** A day that was found to be in the calendar: most entries are of the same one. */
let knownDay = '?';

/**
 * What is stored of an entry's line: it without its beginning, where that is as loggers write it and the columns have
 * it already; a quarter of a usual line. Any other line is stored as it is, and so are those of older files.
 */
export function cutLine(line: string, { seq, timestamp, level, source }: LogLine): string {
  // Compared piece by piece: to print the beginning again would cost several times as much.
  const number = String(seq);
  const time = SEQ.length + number.length + TIMESTAMP.length;
  const part = partOf(level, source);
  const end = time + timestamp.length + part.length;
  const isAsLoggersWrite =
    line.startsWith(SEQ) &&
    line.startsWith(number, SEQ.length) &&
    line.startsWith(TIMESTAMP, SEQ.length + number.length) &&
    line.startsWith(timestamp, time) &&
    line.startsWith(part, time + timestamp.length) &&
    isCanonical(timestamp);
  return isAsLoggersWrite && line[end] === '"' ? line.slice(end) : line;
}

function isCanonical(timestamp: string): boolean {
  if (!ISO_TIME.test(timestamp)) return false;
  if (timestamp.startsWith(knownDay)) return true;
  if (new Date(timestamp).toISOString() !== timestamp) return false;
  knownDay = timestamp.slice(0, 10);
  return true;
}

function partOf(level: LogLevel, source: string): string {
  const name = level + source;
  let part = knownParts.get(name);
  if (part === undefined) {
    part = `","level":"${level}","source":${JSON.stringify(source)},`;
    if (knownParts.size >= MAX_KNOWN_PARTS) knownParts.clear();
    knownParts.set(name, part);
  }
  return part;
}

/** The line as it came, byte for byte. */
export function wholeLine({ line, ...columns }: LineColumns & { readonly line: string }): string {
  return line.startsWith('{') ? line : beginningOf(columns) + line;
}

/** What follows begins with the quote of the next name, which tells it from a line that was not cut. */
function beginningOf({ seq, timestamp, severity, source }: LineColumns): string {
  const time = new Date(timestamp).toISOString();
  const level = LEVELS.get(severity)!;
  return `${SEQ}${seq}${TIMESTAMP}${time}${partOf(level, source)}`;
}
