import { WebSocketServer } from 'ws';

/**
 * The floor of filtered streams, in a process of its own: sends a ready frame to so many of the connected clients,
 * one after the other, in each tick.
 */
export interface PacedOrder {
  readonly text: string;
  readonly framesPerTick: number;
  readonly tickMs: number;
  readonly ticks: number;
}

const server = new WebSocketServer({ host: '127.0.0.1', port: 0, perMessageDeflate: false });
server.on('connection', (client) => {
  client.on('message', (frame: Buffer) => {
    if (frame.includes('subscribe')) client.send('{"type":"live"}');
  });
});
server.on('listening', () => process.send!({ port: (server.address() as { port: number }).port }));
process.on('message', ({ text, framesPerTick, tickMs, ticks }: PacedOrder) => {
  const frame = Buffer.from(text);
  const clients = [...server.clients];
  const started = performance.now();
  const before = process.cpuUsage();
  let tick = 0;
  let next = 0;
  const timer = setInterval(() => {
    for (let i = 0; i < framesPerTick; i += 1) {
      clients[next]!.send(frame, { binary: false });
      next = (next + 1) % clients.length;
    }
    tick += 1;
    if (tick < ticks) return;
    clearInterval(timer);
    const { user, system } = process.cpuUsage(before);
    process.send!({ cores: (user + system) / 1000 / (performance.now() - started) });
  }, tickMs);
});
