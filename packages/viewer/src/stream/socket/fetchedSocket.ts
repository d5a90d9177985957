import type { LogSocket, LogSocketFactory } from './LogSocket.ts';

/** What a socket says of a connection that ended without a word. */
const ABNORMAL = 1006;

/**
 * A socket whose code is fetched when it is made. Where that fails it is a connection that did not open: with the
 * next address it is tried again.
 *
 * @example
 * fetchedSocket(async () => (await import('./eventSource.ts')).eventSource());
 */
export function fetchedSocket(load: () => Promise<LogSocketFactory>): LogSocketFactory {
  return (nextUrl, listener, freshUrl) => {
    let closed = false;
    let socket: LogSocket | undefined;
    const begin = async () => {
      while (!closed && !socket) {
        const create = await load().catch(() => undefined);
        if (closed) return;
        if (create) {
          socket = create(nextUrl, listener, freshUrl);
        } else {
          listener.close(ABNORMAL, '');
          // It takes its time: when to try again is its business.
          await nextUrl();
        }
      }
    };
    void begin();
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
