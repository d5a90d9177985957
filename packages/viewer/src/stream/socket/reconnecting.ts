import { STREAM_SUBPROTOCOL } from '@tailrace/protocol/core';
import ReconnectingWebSocket, { type CloseEvent, type Options } from 'reconnecting-websocket';
import type { LogSocketFactory } from './LogSocket.ts';

/**
 * The package's types describe its ES module, while Node gets the CommonJS one, whose export is the class: to
 * Node's resolution the class is the default of the default, to a bundler's it is the default.
 */
type SocketClass = typeof ReconnectingWebSocket extends { readonly default: infer Class }
  ? Class
  : typeof ReconnectingWebSocket;
const Socket = ReconnectingWebSocket as unknown as SocketClass;

export interface ReconnectingOptions {
  /** Where there is no global one, as in Node 20: the class of the `ws` package. */
  readonly WebSocket?: unknown;
  /** Milliseconds that a connection may take to open. @default 10_000 */
  readonly connectionTimeoutMs?: number;
}

/**
 * A real WebSocket, by the reconnecting-websocket library. Its own schedule knows neither jitter nor what the
 * server asks for, and is set to zero: `nextUrl` waits instead.
 *
 * @example
 * import { WebSocket } from 'ws';
 * new LogStreamingService('http://localhost:8765', { createSocket: reconnecting({ WebSocket }) });
 */
export function reconnecting(options: ReconnectingOptions = {}): LogSocketFactory {
  const { WebSocket: given, connectionTimeoutMs = 10_000 } = options;
  return (nextUrl, listener) => {
    const socket = new Socket(nextUrl, STREAM_SUBPROTOCOL, {
      ...(given !== undefined && { WebSocket: withoutUncaughtErrors(given as typeof WebSocket) }),
      minReconnectionDelay: 0,
      maxReconnectionDelay: 0,
      connectionTimeout: connectionTimeoutMs,
      // A frame for a connection that is gone means nothing on the next one.
      maxEnqueuedMessages: 0,
    } satisfies Options);
    const onOpen = () => listener.open();
    const onMessage = (event: MessageEvent) => listener.message(String(event.data));
    const onClose = (event: CloseEvent) => listener.close(event.code, event.reason);
    socket.addEventListener('open', onOpen);
    socket.addEventListener('message', onMessage);
    socket.addEventListener('close', onClose);
    return {
      send: (text) => socket.send(text),
      reconnect: () => socket.reconnect(),
      close: () => {
        socket.removeEventListener('open', onOpen);
        socket.removeEventListener('message', onMessage);
        socket.removeEventListener('close', onClose);
        socket.close();
      },
    };
  };
}

/** The library stops listening before it closes, and Node ends a process for an error that nobody listens to. */
function withoutUncaughtErrors(Base: typeof WebSocket): typeof WebSocket {
  return class extends Base {
    constructor(url: string | URL, protocols?: string | string[]) {
      super(url, protocols);
      this.addEventListener('error', () => {});
    }
  };
}
