import { takeBatch } from '../queue/batch.ts';
import { recordsToReport } from '../queue/drops.ts';
import type { OwnEntries } from '../queue/OwnEntries.ts';
import type { LogTransport } from '../transport/LogTransport.ts';
import { printParts, toParts } from './parts.ts';

/**
 * Sends what a closing page can still send: the latest entries that the server does not have, as many as fit
 * below the browser's limit for such requests. The answer changes nothing: everything is in the queue as
 * well, and the server knows a duplicate.
 */
export function sendLastWords(own: OwnEntries, transport: LogTransport): void {
  const segments = takeBatch(own.waiting.toReversed()).toReversed();
  if (segments.length === 0) return;
  const batch = { segments, sessions: recordsToReport([own.record], segments) };
  void transport.send(printParts(toParts(batch, () => own.emitted)), { keepalive: true });
}
