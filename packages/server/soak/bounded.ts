import { parseCursor } from '@tailrace/protocol';
import type { Transport } from './connect.ts';
import { LoadGenerator, SOURCES } from './LoadGenerator.ts';
import { startServerProcess, type ServerProcess } from './serverProcess.ts';
import { newestCursor, storedPositions } from './storeAnswers.ts';
import { Subscriber } from './Subscriber.ts';
import type { Outcome } from './verdict.ts';

/** Bytes by which the server may grow. */
const MAX_GROWTH_BYTES = 64 * 1024 * 1024;
/** Milliseconds by which the latency of those that take everything may grow at its 99th percentile. */
const MAX_P99_GROWTH_MS = 20;
/** Milliseconds above which the latency says more about the machine than about the server. */
const MAX_QUIET_P99_MS = 150;
/** Those that take everything. */
const HEALTHY = 10;
const SAMPLE_MS = 250;
const MEBIBYTE = 1024 * 1024;

export interface BoundedSize {
  readonly frozen: number;
  readonly entriesPerSecond: number;
  /** With the healthy subscribers alone, after as long a time to warm up. */
  readonly baselineSeconds: number;
  readonly seconds: number;
  /**
   * Of the sources, those that each frozen one reads: what it does not take must be more than the operating system
   * keeps for it, and all of it is read again when it comes back.
   */
  readonly reads: 'one' | 'allButOne';
}

export const BOUNDED_SIZES: Readonly<Record<'small' | 'large', BoundedSize>> = {
  small: { frozen: 30, entriesPerSecond: 2500, baselineSeconds: 5, seconds: 20, reads: 'allButOne' },
  large: { frozen: 200, entriesPerSecond: 10_000, baselineSeconds: 20, seconds: 60, reads: 'one' },
};

interface Phase {
  /** Bytes, the most that was seen. */
  readonly memory: number;
  readonly p99: number;
  /** Processors that the server kept busy. */
  readonly cores: number;
}

/**
 * Subscribers that take nothing for a time beside others that take everything. They must cost the server little
 * memory and the others no time; and when they take again, what they get and what they are told to have missed
 * must be all that there was.
 */
export async function runBounded(size: BoundedSize): Promise<Outcome> {
  const server = await startServerProcess();
  try {
    return await measure(server, size);
  } finally {
    await server.stop();
  }
}

async function measure(server: ServerProcess, size: BoundedSize): Promise<Outcome> {
  const load = new LoadGenerator(server, size.entriesPerSecond);
  await load.sendLast('The first');
  const first = await newestCursor(server);
  const healthy = Array.from({ length: HEALTHY }, (_, i) => subscribe(server, i, first));
  load.start();
  await phase(server, healthy, size.baselineSeconds);
  const before = await phase(server, healthy, size.baselineSeconds);
  await load.stop();

  const start = await newestCursor(server);
  const sentBefore = load.sent;
  const frozen = Array.from({ length: size.frozen }, (_, i) =>
    subscribe(server, i, start, size.reads === 'one' ? '' : '-'),
  );
  await wait(1000);
  frozen.forEach(freeze);
  load.start();
  const during = await phase(server, healthy, size.seconds);
  await load.stop();
  const sent = load.sent - sentBefore;

  await load.sendLast('The end');
  const end = parseCursor(await newestCursor(server))!.position;
  for (const one of frozen) one.thaw();
  await Promise.all([...frozen, ...healthy].map((one) => one.until(end)));
  for (const one of [...frozen, ...healthy]) one.end();
  return judge(server, { size, before, during, frozen, healthy, sent, load, start, first });
}

/** Of the frozen, every second reads but does not acknowledge; the others take nothing from their sockets. */
function freeze(one: Subscriber, i: number): void {
  if (one.options.transport === 'websocket' && i % 2 === 0) one.acknowledges = false;
  else one.freeze();
}

/** @param not `-` for all sources but one */
function subscribe(server: ServerProcess, i: number, after: string, not = ''): Subscriber {
  const transport: Transport = i % 3 === 2 ? 'sse' : 'websocket';
  return new Subscriber({ server, transport, filter: `${not}source:source${i % SOURCES}`, after });
}

async function phase(server: ServerProcess, healthy: readonly Subscriber[], seconds: number): Promise<Phase> {
  for (const one of healthy) one.latencies.length = 0;
  const [startedAt, used] = [performance.now(), server.processorSeconds()];
  let memory = 0;
  for (let ms = 0; ms < seconds * 1000; ms += SAMPLE_MS) {
    await wait(SAMPLE_MS);
    memory = Math.max(memory, server.memory());
  }
  const latencies = Float64Array.from(healthy.flatMap((one) => one.latencies)).toSorted();
  const p99 = latencies[Math.floor(latencies.length * 0.99)] ?? Number.NaN;
  const cores = (server.processorSeconds() - used) / ((performance.now() - startedAt) / 1000);
  return { memory, p99, cores };
}

interface Run {
  readonly size: BoundedSize;
  readonly before: Phase;
  readonly during: Phase;
  readonly frozen: readonly Subscriber[];
  readonly healthy: readonly Subscriber[];
  readonly sent: number;
  readonly load: LoadGenerator;
  readonly first: string;
  readonly start: string;
}

async function judge(server: ServerProcess, run: Run): Promise<Outcome> {
  const { size, before, during, frozen, healthy, sent, load } = run;
  const stored = new Map<string, readonly number[]>();
  let [wrong, delivered, leftOut, matched] = [0, 0, 0, 0];
  for (const one of [...frozen, ...healthy]) {
    const { filter } = one.options;
    const all = stored.get(filter) ?? (await storedPositions(server, filter));
    stored.set(filter, all);
    const after = parseCursor(one.options.after)!.position;
    const expected = all.filter((position) => position > after).length;
    const isOrdered = one.positions.every((position, i) => i === 0 || position > one.positions[i - 1]!);
    if (!isOrdered || one.positions.length + one.leftOut !== expected) wrong += 1;
    delivered += one.positions.length;
    leftOut += one.leftOut;
    matched += expected;
  }
  const heldUp = frozen.filter((one) => one.leftOut > 0 || one.cutOff > 0).length;
  const cutOff = frozen.filter((one) => one.cutOff > 0).length;
  const healthyLeftOut = healthy.reduce((sum, one) => sum + one.leftOut + one.cutOff, 0);
  const due = size.entriesPerSecond * size.seconds;
  const growth = during.memory - before.memory;
  const isQuiet = before.p99 < MAX_QUIET_P99_MS;
  const growthMs = during.p99 - before.p99;
  return {
    faults: [
      {
        name: 'frozen subscribers that were left behind or cut off',
        holds: heldUp > frozen.length * 0.9,
        found: `${heldUp} of ${frozen.length}; ${cutOff} of them cut off`,
      },
      { name: 'entries sent meanwhile', holds: sent > due * 0.9, found: `${sent} of ${due}` },
      {
        name: `machine quiet enough to measure, p99 before below ${MAX_QUIET_P99_MS} ms`,
        holds: isQuiet,
        found: `${before.p99} ms`,
      },
      { name: 'requests refused', holds: load.failures === 0, found: String(load.failures) },
    ],
    claims: [
      {
        name: `growth of the server below ${MAX_GROWTH_BYTES / MEBIBYTE} MiB`,
        holds: growth < MAX_GROWTH_BYTES,
        found: `${inMebibytes(growth)} MiB, from ${inMebibytes(before.memory)}`,
      },
      {
        name: `growth of the others’ p99 below ${MAX_P99_GROWTH_MS} ms`,
        // On a busy machine this says nothing, and the run is inconclusive.
        holds: growthMs < MAX_P99_GROWTH_MS || !isQuiet,
        found: `${growthMs} ms, from ${before.p99}; cores ${before.cores.toFixed(2)}, then ${during.cores.toFixed(2)}`,
      },
      { name: 'others left out or cut off', holds: healthyLeftOut === 0, found: String(healthyLeftOut) },
      {
        name: 'delivered and announced gaps are all that matched',
        holds: wrong === 0 && delivered + leftOut === matched,
        found: `${delivered} + ${leftOut} of ${matched}, ${wrong} subscribers wrong`,
      },
    ],
  };
}

function inMebibytes(bytes: number): string {
  return (bytes / MEBIBYTE).toFixed(1);
}

function wait(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
