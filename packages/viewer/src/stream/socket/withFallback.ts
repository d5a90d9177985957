import type { LogSocket, LogSocketFactory } from './LogSocket.ts';

/** Connections in a row that did not open, though an address was given: what stands between takes no sockets. */
export const FAILURES_BEFORE_FALLBACK = 2;

/**
 * A socket by other means when the first ones fail: the server answers requests for its address, and yet no
 * connection opens. It stays with the other means until it is made anew.
 *
 * @example
 * withFallback(reconnecting(), eventSource());
 */
export function withFallback(first: LogSocketFactory, second: LogSocketFactory): LogSocketFactory {
  return (nextUrl, listener, freshUrl) => {
    let failures = 0;
    let opened = false;
    let closed = false;
    let socket: LogSocket | undefined;
    const begin = (create: LogSocketFactory, onClose: (code: number, reason: string) => void) => {
      socket = create(nextUrl, { ...listener, open: onOpen, close: onClose }, freshUrl);
    };
    const onOpen = () => {
      opened = true;
      failures = 0;
      listener.open();
    };
    const onClose = (code: number, reason: string) => {
      failures = opened ? 0 : failures + 1;
      opened = false;
      const fallsBack = failures >= FAILURES_BEFORE_FALLBACK;
      if (fallsBack) socket?.close();
      // It may close this socket in turn.
      listener.close(code, reason);
      if (fallsBack && !closed) begin(second, listener.close);
    };
    begin(first, onClose);
    return {
      send: (text) => socket?.send(text),
      reconnect: () => socket?.reconnect(),
      close: () => {
        closed = true;
        socket?.close();
      },
    };
  };
}
