import { Agent } from 'node:http';
import { post } from './post.ts';
import { demand } from '../Scenario.ts';
import type { ServerStand } from './ServerStand.ts';

const BATCH = 500;
const CONNECTIONS = 4;

/** Stores entries of a source of its own, as fast as it goes. @returns how many */
export async function fillStore(stand: ServerStand, count: number): Promise<number> {
  const agent = new Agent({ keepAlive: true, maxSockets: CONNECTIONS });
  const perConnection = Math.ceil(count / BATCH / CONNECTIONS);
  const fill = async (connection: number) => {
    const session = `fill${String(connection).padStart(12, '0')}`;
    for (let batch = 0; batch < perConnection; batch += 1) {
      const from = batch * BATCH + 1;
      const to = from + BATCH - 1;
      const now = new Date().toISOString();
      const lines = [JSON.stringify({ v: 1, session, from, to, sent_at: now, emitted: to })];
      for (let seq = from; seq <= to; seq += 1) {
        const message = `Entry ${seq} of a store that was large before anything happened to it`;
        lines.push(
          JSON.stringify({ seq, timestamp: now, level: 'info', source: 'fill', message, metadata: { seq } }),
        );
      }
      const body = `${lines.join('\n')}\n`;
      // oxlint-disable-next-line no-await-in-loop
      const outcome = await post({ url: stand.server.url, key: stand.key('ingest'), agent, body });
      demand(outcome.kind === 'answer' && outcome.status === 200, `Filling: ${JSON.stringify(outcome)}`);
    }
  };
  await Promise.all(Array.from({ length: CONNECTIONS }, (_, connection) => fill(connection)));
  agent.destroy();
  return CONNECTIONS * perConnection * BATCH;
}
