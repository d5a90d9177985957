import type { LogEntry } from '@tailrace/protocol';
import { afterEach, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { seqs } from '../../testing/entries.ts';
import { temporaryFolder } from '../../testing/temporaryFolder.ts';
import { readConfig, startServer } from '../index.ts';
import { SILENT_LOG } from '../ServerLog.ts';
import type { NewSegment } from '../store/LogStore.ts';
import { MAX_WAITING_ENTRIES, OwnLogQueue, REPEAT_MS } from './OwnLogQueue.ts';

it('the server’s own log is in its own store, at the level that is set at run time', async () => {
  const folder = temporaryFolder();
  const written: string[] = [];
  const log = {
    ...SILENT_LOG,
    debug: (m: string) => void written.push(m),
    info: (m: string) => void written.push(m),
  };
  const server = await startServer(
    readConfig({ LOG_SERVICE_PORT: '0', LOG_DATA_DIR: folder, LOG_AUTH: 'off' }),
    {
      log,
    },
  );
  onTestFinished(() => server.close());
  const setLevel = (levels: string) =>
    server.app.request('http://localhost/api/v1/settings/levels', {
      method: 'PUT',
      body: JSON.stringify({ levels: JSON.parse(levels) as unknown }),
      headers: { 'Content-Type': 'application/json' },
    });
  server.log.debug('Too quiet');
  server.log.info('Heard', { token: ['hunter', '2hunter2'].join('') });
  await setLevel('{"tailrace":"debug"}');
  server.log.debug('Now heard');
  await setLevel('{"":"error"}');
  server.log.info('Not heard any more');
  expect(written).toEqual(['Heard', 'Now heard']);

  const stored = async () => {
    const answer = await server.app.request(
      'http://localhost/api/v1/logs?source=tailrace&category=system&order=asc',
    );
    return ((await answer.json()) as { readonly logs: LogEntry[] }).logs;
  };
  await expect.poll(async () => (await stored()).map(({ message }) => message)).toEqual(written);
  expect((await stored())[0]?.metadata).toEqual({ token: '[redacted:secret]' });
});

describe('the queue of own entries', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  function createQueue(append: (segments: readonly NewSegment[]) => Promise<never>) {
    const failures: unknown[] = [];
    const queue = new OwnLogQueue({
      append,
      redact: (line) => line,
      ownSessions: new Set(),
      onFailure: (error) => failures.push(error),
    });
    return { queue, failures };
  }

  it('says once that the store fails, keeps what it can, and accounts for the rest', async () => {
    let isDown = true;
    const stored: NewSegment[] = [];
    const { queue, failures } = createQueue(async (segments) => {
      if (isDown) throw new Error('The disk is full');
      stored.push(...segments);
      return undefined as never;
    });
    for (const i of seqs(MAX_WAITING_ENTRIES + 5)) queue.add('info', `Said ${i}`, {});
    await vi.advanceTimersByTimeAsync(60_000);
    expect(failures).toHaveLength(1);
    isDown = false;
    await vi.advanceTimersByTimeAsync(60_000);
    const [{ entries, dropped, emitted }] = stored as [NewSegment];
    expect(entries).toHaveLength(MAX_WAITING_ENTRIES);
    expect(dropped).toEqual([[MAX_WAITING_ENTRIES + 1, MAX_WAITING_ENTRIES + 5, 'queue_full']]);
    expect(emitted).toBe(MAX_WAITING_ENTRIES + 5);
  });

  it('makes no loop of what storing itself causes', async () => {
    let stored = 0;
    const { queue } = createQueue(async ([segment]) => {
      stored += segment!.entries.length;
      // As a stream does that is woken by a new entry, and cannot read it.
      queue.add('error', 'A stream could not read the store', {});
      return undefined as never;
    });
    queue.add('info', 'Begin', {});
    await vi.advanceTimersByTimeAsync(REPEAT_MS * 6);
    expect(stored).toBeGreaterThan(1);
    expect(stored).toBeLessThanOrEqual(8);
  });
});
