import { once } from 'node:events';
import { STREAM_SUBPROTOCOL } from '@tailrace/protocol';
import WebSocket from 'ws';
import type { ListenerOrder } from './listenerMessages.ts';
import type { Recording } from './Recording.ts';

/** Milliseconds after which a listener acknowledges what it got, as a viewer does. */
const ACK_DELAY_MS = 250;
const NEWLINE = Buffer.from('\n');

/** Resolves when the subscription stands. */
export async function listenToSocket(
  { port, path, headers }: Extract<ListenerOrder, { type: 'open' }>,
  filter: string,
  recording: Recording,
): Promise<void> {
  const socket = new WebSocket(`ws://127.0.0.1:${port}${path}`, STREAM_SUBPROTOCOL, {
    headers: { ...headers },
    perMessageDeflate: false,
  });
  let cursor = '';
  let timer: NodeJS.Timeout | undefined;
  const acknowledge = () => {
    timer = undefined;
    socket.send(`{"type":"ack","cursor":"${cursor}"}`);
  };
  const isLive = new Promise<void>((resolve, reject) => {
    socket.on('message', (bytes: Buffer) => {
      const head = bytes.subarray(0, 200).toString('latin1');
      if (head.startsWith('{"type":"logs"')) {
        recording.add(bytes);
        recording.add(NEWLINE);
        cursor = /"to":"([^"]+)"/.exec(head)![1]!;
        timer ??= setTimeout(acknowledge, ACK_DELAY_MS);
      } else if (head.startsWith('{"type":"live"')) resolve();
      else if (head.startsWith('{"type":"error"')) reject(new Error(`${filter}: ${bytes.toString()}`));
    });
    socket.on('error', reject);
  });
  await once(socket, 'open');
  socket.send(JSON.stringify({ type: 'subscribe', id: 'filtered', filter, after: 'now' }));
  await isLive;
}
