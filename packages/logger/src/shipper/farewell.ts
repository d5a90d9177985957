import type { SessionQueue } from '../queue/SessionQueue.ts';
import type { LogTransport } from '../transport/LogTransport.ts';
import { cut, printParts, toParts, type Part } from './parts.ts';

/** Bytes of one request that outlives its page: browsers allow 65,536 for all of them together. */
const KEEPALIVE_BYTES = 63_000;
/** Bytes of one request that is left with the browser: to another origin 8,192, its headers and address included. */
const DEFERRED_BYTES = 7500;
/** Milliseconds for which left words are good enough: in a flood of errors each would be searched and left anew. */
const LEFT_FOR_MS = 50;

/**
 * What a page sends that ends: the oldest entries that the server does not have, so that what follows arrives after
 * them. No answer changes anything: everything is in the queue as well, and the server knows a duplicate.
 */
export interface Farewell {
  /** The page is hidden or left once more: all that waits is to be said again. */
  begin(): void;
  /** Sends what has not been said since. */
  say(): void;
  /** Leaves words with the browser, for a crash that nobody comes back from, in place of those left before. */
  leave(): void;
  /** Takes back what was left. */
  takeBack(): void;
}

/** Prepares the farewell of a page. */
export function createFarewell(queue: SessionQueue, transport: LogTransport | undefined): Farewell {
  let said = 0;
  let takeBack: (() => void) | undefined;
  let leftAt = -Infinity;
  return {
    begin() {
      said = 0;
    },
    say() {
      const words = lastWords(queue, said, KEEPALIVE_BYTES, true);
      if (!words) return;
      said = words.to;
      void transport?.send(words.body, { keepalive: true });
    },
    leave() {
      const now = performance.now();
      if (takeBack && now - leftAt < LEFT_FOR_MS) return;
      leftAt = now;
      takeBack?.();
      const words = transport?.defer && lastWords(queue, 0, DEFERRED_BYTES, false);
      takeBack = words && transport.defer!(words.body);
    },
    takeBack() {
      takeBack?.();
      takeBack = undefined;
    },
  };
}

/** As many of the oldest entries behind `after` as there is room for, as the body of a request. @param room bytes */
function lastWords(
  queue: SessionQueue,
  after: number,
  room: number,
  isSentNow: boolean,
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
  return last && { body: printParts(fitting, isSentNow), to: last.header.to };
}
