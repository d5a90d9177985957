import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, it, onTestFinished } from 'vitest';
import { makeCertificate } from '../../testing/certificate.ts';
import { logLine } from '../../testing/entries.ts';
import { runTailrace, urlOf } from '../../testing/process.ts';
import { backdate } from '../../testing/backdate.ts';
import { temporaryFolder } from '../../testing/temporaryFolder.ts';
import { segmentBody, startTestServer } from '../../testing/testServer.ts';

async function tailrace(folder: string, ...parameters: string[]) {
  const { exited, output } = runTailrace({ LOG_DATA_DIR: folder }, ...parameters);
  return { code: await exited, ...output };
}

describe('tailrace keys', () => {
  it('works on a server that runs and on the folder of one that does not, and keeps no token', async () => {
    const folder = temporaryFolder();
    const server = await startTestServer({}, folder);
    const made = await tailrace(
      folder,
      'keys',
      'create',
      '--role',
      'read',
      '--name',
      'desk',
      '--filter',
      'source:a',
    );
    expect(made.code).toBe(0);
    const [token, description] = made.stdout.split('\n');
    expect(description).toMatch(
      /^[0-9a-f]{12} {2}read {4}main {2}"desk" {2}filter="source:a" {2}created_at=/,
    );
    // Good at once, on the server that runs.
    expect((await server.fetch('/api/v1/logs', { key: token! })).status).toBe(200);
    expect(statSync(join(folder, 'control.json')).mode & 0o777).toBe(0o600);
    await server.close();

    // And now nobody has the folder.
    expect(existsSync(join(folder, 'control.json'))).toBe(false);
    const listed = await tailrace(folder, 'keys', 'list');
    expect(listed.stdout).toContain(description);
    expect(listed.stdout).not.toContain(token);
    const id = description!.slice(0, 12);
    expect(await tailrace(folder, 'keys', 'revoke', id)).toMatchObject({
      code: 0,
      stdout: `Revoked ${id}\n`,
    });
    expect(await tailrace(folder, 'keys', 'revoke', id)).toMatchObject({
      code: 1,
      stderr: 'There is no key with this id\n',
    });
    const files = ['meta.db', 'keys.txt'].map((file) => readFileSync(join(folder, file)));
    expect(files.map((file) => file.includes(token!))).toEqual([false, false]);
    const again = await startTestServer({}, folder);
    onTestFinished(() => again.close());
    expect((await again.fetch('/api/v1/logs', { key: token! })).status).toBe(401);
  }, 60_000);

  it.each([
    [['keys', 'dance'], /create, list and revoke/],
    [['keys', 'create', '--stamp', 'x'], /NAME=VALUE/],
    [['keys', 'create', '--colour', 'red'], /--colour/],
    [['audit', 'dance'], /audit verify/],
  ])(
    'says how it is used after %o',
    async (parameters, message) => {
      const folder = temporaryFolder();
      const server = await startTestServer({}, folder);
      onTestFinished(() => server.close());
      const { code, stderr } = await tailrace(folder, ...parameters);
      expect(code).toBe(2);
      expect(stderr).toMatch(message);
    },
    20_000,
  );

  it('says so when there is no data folder, and what is wrong with a key', async () => {
    const folder = temporaryFolder();
    expect((await tailrace(join(folder, 'none'), 'keys', 'list')).stderr).toMatch(/set LOG_DATA_DIR/);
    const bad = await tailrace(
      folder,
      'keys',
      'create',
      '--role',
      'read',
      '--name',
      'x',
      '--filter',
      'level:loud',
    );
    expect(bad.code).toBe(1);
    expect(bad.stderr).toMatch(/^filter: .*column 7/);
  });

  it('trusts the certificate of its own server, and no other way in', async () => {
    const folder = temporaryFolder();
    const files = makeCertificate(temporaryFolder());
    const server = runTailrace({ LOG_DATA_DIR: folder, ...files }, 'serve');
    expect(await urlOf(server)).toMatch(/^https:/);
    expect((await tailrace(folder, 'keys', 'list')).stdout).toMatch(/admin/);
  });
});

describe('tailrace audit verify', () => {
  it('tells where an entry was taken out, or changed, and that an intact trail is', async () => {
    const folder = temporaryFolder();
    const server = await startTestServer({}, folder);
    for (const name of ['one', 'two', 'three', 'four', 'five']) {
      await server.fetch('/api/v1/keys', {
        method: 'POST',
        body: JSON.stringify({ name, role: 'read' }),
        headers: { 'Content-Type': 'application/json' },
      });
    }
    await server.ingest(segmentBody([logLine(1)]));
    const running = await tailrace(folder, 'audit', 'verify');
    expect(running).toMatchObject({ code: 0 });
    expect(running.stdout).toMatch(/^intact: 5 entries, ends with [0-9a-f]{64}\n$/);
    await server.close();

    const day = new Date().toISOString().slice(0, 10);
    const database = new Database(join(folder, `entries-${day}.db`));
    database
      .prepare(`UPDATE entries SET line = replace(line, 'two', 'six') WHERE line LIKE '%key two%'`)
      .run();
    database.prepare(`DELETE FROM entries WHERE line LIKE '%key four%' OR line LIKE '%key five%'`).run();
    database.close();
    const broken = await tailrace(folder, 'audit', 'verify');
    expect(broken.code).toBe(1);
    expect(broken.stdout).toMatch(/^changed: entry 2\nmissing: entries 4 to 5\nbroken: 3 entries/);
  }, 60_000);

  it('tells what retention removed from what somebody else did', async () => {
    const folder = temporaryFolder();
    const first = await startTestServer({}, folder);
    for (const name of ['one', 'two', 'three']) {
      await first.fetch('/api/v1/keys', {
        method: 'POST',
        body: JSON.stringify({ name, role: 'read' }),
        headers: { 'Content-Type': 'application/json' },
      });
    }
    await first.close();
    backdate(folder, '2025-01-01', Date.parse('2025-01-01T12:00:00Z'));
    const second = await startTestServer({}, folder);
    const verify = async () => (await tailrace(folder, 'audit', 'verify')).stdout;
    await expect
      .poll(verify, { timeout: 20_000 })
      .toMatch(/^expired: entries 1 to 3\nintact: 1 entries, ends with [0-9a-f]{64}\n$/);
    await second.close();

    const database = new Database(join(folder, `entries-${new Date().toISOString().slice(0, 10)}.db`));
    database.prepare(`DELETE FROM entries WHERE line LIKE '%audit_expire%'`).run();
    database.close();
    const broken = await tailrace(folder, 'audit', 'verify');
    expect(broken.code).toBe(1);
    expect(broken.stdout).toMatch(/^unrecorded: entries 1 to 3\nmissing: entry 4\nbroken: 0 entries/);
  }, 60_000);
});
