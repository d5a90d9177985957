import type { SessionQueue } from '../queue/SessionQueue.ts';
import { cut, printParts, toParts, type Part } from './parts.ts';

/**
 * What a page that ends can still send: the oldest entries that the server does not have, so that what follows
 * arrives after them. The answer changes nothing: everything is in the queue as well, and the server knows a
 * duplicate.
 *
 * @param after the last `seq` that need not be sent
 * @param room bytes
 * @returns the body of a request, and the last `seq` in it; `undefined` when there is nothing, or nothing fits
 */
export function lastWords(
  queue: SessionQueue,
  after: number,
  room: number,
): { readonly body: string; readonly to: number } | undefined {
  const encoder = new TextEncoder();
  const fitting: Part[] = [];
  for (const part of toParts({ segments: queue.oldest(room, after), drops: [] }, () => queue.emitted)) {
    room -= encoder.encode(printParts([cut(part, 0, 0)])).length;
    const end = part.lines.split('\n').findIndex((line) => (room -= encoder.encode(line).length + 1) < 0);
    if (end !== 0) fitting.push(end < 0 ? part : cut(part, 0, end));
    if (end >= 0) break;
  }
  const last = fitting.at(-1);
  return last && { body: printParts(fitting), to: last.header.to };
}
