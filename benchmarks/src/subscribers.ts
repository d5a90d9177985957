import { once } from 'node:events';
import WebSocket from 'ws';

/** Sockets that count what they get, as cheaply as they can: parsing is the subscriber's own cost. */
export interface Subscribers {
  /** Resolves when each socket has got this many entries since its start. */
  received(entries: number): Promise<void>;
  close(): void;
}

export interface SubscribeOptions {
  readonly count: number;
  /** Where the next socket connects: tickets work once. */
  readonly nextUrl: () => Promise<string>;
  readonly headers?: Readonly<Record<string, string>>;
  readonly subProtocol?: string;
  /** Sent when a socket is open. */
  readonly hello?: string;
}

const ENTRY_MARK = Buffer.from('"received_at":');

export async function openSubscribers(options: SubscribeOptions): Promise<Subscribers> {
  const counts = Array.from({ length: options.count }, () => 0);
  let changed = () => {};
  const sockets = await Promise.all(
    counts.map(async (_, index) => {
      const socket = new WebSocket(await options.nextUrl(), options.subProtocol ?? [], {
        headers: { ...options.headers },
        perMessageDeflate: false,
      });
      socket.on('message', (bytes: Buffer) => {
        counts[index]! += countEntries(bytes);
        const cursor = /"to":"([^"]+)"/.exec(bytes.subarray(0, 200).toString('latin1'))?.[1];
        if (cursor !== undefined) socket.send(`{"type":"ack","cursor":"${cursor}"}`);
        changed();
      });
      await once(socket, 'open');
      if (options.hello) socket.send(options.hello);
      return socket;
    }),
  );
  return {
    received: (entries) =>
      new Promise((resolve) => {
        changed = () => {
          if (counts.every((count) => count >= entries)) resolve();
        };
        changed();
      }),
    close() {
      for (const socket of sockets) socket.terminate();
    },
  };
}

function countEntries(bytes: Buffer): number {
  let count = 0;
  for (let at = bytes.indexOf(ENTRY_MARK); at >= 0; at = bytes.indexOf(ENTRY_MARK, at + 1)) count += 1;
  return count;
}
