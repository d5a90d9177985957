import type { ClientMessage, LogEntry, ServerMessage } from '@tailrace/protocol';
import type { LogSocketFactory } from '@tailrace/viewer/stream';

/** A socket that says what a server would, and then what it is fed. */
export interface FedSocket {
  readonly createSocket: LogSocketFactory;
  /** Takes what `formatFrame` gave. */
  append(frame: string): void;
}

/** A frame as it comes over the wire, but for the subscription that it is for. */
export function formatFrame(entries: readonly LogEntry[]): string {
  const [from, to] = [`bench.${entries[0]!.seq - 1}`, entries.at(-1)!.cursor];
  return JSON.stringify({ generation: 1, phase: 'live', from, to, entries }).slice(1);
}

export function createFedSocket(): FedSocket {
  let receive: (text: string) => void = () => {};
  const say = (message: ServerMessage) => receive(JSON.stringify(message));
  let subscription = '';
  return {
    createSocket: (_nextUrl, listener) => {
      receive = listener.message;
      queueMicrotask(() => {
        listener.open();
        say({
          type: 'hello',
          version: 1,
          epoch: 'bench',
          heartbeat_ms: 15_000,
          limits: {},
          levels: { version: 0, levels: {} },
        });
      });
      return {
        send(text) {
          const message = JSON.parse(text) as ClientMessage;
          if (message.type !== 'subscribe') return;
          subscription = message.id;
          say({ type: 'subscribed', id: subscription, generation: 1, resumed: true });
          say({ type: 'live', id: subscription });
        },
        reconnect() {},
        close() {},
      };
    },
    append: (frame) => receive(`{"type":"logs","id":"${subscription}",${frame}`),
  };
}
