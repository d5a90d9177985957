import { join } from 'node:path';
import Database from 'better-sqlite3';
import { expect, it } from 'vitest';
import { temporaryFolder } from '../../testing/temporaryFolder.ts';
import { startTestServer } from '../../testing/testServer.ts';

it('keys of a data folder from before keys had terms are good, and can be made beside them', async () => {
  const folder = temporaryFolder();
  await (await startTestServer({}, folder)).close();
  const meta = new Database(join(folder, 'meta.db'));
  meta.exec('ALTER TABLE keys DROP COLUMN terms');
  meta.pragma('user_version = 1');
  meta.close();

  const server = await startTestServer({}, folder);
  try {
    const headers = { 'Content-Type': 'application/json' };
    const body = '{"role":"read","name":"desk","filter":"source:a"}';
    expect((await server.fetch('/api/v1/keys', { method: 'POST', body, headers })).status).toBe(201);
    const { keys } = (await (await server.fetch('/api/v1/keys')).json()) as { keys: { name: string }[] };
    expect(keys.map(({ name }) => name)).toEqual(['ingest', 'read', 'admin', 'desk']);
  } finally {
    await server.close();
  }
});
