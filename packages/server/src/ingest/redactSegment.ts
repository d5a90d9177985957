import type { LogLine } from '@tailrace/protocol';
import type { LogSanitizer } from '@tailrace/protocol/sanitize';
import type { NewEntry } from '../store/LogStore.ts';
import type { ParsedSegment } from './ParsedSegment.ts';
import type { Turns } from './Turns.ts';

/** Redacts what a client may have left in the clear: what is stored and streamed is the redacted line. */
export async function redactSegment(
  segment: ParsedSegment,
  { sanitizeLine }: Pick<LogSanitizer, 'sanitizeLine'>,
  turns: Turns,
): Promise<ParsedSegment> {
  const { resource } = segment;
  return {
    ...segment,
    resource: resource === undefined ? undefined : sanitizeLine(resource),
    entries: await turns.map(segment.entries, lengthOf, (entry) => redactEntry(entry, sanitizeLine)),
  };
}

function lengthOf({ line }: NewEntry): number {
  return line.length;
}

/** A line that nothing was found in is the same string, and stays byte for byte. */
function redactEntry(entry: NewEntry, sanitizeLine: (line: string) => string): NewEntry {
  const line = sanitizeLine(entry.line);
  return line === entry.line ? entry : { line, entry: JSON.parse(line) as LogLine };
}
