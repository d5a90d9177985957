import type { LogEntry, LogError } from '@tailrace/protocol';
import { printing, type ExportFormat } from './ExportFormat.ts';
import { visibleCharacter } from './visibleCharacter.ts';

/** Before each further line of an entry, so that none can pass for an entry of its own. */
const INDENT = '    ';
const LONGEST_LEVEL = 'critical'.length;

/** What would move the cursor, colour or turn around text, or end a line, on the screen that shows a file. */
const UNSAFE = /[\p{Cc}\p{Zl}\p{Zp}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu;
const LINE_BREAK = /\r\n|[\n\r\u0085\u2028\u2029]/;

/** One line an entry, for people; what follows within an entry is indented. Control characters are shown, not sent. */
export const txt: ExportFormat = printing(
  { contentType: 'text/plain; charset=utf-8', extension: 'log', head: '' },
  (entry) => `${linesOf(entry).map(harmless).join(`\n${INDENT}`)}\n`,
);

function linesOf(entry: LogEntry): string[] {
  const { timestamp, level, source, logger, message, context, metadata, error } = entry;
  const name = logger === undefined ? source : `${source} ${logger}`;
  const lines = `${timestamp} ${level.toUpperCase().padEnd(LONGEST_LEVEL)} ${name}: ${message}`.split(
    LINE_BREAK,
  );
  const data = [context, metadata].flatMap((part) => (part ? [JSON.stringify(part)] : []));
  if (data.length > 0) lines.push(data.join(' '));
  for (let cause = error; cause; cause = cause.cause) {
    lines.push(...`${cause === error ? '' : 'Caused by: '}${errorText(cause)}`.split(LINE_BREAK));
  }
  return lines;
}

function errorText({ name, message, stack }: LogError): string {
  const title = `${name}: ${message}`;
  if (stack === undefined) return title;
  return stack.startsWith(title) ? stack : `${title}\n${stack}`;
}

function harmless(line: string): string {
  return line.replace(UNSAFE, (character) => (character === '\t' ? character : visibleCharacter(character)));
}
