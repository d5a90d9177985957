import type { WebSocket } from 'ws';
import type { StreamSocket } from './StreamSocket.ts';

/** Bytes of a shared tail up to which copying it is cheaper than a frame of its own. */
const MAX_COPIED_TAIL_BYTES = 4096;

const AS_TEXT = { binary: false } as const;

/** A stream's side of a WebSocket. An error is followed by the close of the socket, where the stream ends. */
export function webSocketStream(socket: WebSocket): StreamSocket {
  return {
    get bufferedAmount() {
      return socket.bufferedAmount;
    },
    send({ text, tail }, onFlushed) {
      if (!tail) {
        const frame = Buffer.from(text);
        socket.send(frame, AS_TEXT, onFlushed);
        return frame.length;
      }
      const length = Buffer.byteLength(text);
      if (tail.length <= MAX_COPIED_TAIL_BYTES) {
        const frame = Buffer.allocUnsafe(length + tail.length);
        frame.write(text);
        frame.set(tail, length);
        socket.send(frame, AS_TEXT, onFlushed);
      } else {
        // Two fragments of one message, so that a slow client's queue holds no copy of what all get.
        socket.send(Buffer.from(text), { binary: false, fin: false });
        socket.send(tail, { binary: false, fin: true }, onFlushed);
      }
      return length + tail.length;
    },
    sendPage({ frames }, onFlushed) {
      const last = frames.length - 1;
      frames.forEach((frame, i) => socket.send(frame, AS_TEXT, i === last ? onFlushed : undefined));
    },
    mark() {
      // A WebSocket's client keeps its place itself.
    },
    ping: () => socket.ping(),
    close: (code, reason) => socket.close(code, reason),
    terminate: () => socket.terminate(),
  };
}
