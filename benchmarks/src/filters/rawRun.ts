import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { SECONDS, SUBSCRIBERS, type FilteredRun } from './filteredRun.ts';
import { Listeners } from './Listeners.ts';
import type { PacedOrder } from './pacedBroadcastServer.ts';

/** Milliseconds for which the server gathers what it sends, when a client asks for nothing else. */
const TICK_MS = 50;

/** @returns cores that it takes to send as many frames of the same length, which lie ready */
export async function runRaw({ frames, bytes }: Pick<FilteredRun, 'frames' | 'bytes'>): Promise<number> {
  const server = fork(fileURLToPath(new URL('./pacedBroadcastServer.ts', import.meta.url)));
  const [{ port }] = (await once(server, 'message')) as [{ port: number }];
  const listeners = await Listeners.open({
    transport: 'websocket',
    port,
    path: '/',
    headers: {},
    filters: Array.from({ length: SUBSCRIBERS }, (_, i) => String(i)),
  });
  try {
    const ticks = (SECONDS * 1000) / TICK_MS;
    const head = '{"type":"logs","to":"e.1","entries":[],"padding":"';
    const text = `${head}${'x'.repeat(Math.max(0, Math.round(bytes / frames) - head.length - 2))}"}`;
    server.send({
      text,
      framesPerTick: Math.round(frames / ticks),
      tickMs: TICK_MS,
      ticks,
    } satisfies PacedOrder);
    const [{ cores }] = (await once(server, 'message')) as [{ cores: number }];
    return cores;
  } finally {
    await listeners.close();
    const exited = once(server, 'exit');
    server.kill();
    await exited;
  }
}
