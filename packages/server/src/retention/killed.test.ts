import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { createSessionId } from '@tailrace/protocol';
import { expect, it, onTestFinished } from 'vitest';
import { backdate } from '../../testing/backdate.ts';
import { logLine, seqs } from '../../testing/entries.ts';
import { eventually } from '../../testing/eventually.ts';
import { temporaryFolder } from '../../testing/temporaryFolder.ts';
import { readKeys, segmentBody, startTestServer } from '../../testing/testServer.ts';
import { dayOf } from '../store/sqlite/folder.ts';
import { DAY_MS } from './RetentionPeriods.ts';

const MAIN = fileURLToPath(new URL('../main.ts', import.meta.url));
const ENTRIES = 20_000;

interface Server {
  readonly child: ChildProcess;
  read(path: string): Promise<Record<string, unknown>>;
}

/** Starts a server as a process, from source: it inherits how this one loads TypeScript. */
async function start(folder: string): Promise<Server> {
  const child = spawn(process.execPath, [...process.execArgv, MAIN], {
    env: { PATH: process.env['PATH'], LOG_SERVICE_PORT: '0', LOG_DATA_DIR: folder },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  let output = '';
  child.stdout.on('data', (data: Buffer) => (output += data.toString()));
  const url = await eventually(() => {
    const found = /"url":"([^"]+)"/.exec(output)?.[1];
    expect(found).toBeDefined();
    return found!;
  });
  const headers = { Authorization: `Bearer ${readKeys(folder).read}` };
  return {
    child,
    read: async (path) =>
      (await (await fetch(`${url}/api/v1${path}`, { headers })).json()) as Record<string, unknown>,
  };
}

it('is killed while it removes, and goes on at its next start as if it had not been', async () => {
  const folder = temporaryFolder();
  const session = createSessionId();
  const first = await startTestServer({ LOG_INGEST_RATE: '0' }, folder);
  for (let from = 0; from < ENTRIES; from += 500) {
    const lines = seqs(500).map((i) => logLine(from + i, { level: i % 2 ? 'debug' : 'error' }));
    expect((await first.ingest(segmentBody(lines, { session }))).status).toBe(200);
  }
  await first.close();
  backdate(folder, dayOf(Date.now() - 20 * DAY_MS), Date.now() - 20 * DAY_MS);

  const second = await start(folder);
  const accountOf = (server: Server) => server.read(`/sessions/${session}`);
  const stored = await eventually(async () => {
    const account = await accountOf(second);
    expect(account['stored']).toBeLessThan(ENTRIES);
    return account;
  });
  expect(stored['missing']).toEqual([]);
  second.child.kill('SIGKILL');
  await once(second.child, 'exit');

  const third = await start(folder);
  await eventually(async () =>
    expect(await accountOf(third)).toEqual({
      emitted: ENTRIES,
      stored: ENTRIES / 2,
      dropped: { retention: ENTRIES / 2 },
      queued: 0,
      missing: [],
    }),
  );
  expect(await third.read('/logs/stats?q=-source:tailrace')).toMatchObject({ total: ENTRIES / 2 });
  expect(await third.read('/logs/stats?q=entry')).toMatchObject({ total: ENTRIES / 2 });
  third.child.kill('SIGTERM');
  expect((await once(third.child, 'exit'))[0]).toBe(0);
}, 60_000);
