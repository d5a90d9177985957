import { takeBatch } from '../queue/batch.ts';
import type { OwnEntries } from '../OwnEntries.ts';
import type { LogTransport } from '../transport/LogTransport.ts';
import { printParts, toParts } from './parts.ts';

/**
 * Sends what a closing page can still send: the latest entries that the server does not have, as many as fit
 * below the browser's limit for such requests. The answer changes nothing: everything is in the queue as
 * well, and the server knows a duplicate.
 */
export function sendLastWords(own: OwnEntries, transport: LogTransport): void {
  const segments = takeBatch(own.tail.toReversed()).toReversed();
  if (segments.length === 0) return;
  const { session, dropped, emitted } = own;
  const sessions = dropped.length > 0 ? [{ session, dropped, reported: 0, updated: 0 }] : [];
  void transport.send(printParts(toParts({ segments, sessions }, () => emitted)), { keepalive: true });
}
