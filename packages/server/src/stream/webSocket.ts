import type { WebSocket } from 'ws';
import type { StreamSocket } from './StreamSocket.ts';

/** Bytes of a shared tail up to which copying it is cheaper than a frame of its own. */
const MAX_COPIED_TAIL_BYTES = 4096;

/** A stream's side of a WebSocket. An error is followed by the close of the socket, where the stream ends. */
export function webSocketStream(socket: WebSocket): StreamSocket {
  return {
    get bufferedAmount() {
      return socket.bufferedAmount;
    },
    send({ text, tail }, onFlushed) {
      const flushed = () => onFlushed?.();
      const head = Buffer.from(text);
      if (!tail) {
        socket.send(head, { binary: false }, flushed);
        return head.length;
      }
      if (tail.length <= MAX_COPIED_TAIL_BYTES) {
        socket.send(Buffer.concat([head, tail]), { binary: false }, flushed);
      } else {
        // Two fragments of one message, so that a slow client's queue holds no copy of what all get.
        socket.send(head, { binary: false, fin: false });
        socket.send(tail, { binary: false, fin: true }, flushed);
      }
      return head.length + tail.length;
    },
    sendPage({ frames }, onFlushed) {
      const last = frames.length - 1;
      frames.forEach((frame, i) => socket.send(frame, { binary: false }, i === last ? onFlushed : undefined));
    },
    mark() {
      // A WebSocket's client keeps its place itself.
    },
    ping: () => socket.ping(),
    close: (code, reason) => socket.close(code, reason),
    terminate: () => socket.terminate(),
  };
}
