import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ServerProcess } from '@tailrace/e2e/ServerProcess';
import { STREAM_SUBPROTOCOL, type StreamTicket } from '@tailrace/protocol';
import type { Benchmark } from './Benchmark.ts';
import { makeBodies, makeLine, sendBodies } from './load.ts';
import { openSubscribers, type Subscribers } from './subscribers.ts';

const SUBSCRIBERS = 200;
const ENTRIES = 10_000;
/** Entries to a request, and to a frame of the floor. */
const BATCH = 100;

/** How many entries a second reach 200 subscribers, against sending them ready frames. */
export const fanOut: Benchmark = {
  name: 'fan-out',
  unit: 'deliveries per second',
  better: 'more',
  says: `${ENTRIES.toLocaleString('en')} entries to each of ${SUBSCRIBERS} subscribers of everything, from the first request to the last delivery; the subscribers are one process on the same two cores, and do not parse. Tailrace stores each entry (HTTP, SQLite, fsync) before it sends it; the floor sends the same number of frames of ${BATCH} ready entries, and stores nothing.`,

  async run(rounds) {
    const subject: number[] = [];
    const floor: number[] = [];
    for (let round = 0; round < rounds; round += 1) {
      subject.push(await throughServer());
      floor.push(await throughRawSockets());
    }
    return {
      subject: { name: 'HTTP to SQLite to 200 sockets', rounds: subject },
      floor: { name: 'raw ws send', rounds: floor },
    };
  },
};

async function throughServer(): Promise<number> {
  const dataDir = mkdtempSync(join(tmpdir(), 'tailrace-bench-'));
  const server = new ServerProcess({ port: await ServerProcess.freePort(), dataDir });
  await server.start();
  try {
    const cookie = await server.signIn();
    const key = await server.ingestKey(cookie);
    const subscribers = await openSubscribers({
      count: SUBSCRIBERS,
      headers: { Origin: server.url },
      subProtocol: STREAM_SUBPROTOCOL,
      hello: '{"type":"subscribe","id":"all","after":"now"}',
      nextUrl: async () =>
        `ws://127.0.0.1:${server.port}/api/v1/logs/stream/ws?ticket=${await ticket(server, cookie)}`,
    });
    const bodies = makeBodies({ entries: ENTRIES, perBody: BATCH });
    return await deliveriesPerSecond(subscribers, () =>
      sendBodies(bodies, { port: server.port, key, connections: 4 }),
    );
  } finally {
    await server.stop();
    rmSync(dataDir, { recursive: true, force: true });
  }
}

async function ticket(server: ServerProcess, cookie: string): Promise<string> {
  const response = await fetch(`${server.url}/api/v1/stream/tickets`, {
    method: 'POST',
    headers: { Cookie: cookie, Origin: server.url },
  });
  return ((await response.json()) as StreamTicket).ticket;
}

async function throughRawSockets(): Promise<number> {
  const server = fork(fileURLToPath(new URL('./broadcastServer.ts', import.meta.url)));
  try {
    const [{ port }] = (await once(server, 'message')) as [{ port: number }];
    const subscribers = await openSubscribers({
      count: SUBSCRIBERS,
      nextUrl: () => Promise.resolve(`ws://127.0.0.1:${port}/`),
    });
    const entries = Array.from(
      { length: BATCH },
      (_, index) => `{"received_at":"x",${makeLine(index + 1).slice(1)}`,
    );
    const text = `{"type":"logs","id":"all","entries":[${entries.join(',')}]}`;
    return await deliveriesPerSecond(subscribers, () => {
      server.send({ frames: ENTRIES / BATCH, text });
      return Promise.resolve();
    });
  } finally {
    const exited = once(server, 'exit');
    server.kill();
    await exited;
  }
}

async function deliveriesPerSecond(subscribers: Subscribers, start: () => Promise<void>): Promise<number> {
  const started = performance.now();
  await Promise.all([start(), subscribers.received(ENTRIES)]);
  const seconds = (performance.now() - started) / 1000;
  subscribers.close();
  return (ENTRIES * SUBSCRIBERS) / seconds;
}
