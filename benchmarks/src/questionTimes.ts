import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { ServerProcess } from '@tailrace/e2e/ServerProcess';
import { createSessionId, formatSegments, LOG_LEVELS, MAX_BATCH_ENTRIES } from '@tailrace/protocol';
import { median } from './Benchmark.ts';
import { sendBodies } from './load.ts';

/** How long the built server takes to answer questions about a large store, over HTTP and one after the other. */

const CONNECTIONS = 8;
const ASKED = 20;
/** Milliseconds after which a slow question is not asked again. */
const MAX_ASKING_MS = 5000;
const HOUR = 3_600_000;
/** The entries lie over so many hours; they all arrive today, so that all of them are in one file. */
const HOURS = 48;
const SOURCES = ['shop', 'api', 'worker', 'mailer', 'search'];
/** Bodies that are made and sent at a time. */
const BODIES = 40;

const { values } = parseArgs({ options: { entries: { type: 'string', default: '1000000' } } });
const entries = Number(values.entries);
if (!Number.isInteger(entries) || entries < 1) {
  console.error('Usage: npm run bench:questions -- [--entries 1000000]');
  process.exit(2);
}

const now = Date.now();
const start = new Date(now - 24 * HOUR).toISOString();
const page = 'order=desc&limit=100';

const QUESTIONS: Readonly<Record<string, string>> = {
  'stats, 24 h': '/stats?hours=24',
  'stats, all': '/stats',
  'sources, all': '/sources',
  'histogram, 24 h by 5 min': `/histogram?interval=5m&start=${start}`,
  'histogram, 24 h by 1 h, one source': `/histogram?interval=1h&by=source&source=api&start=${start}`,
  'facets of level, 24 h': `/facets?field=level&start=${start}`,
  'stats of one conversation since a time': `/stats?conversation_id=c7&start=${start}`,
  'newest 100': `?${page}`,
  'newest 100 of a source': `?source=worker&${page}`,
  'newest 100 of a level': `?level=error&${page}`,
  'newest 100 of a user': `?user_id=u17&${page}`,
  'newest 100 with a rare word': `?search=${rareWord(entries)}&${page}`,
  'one by one: histogram of a logger': `/histogram?interval=5m&logger=shop.cart&start=${start}`,
  'one by one: facets of a field, 24 h': `/facets?field=user_id&start=${start}`,
};

const dataDir = mkdtempSync(join(tmpdir(), 'tailrace-bench-'));
const server = new ServerProcess({ port: await ServerProcess.freePort(), dataDir });
await server.start();
try {
  const cookie = await server.signIn();
  const key = await server.ingestKey(cookie);
  const began = performance.now();
  const session = createSessionId();
  for (let seq = 1; seq <= entries; seq += BODIES * MAX_BATCH_ENTRIES) {
    const bodies = Array.from({ length: BODIES }, (_, i) => makeBody(session, seq + i * MAX_BATCH_ENTRIES));
    await sendBodies(bodies.filter(Boolean), { port: server.port, key, connections: CONNECTIONS });
  }
  const seconds = (performance.now() - began) / 1000;
  console.log(
    `${entries} entries stored in ${seconds.toFixed(1)} s; milliseconds per answer, of up to ${ASKED}:`,
  );
  console.log('median  worst');
  for (const [name, query] of Object.entries(QUESTIONS)) {
    const times: number[] = [];
    let partial = false;
    const until = performance.now() + MAX_ASKING_MS;
    for (let i = 0; i < ASKED && (i === 0 || performance.now() < until); i += 1) {
      const asked = performance.now();
      const answer = await fetch(`${server.url}/api/v1/logs${query}`, { headers: { Cookie: cookie } });
      const text = await answer.text();
      times.push(performance.now() - asked);
      if (!answer.ok) throw new Error(`${query} was answered ${answer.status}: ${text}`);
      partial ||= text.includes('"partial":true');
    }
    const [middle, worst] = [median(times), Math.max(...times)].map((ms) => ms.toFixed(1).padStart(6));
    console.log(`${middle} ${worst}  ${name}${partial ? ' (in part)' : ''}`);
  }
} finally {
  await server.stop();
  rmSync(dataDir, { recursive: true, force: true });
}

function makeBody(session: string, from: number): string {
  const to = Math.min(from + MAX_BATCH_ENTRIES - 1, entries);
  if (from > to) return '';
  const lines = Array.from({ length: to - from + 1 }, (_, i) => makeLine(from + i));
  const sentAt = new Date().toISOString();
  const header = { v: 1, session, from, to, sent_at: sentAt, emitted: to } as const;
  return formatSegments([{ header, lines }]);
}

function makeLine(seq: number): string {
  return JSON.stringify({
    seq,
    timestamp: new Date(now - HOURS * HOUR * (1 - seq / entries)).toISOString(),
    level: seq % 50 === 0 ? 'error' : LOG_LEVELS[seq % 3],
    source: SOURCES[seq % 7] ?? 'shop',
    logger: 'shop.cart.totals',
    message: `Added product ${seq % 977} to the cart after a look at ${rareWord(seq)}`,
    context: { user_id: `u${seq % 1000}`, conversation_id: `c${seq % 5000}` },
    metadata: { sku: `KET-${seq % 100}`, price: 3900 + (seq % 50) },
  });
}

/** A word that few entries have. */
function rareWord(seq: number): string {
  return `page${Math.floor(seq / 10)}`;
}
