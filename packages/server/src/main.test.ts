import { existsSync } from 'node:fs';
import { CLOSE_CODES, createSessionId, type IngestReply, type LevelSettings } from '@tailrace/protocol';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { logLine, seqs } from '../testing/entries.ts';
import { connectStream } from '../testing/streamClient.ts';
import { runTailrace as run, urlOf } from '../testing/process.ts';
import { temporaryFolder } from '../testing/temporaryFolder.ts';
import { readKeys, segmentBody } from '../testing/testServer.ts';

/** Sends segments of a session one after the other, until the server is gone. */
async function sendUntilGone(
  url: string,
  key: string,
  session: string,
  acknowledged: number[],
): Promise<void> {
  for (let from = 1; ; from += 20) {
    const entries = seqs(20).map((i) => logLine(from + i - 1));
    const answer = await fetch(`${url}/api/v1/logs`, {
      method: 'POST',
      body: segmentBody(entries, { session }),
      headers: { Authorization: `Bearer ${key}`, 'Content-Type': 'application/x-ndjson' },
    }).catch(() => undefined);
    if (answer?.status !== 200) return;
    const reply = (await answer.json().catch(() => undefined)) as IngestReply | undefined;
    if (reply?.segments[0]?.accepted === 20) acknowledged.push(...entries.map(({ seq }) => seq));
  }
}

async function storedRuns(
  url: string,
  key: string,
  session: string,
): Promise<{ stored: number; missing: unknown[] }> {
  const answer = await fetch(`${url}/api/v1/sessions/${session}`, {
    headers: { Authorization: `Bearer ${key}` },
  });
  return (await answer.json()) as { stored: number; missing: unknown[] };
}

afterEach(() => vi.restoreAllMocks());

describe('tailrace serve', () => {
  it('loses nothing that it acknowledged when it is killed, and is back at once', async () => {
    const folder = temporaryFolder();
    const session = createSessionId();
    const first = run({ LOG_DATA_DIR: folder }, 'serve');
    const url = await urlOf(first);
    const keys = readKeys(folder);
    const acknowledged: number[] = [];
    const sending = sendUntilGone(url, keys.ingest, session, acknowledged);
    await vi.waitFor(() => expect(acknowledged.length).toBeGreaterThan(200), { timeout: 10_000 });
    first.child.kill('SIGKILL');
    expect(await first.exited).toBe('SIGKILL');
    await sending;

    const second = run({ LOG_DATA_DIR: folder }, 'serve');
    const { stored, missing } = await storedRuns(await urlOf(second), keys.read, session);
    expect(stored).toBeGreaterThanOrEqual(acknowledged.length);
    expect(missing).toEqual([]);
    // The keys of the first start are still good, and no others were made.
    expect(second.output.stdout).not.toContain('keys.txt');
  });

  it('finishes what has begun when it is told to stop, and sends its streams away', async () => {
    const folder = temporaryFolder();
    const session = createSessionId();
    const server = run({ LOG_DATA_DIR: folder }, 'serve');
    const url = await urlOf(server);
    const keys = readKeys(folder);
    const stream = await connectStream(`${url}/api/v1/logs/stream/ws`, {
      headers: { Authorization: `Bearer ${keys.read}` },
    });
    const acknowledged: number[] = [];
    const sending = sendUntilGone(url, keys.ingest, session, acknowledged);
    await vi.waitFor(() => expect(acknowledged.length).toBeGreaterThan(200), { timeout: 10_000 });
    const told = performance.now();
    server.child.kill('SIGTERM');
    expect(await server.exited).toBe(0);
    expect(performance.now() - told).toBeLessThan(5000);
    const { code, reason } = await stream.closed;
    expect(code).toBe(CLOSE_CODES.restarting);
    expect(reason).toMatch(/^reconnect_in_ms=\d+$/);
    await sending;
    // Checkpointed: nothing is left beside the databases.
    expect(existsSync(`${folder}/meta.db-wal`)).toBe(false);

    const again = run({ LOG_DATA_DIR: folder }, 'serve');
    const { stored } = await storedRuns(await urlOf(again), keys.read, session);
    expect(stored).toBeGreaterThanOrEqual(acknowledged.length);
  });

  it('goes by the levels that were set before it was killed, and says so in each ingest reply', async () => {
    const folder = temporaryFolder();
    const first = run({ LOG_DATA_DIR: folder }, 'serve');
    const url = await urlOf(first);
    const keys = readKeys(folder);
    const set = await fetch(`${url}/api/v1/settings/levels`, {
      method: 'PUT',
      body: '{"levels":{"":"warning","shop.cart":"debug"}}',
      headers: { Authorization: `Bearer ${keys.admin}`, 'Content-Type': 'application/json' },
    });
    const settings = (await set.json()) as LevelSettings;
    first.child.kill('SIGKILL');
    expect(await first.exited).toBe('SIGKILL');

    const again = await urlOf(run({ LOG_DATA_DIR: folder }, 'serve'));
    const headers = { Authorization: `Bearer ${keys.ingest}`, 'Content-Type': 'application/x-ndjson' };
    const known = await fetch(`${again}/api/v1/settings/levels`, { headers });
    expect(await known.json()).toEqual({
      version: settings.version,
      levels: { '': 'warning', 'shop.cart': 'debug' },
    });
    const sent = await fetch(`${again}/api/v1/logs`, {
      method: 'POST',
      body: segmentBody([logLine(1)]),
      headers,
    });
    expect(((await sent.json()) as IngestReply).levels).toBe(settings.version);
  });

  it('logs JSON lines, with nothing of what clients sent', async () => {
    const folder = temporaryFolder();
    const server = run({ LOG_DATA_DIR: folder }, 'serve');
    const url = await urlOf(server);
    await fetch(`${url}/api/v1/logs`, {
      method: 'POST',
      body: 'a secret',
      headers: { 'Content-Type': 'text/plain' },
    });
    const [line] = server.output.stdout.split('\n');
    expect(JSON.parse(line!)).toMatchObject({
      level: 'info',
      source: 'tailrace',
      message: 'Listening',
      metadata: { url },
    });
    expect(server.output.stdout + server.output.stderr).not.toContain('a secret');
  });

  it.each([
    [
      { LOG_SERVICE_PORT: 'x', LOG_LEVEL: 'loud' },
      ['serve'],
      /^LOG_SERVICE_PORT is "x".*\nLOG_LEVEL is "loud".*\n$/,
    ],
    [{}, ['dance'], /^Usage: tailrace serve/],
  ])(
    'ends with 2 when it cannot start with %o %o',
    async (environment, parameters, message) => {
      const server = run({ LOG_DATA_DIR: temporaryFolder(), ...environment }, ...parameters);
      expect(await server.exited).toBe(2);
      await vi.waitFor(() => expect(server.output.stderr).toMatch(message));
    },
    20_000,
  );

  it('says so when another server has the data folder', async () => {
    const folder = temporaryFolder();
    await urlOf(run({ LOG_DATA_DIR: folder }, 'serve'));
    const second = run({ LOG_DATA_DIR: folder }, 'serve');
    expect(await second.exited).toBe(2);
    expect(second.output.stderr).toBe(
      `Another Tailrace server uses the data folder ${folder}: stop it, or set LOG_DATA_DIR\n`,
    );
  });
});
