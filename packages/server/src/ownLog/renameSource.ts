import type { LogLine } from '@tailrace/protocol';
import type { ParsedSegment } from '../ingest/ParsedSegment.ts';
import type { NewEntry } from '../store/LogStore.ts';

/** Source of what the server says itself. */
export const OWN_SOURCE = 'tailrace';
/** Source of what somebody else says under that name. */
export const CLAIMED_SOURCE = 'tailrace-client';

/**
 * Gives entries of clients that call themselves the server another source: what is of the source `tailrace` is the
 * server's own, then, and nothing is lost.
 */
export function renameSource(segment: ParsedSegment): ParsedSegment {
  if (!segment.entries.some(({ entry }) => isClaimed(entry))) return segment;
  return { ...segment, entries: segment.entries.map(renamed) };
}

function renamed(given: NewEntry): NewEntry {
  if (!isClaimed(given.entry)) return given;
  const entry = { ...given.entry, source: CLAIMED_SOURCE };
  return { line: JSON.stringify(entry), entry };
}

/** Also what only looks the same: filters pass over case, and people over what cannot be seen. */
function isClaimed({ source }: Pick<LogLine, 'source'>): boolean {
  const plain = source.normalize('NFKC').replaceAll(/[\p{White_Space}\p{Cc}\p{Cf}]/gu, '');
  return plain.toLowerCase() === OWN_SOURCE;
}
