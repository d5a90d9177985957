import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ServerProcess } from '@tailrace/e2e/ServerProcess';
import { measureServer } from '../serverFigures.ts';
import type { ListenerTransport, Received } from './listenerMessages.ts';
import { Listeners } from './Listeners.ts';
import { PacedLoad, type Sent } from './sendPaced.ts';
import { makeFilters, type KnownFilter } from './workload.ts';

export const SUBSCRIBERS = 1000;
/** Entries a second. */
export const RATE = 1000;
export const SECONDS = 20;
/** Seconds before the clock runs: compiling the server's code is not what is measured. */
const WARM_UP_SECONDS = 3;
/** Entries to a request: forty requests a second. */
const BATCH = 25;

const PATHS: Readonly<Record<ListenerTransport, string>> = {
  websocket: '/api/v1/logs/stream/ws',
  sse: '/api/v1/logs/stream/sse',
};

export interface FilteredRun {
  /** Seconds of processor time of the server, ingest and store included, for each second of the load. */
  readonly cores: number;
  /** Entries a second that came in. Where it is less than `RATE`, the machine was busy with something else. */
  readonly rate: number;
  /** Milliseconds from the beginning of an entry's request to its arrival at a listener. */
  readonly latencyP50: number;
  readonly latencyP99: number;
  readonly loopDelayP99: number;
  readonly deliveries: number;
  /** While the clock ran. */
  readonly frames: number;
  readonly bytes: number;
}

/**
 * Streams to listeners each of which has its own filter.
 *
 * @throws when a listener did not get exactly what its filter passes
 */
export async function runFiltered(transport: ListenerTransport): Promise<FilteredRun> {
  const dataDir = mkdtempSync(join(tmpdir(), 'tailrace-bench-'));
  const server = new ServerProcess({ port: await ServerProcess.freePort(), dataDir });
  await server.start();
  const cookie = await server.signIn();
  const filters = makeFilters(SUBSCRIBERS);
  const listeners = await Listeners.open({
    transport,
    port: server.port,
    path: PATHS[transport],
    headers: { Authorization: `Bearer ${readKey(dataDir)}` },
    filters: filters.map(({ text }) => text),
  });
  const key = await server.ingestKey(cookie);
  const load = new PacedLoad({ port: server.port, key, rate: RATE, seconds: SECONDS, batch: BATCH });
  try {
    await load.run(WARM_UP_SECONDS);
    const before = await listeners.count();
    const end = await measureServer(server.url, cookie);
    const started = performance.now();
    await load.run(SECONDS);
    const seconds = (performance.now() - started) / 1000;
    const { cpuSeconds, loopDelayP99 } = await end();
    const after = await listeners.count();
    await listeners.settled(load.sent.entries.length * SUBSCRIBERS);
    const received = await listeners.received();
    const deliveries = checkDeliveries(filters, load.sent, received);
    const latencies = latenciesOf(load.sent, received, WARM_UP_SECONDS * RATE);
    return {
      cores: cpuSeconds / SECONDS,
      rate: (SECONDS * RATE) / seconds,
      latencyP50: percentile(latencies, 0.5),
      latencyP99: percentile(latencies, 0.99),
      loopDelayP99,
      deliveries,
      frames: after.frames - before.frames,
      bytes: after.bytes - before.bytes,
    };
  } finally {
    load.close();
    await listeners.close();
    await server.stop();
    rmSync(dataDir, { recursive: true, force: true });
  }
}

/** The key to read with, of those that a first start writes down. */
function readKey(dataDir: string): string {
  const key = /^read +(\S+)$/m.exec(readFileSync(join(dataDir, 'keys.txt'), 'utf8'))?.[1];
  if (key === undefined) throw new Error('The server wrote down no key to read with');
  return key;
}

/** @returns how many there were */
function checkDeliveries(
  filters: readonly KnownFilter[],
  { entries }: Sent,
  received: readonly Received[],
): number {
  let deliveries = 0;
  filters.forEach(({ text, passes }, i) => {
    const expected = entries.filter(passes).map(({ seq }) => seq);
    const got = received[i]!.seqs.toSorted((a, b) => a - b);
    if (expected.length === 0) throw new Error(`Nothing of what was sent passes ${text}`);
    if (expected.join() !== got.join()) {
      throw new Error(`${text} passes ${expected.length} entries, and ${got.length} others or fewer arrived`);
    }
    deliveries += got.length;
  });
  return deliveries;
}

function latenciesOf({ at }: Sent, received: readonly Received[], warmUp: number): Float64Array {
  const latencies: number[] = [];
  for (const { seqs, at: arrivals } of received) {
    seqs.forEach((seq, i) => {
      if (seq > warmUp) latencies.push(arrivals[i]! - at[seq - 1]!);
    });
  }
  return Float64Array.from(latencies).toSorted();
}

function percentile(sorted: Float64Array, part: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))]!;
}
