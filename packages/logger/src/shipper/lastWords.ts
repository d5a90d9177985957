import type { SessionQueue } from '../queue/SessionQueue.ts';
import type { LogTransport } from '../transport/LogTransport.ts';
import { cut, printParts, toParts, type Part } from './parts.ts';

/** Bytes of one request that outlives its page: browsers allow 65,536 for all of them together. */
const KEEPALIVE_BYTES = 63_000;

/**
 * Sends what a closing page can still send: the oldest entries that the server does not have, so that what
 * follows arrives after them. The answer changes nothing: everything is in the queue as well, and the server
 * knows a duplicate.
 *
 * @param after the last `seq` that need not be sent
 * @returns the last `seq` that was sent
 */
export function sendLastWords(queue: SessionQueue, transport: LogTransport, after: number): number {
  const encoder = new TextEncoder();
  let room = KEEPALIVE_BYTES;
  const fitting: Part[] = [];
  for (const part of toParts({ segments: queue.oldest(room, after), drops: [] }, () => queue.emitted)) {
    room -= encoder.encode(printParts([cut(part, 0, 0)])).length;
    const end = part.lines.split('\n').findIndex((line) => (room -= encoder.encode(line).length + 1) < 0);
    if (end !== 0) fitting.push(end < 0 ? part : cut(part, 0, end));
    if (end >= 0) break;
  }
  if (fitting.length > 0) void transport.send(printParts(fitting), { keepalive: true });
  return fitting.at(-1)?.header.to ?? after;
}
