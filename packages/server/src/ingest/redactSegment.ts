import type { LogLine } from '@tailrace/protocol';
import type { LogSanitizer } from '@tailrace/protocol/sanitize';
import type { NewEntry } from '../store/LogStore.ts';
import type { ParsedSegment } from './ParsedSegment.ts';

/** Redacts what a client may have left in the clear: what is stored and streamed is the redacted line. */
export function redactSegment(
  segment: ParsedSegment,
  { sanitizeLine }: Pick<LogSanitizer, 'sanitizeLine'>,
): ParsedSegment {
  const { resource } = segment;
  return {
    ...segment,
    resource: resource === undefined ? undefined : sanitizeLine(resource),
    entries: segment.entries.map((entry) => redactEntry(entry, sanitizeLine)),
  };
}

/** A line that nothing was found in is the same string, and stays byte for byte. */
function redactEntry(entry: NewEntry, sanitizeLine: (line: string) => string): NewEntry {
  const line = sanitizeLine(entry.line);
  return line === entry.line ? entry : { line, entry: JSON.parse(line) as LogLine };
}
