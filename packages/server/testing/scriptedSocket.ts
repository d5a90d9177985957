import type { ServerMessage } from '@tailrace/protocol';
import type { StreamSocket } from '../src/stream/StreamSocket.ts';

/** A socket without a network: what is sent is taken at once, unless the test holds it back. */
export interface ScriptedSocket extends StreamSocket {
  bufferedAmount: number;
  readonly sent: string[];
  readonly flushes: (() => void)[];
  readonly closes: { readonly code: number; readonly reason: string }[];
  pings: number;
  isTerminated: boolean;
  /** What was sent, parsed. */
  messages(): ServerMessage[];
  /** Those of one type. */
  of<T extends ServerMessage['type']>(type: T): Extract<ServerMessage, { type: T }>[];
}

export function createScriptedSocket(): ScriptedSocket {
  const socket: ScriptedSocket = {
    bufferedAmount: 0,
    sent: [],
    flushes: [],
    closes: [],
    pings: 0,
    isTerminated: false,
    send({ text, tail }, onFlushed) {
      const message = text + (tail?.toString() ?? '');
      socket.sent.push(message);
      if (onFlushed) socket.flushes.push(onFlushed);
      return message.length;
    },
    sendPage({ frames }, onFlushed) {
      socket.sent.push(...frames.map((frame) => frame.toString()));
      socket.flushes.push(onFlushed);
    },
    mark() {
      // Its client keeps its place itself.
    },
    ping() {
      socket.pings += 1;
    },
    close(code, reason) {
      socket.closes.push({ code, reason });
    },
    terminate() {
      socket.isTerminated = true;
    },
    messages: () => socket.sent.map((message) => JSON.parse(message) as ServerMessage),
    of: (type) =>
      socket
        .messages()
        .filter((message): message is Extract<ServerMessage, { type: typeof type }> => message.type === type),
  };
  return socket;
}
