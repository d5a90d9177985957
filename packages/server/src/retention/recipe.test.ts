import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { LogEntry } from '@tailrace/protocol';
import { expect, it } from 'vitest';
import { logLine, seqs } from '../../testing/entries.ts';
import { temporaryFolder } from '../../testing/temporaryFolder.ts';
import { segmentBody, startTestServer, type TestServer } from '../../testing/testServer.ts';

const RECIPE = readFileSync(new URL('../../../../docs/recipes/retention.md', import.meta.url), 'utf8');

async function entriesOf(server: TestServer): Promise<LogEntry[]> {
  const { logs } = (await (
    await server.fetch('/api/v1/logs?limit=1000&order=asc&category=system')
  ).json()) as {
    logs: LogEntry[];
  };
  return logs;
}

it('brings an archive back by the program of the recipe', async () => {
  const folder = temporaryFolder();
  const archiveDir = join(folder, 'archive');
  const first = await startTestServer({ LOG_ARCHIVE_DIR: archiveDir }, join(folder, 'first'));
  const lines = seqs(250).map((seq) => logLine(seq, { context: { user_id: String(seq) } }));
  await first.ingest(segmentBody(lines, { resource: { app: 'shop' } }));
  const before = await entriesOf(first);
  const cleaned = await first.fetch('/api/v1/logs/cleanup?days_to_keep=0', { method: 'DELETE' });
  expect(await cleaned.json()).toEqual({ deleted_count: 250, days_kept: 0 });
  expect(await entriesOf(first)).toEqual([]);
  await first.close();

  const second = await startTestServer({}, join(folder, 'second'));
  const program = join(folder, 'restore.mjs');
  writeFileSync(program, /^```js\n([^]*?)^```$/m.exec(RECIPE)![1]!);
  const archive = readdirSync(archiveDir).find((name) => name.endsWith('.gz'))!;
  const env = { ...process.env, KEY: second.keys.ingest, URL: second.url };
  const child = spawn(process.execPath, [program, join(archiveDir, archive)], { env, stdio: 'inherit' });
  expect(await once(child, 'exit')).toEqual([0, null]);
  const known = (entry: LogEntry) => ({ ...entry, cursor: undefined, received_at: undefined });
  expect((await entriesOf(second)).map(known)).toEqual(before.map(known));
  await second.close();
});
