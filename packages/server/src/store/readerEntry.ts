import { formatCursor, formatEntryId } from '@tailrace/protocol';
import type { StoredEntry } from './LogStore.ts';

/** Fields that only the server may state; a producer's line never holds them. */
export const SERVER_FIELDS = ['id', 'session', 'received_at', 'cursor', 'resource'] as const;

/**
 * Prints an entry as readers get it: what the server knows of it, spliced in front of the stored line, which
 * is not parsed for that.
 */
export function printReaderEntry(epoch: string, entry: Omit<StoredEntry, 'tenant'>): string {
  const { session, seq, position, resource } = entry;
  const receivedAt = new Date(entry.receivedAt).toISOString();
  const own =
    `{"id":"${formatEntryId(session, seq)}","session":"${session}",` +
    `"received_at":"${receivedAt}","cursor":"${formatCursor(epoch, position)}",`;
  const rest = entry.line.slice(1);
  return resource === undefined ? own + rest : `${own}"resource":${resource},${rest}`;
}
