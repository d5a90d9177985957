import type { StreamSocket } from './StreamSocket.ts';

/** Milliseconds after which a client whose connection broke comes back, unless it is told otherwise. */
const RETRY_MS = 2000;
const CARRIAGE_RETURN = 13;
/** In the reason of a close: when to come back. */
const RECONNECT_REASON = /^reconnect_in_ms=(\d+)$/;

/** Headers of an answer that is a stream of events. */
export const EVENT_STREAM_HEADERS: Readonly<Record<string, string>> = {
  'Content-Type': 'text/event-stream; charset=utf-8',
  'Cache-Control': 'no-store, no-transform',
  // Else nginx holds the events back until its buffer is full.
  'X-Accel-Buffering': 'no',
};

/** A stream's side of Server-Sent Events. */
export interface EventStream extends StreamSocket {
  /**
   * Nobody answers on it: that the operating system still takes what is sent is the only sign of life.
   *
   * @param listener told at each of these signs
   */
  onAlive(listener: () => void): void;
}

/** Where events are written to: an answer whose head is written, or what compresses them on their way there. */
export interface EventBody {
  readonly writableLength: number;
  readonly writableEnded: boolean;
  readonly destroyed: boolean;
  write(data: string | Buffer, onTaken: (error?: Error | null) => void): boolean;
  cork(): void;
  uncork(): void;
  end(): unknown;
  destroy(): unknown;
}

/** Streams events into the body of an answer. */
export function eventStream(answer: EventBody): EventStream {
  let onAlive: (() => void) | undefined;
  const write = (data: string | Buffer, onFlushed?: () => void) => {
    if (answer.writableEnded || answer.destroyed) return;
    answer.write(data, (error) => {
      // The close of the connection follows, and the stream ends there.
      if (error) return;
      onAlive?.();
      onFlushed?.();
    });
  };
  write(`retry: ${RETRY_MS}\n\n`);

  return {
    get bufferedAmount() {
      return answer.writableLength;
    },
    send({ text, tail, cursor }, onFlushed) {
      const head = `${cursor === undefined ? '' : `id: ${cursor}\n`}data: ${onOneLine(text)}`;
      if (!tail) {
        write(`${head}\n\n`, onFlushed);
        return head.length + 2;
      }
      answer.cork();
      write(head);
      write(tail.includes(CARRIAGE_RETURN) ? onOneLine(tail.toString()) : tail);
      write('\n\n', onFlushed);
      answer.uncork();
      return head.length + tail.length + 2;
    },
    sendPage: ({ events }, onFlushed) => write(events, onFlushed),
    mark: (cursor) => write(printMark(cursor)),
    ping: () => write(':\n\n'),
    close(code, reason) {
      const retry = RECONNECT_REASON.exec(reason)?.[1];
      if (retry !== undefined) write(`retry: ${retry}\n`);
      write(`event: close\ndata: ${JSON.stringify({ code, reason })}\n\n`);
      answer.end();
    },
    terminate: () => answer.destroy(),
    onAlive(listener) {
      onAlive = listener;
    },
  };
}

/** Prints up to where a client has everything by now, without an event of its own. */
export function printMark(cursor: string): string {
  return `id: ${cursor}\n\n`;
}

/** Prints one event. */
export function printEvent(name: string, cursor: string, json: string): string {
  return `id: ${cursor}\nevent: ${name}\ndata: ${onOneLine(json)}\n\n`;
}

/** JSON may hold a carriage return between its tokens, where it means nothing; it would end the event's line. */
function onOneLine(json: string): string {
  return json.includes('\r') ? json.replaceAll('\r', ' ') : json;
}
