import { WebSocketServer } from 'ws';

/**
 * The floor of the fan-out, in a process of its own: sends ready frames to everybody who is connected. On a
 * message `{frames, text}` from its parent it sends the text so many times.
 */
interface BroadcastOrder {
  readonly frames: number;
  readonly text: string;
}

const server = new WebSocketServer({ host: '127.0.0.1', port: 0, perMessageDeflate: false });
server.on('listening', () => process.send!({ port: (server.address() as { port: number }).port }));
process.on('message', ({ frames, text }: BroadcastOrder) => {
  const frame = Buffer.from(text);
  let sent = 0;
  // As the real server: a turn of the loop between frames, so that sockets can write.
  const next = () => {
    for (const client of server.clients) client.send(frame, { binary: false });
    sent += 1;
    if (sent < frames) setImmediate(next);
  };
  next();
});
