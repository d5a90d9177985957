import { mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it, onTestFinished } from 'vitest';
import { logLine, seqs } from '../../testing/entries.ts';
import { eventually } from '../../testing/eventually.ts';
import { temporaryFolder } from '../../testing/temporaryFolder.ts';
import { segmentBody, startTestServer } from '../../testing/testServer.ts';
import type { StoredEntry } from '../store/LogStore.ts';
import { SILENT_LOG } from '../ServerLog.ts';
import { LogFiles, MAX_WAITING_FILE_ENTRIES, type LogFilesOptions } from './LogFiles.ts';

const SESSION = 'abcdefghijklmnop';

function stored(count: number, message = 'Entry'): StoredEntry[] {
  return seqs(count).map((seq) => ({
    tenant: 'main',
    position: seq,
    session: SESSION,
    seq,
    receivedAt: 0,
    resource: undefined,
    line: JSON.stringify(logLine(seq, { message: `${message} ${seq}` })),
  }));
}

function open(options: Partial<LogFilesOptions> & { readonly folder: string }) {
  const errors: string[] = [];
  const log = { ...SILENT_LOG, error: (message: string) => void errors.push(message) };
  const files = new LogFiles({ maxBytes: 1024 ** 2, backups: 5, epoch: 'e', log, ...options });
  onTestFinished(() => files.close());
  return { files, errors };
}

const current = (folder: string) => readFileSync(join(folder, 'tailrace.log'), 'utf8');
const rotated = (folder: string) =>
  readdirSync(folder)
    .filter((name) => name.endsWith('.gz'))
    .toSorted();

/** All lines of all files, oldest first. */
function linesOf(folder: string): string[] {
  const older = rotated(folder).map((name) => gunzipSync(readFileSync(join(folder, name))).toString());
  return [...older, current(folder)].join('').split('\n').slice(0, -1);
}

describe('log files', () => {
  it('have a line for people of every entry that the server stores', async () => {
    const folder = join(temporaryFolder(), 'logs');
    const server = await startTestServer({ LOG_DIR: folder });
    await server.ingest(segmentBody([logLine(1, { level: 'error', message: 'Paid\nnothing' })]));
    await eventually(() =>
      expect(current(folder)).toBe('2026-11-20T10:30:00.000Z ERROR    checkout: Paid\n    nothing\n'),
    );
    await server.close();
  });

  it('are rotated by size, compressed, and so many kept; each for its owner only', async () => {
    const folder = join(temporaryFolder(), 'logs');
    const { files } = open({ folder, maxBytes: 2048, backups: 3 });
    for (const i of seqs(40)) {
      files.write(stored(5, `Round ${i} of`));
      await eventually(() => expect(linesOf(folder).at(-1)).toMatch(`Round ${i} of 5`));
    }
    const names = await eventually(() => {
      expect(readdirSync(folder)).toHaveLength(4);
      return rotated(folder);
    });
    for (const name of names) expect(name).toMatch(/^tailrace\.\d{8}T\d{9}Z(-\d+)?\.log\.gz$/);
    expect(readdirSync(folder).toSorted()).toEqual([...names, 'tailrace.log']);
    const modes = readdirSync(folder).map((name) => statSync(join(folder, name)).mode & 0o777);
    expect(new Set(modes)).toEqual(new Set([0o600]));
    expect(statSync(folder).mode & 0o777).toBe(0o700);
    const lines = linesOf(folder);
    const tail = seqs(40).flatMap((i) => seqs(5).map((seq) => `Round ${i} of ${seq}`));
    expect(lines.map((line) => line.slice(line.indexOf('Round')))).toEqual(tail.slice(-lines.length));
  });

  it('go on in the file that is there', async () => {
    const folder = temporaryFolder();
    const first = open({ folder });
    first.files.write(stored(1));
    await first.files.close();
    const second = open({ folder });
    second.files.write(stored(2));
    await second.files.close();
    expect(linesOf(folder)).toHaveLength(3);
  });

  it('tell once that a folder cannot be written to, and go on when it can', async () => {
    const parent = temporaryFolder();
    const folder = join(parent, 'logs');
    writeFileSync(folder, 'not a folder');
    const { files, errors } = open({ folder, retryMs: 20 });
    files.write(stored(3));
    await eventually(() => expect(errors).toHaveLength(1));
    files.write(stored(MAX_WAITING_FILE_ENTRIES));
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(errors).toHaveLength(1);
    rmSync(folder);
    mkdirSync(folder);
    const count = MAX_WAITING_FILE_ENTRIES + 1;
    await eventually(() => expect(linesOf(folder)).toHaveLength(count));
    expect(linesOf(folder)).toContain('3 more entries are in the store, and not in this file');
    expect(errors).toHaveLength(1);
  });

  it('cost nothing but their lines when they cannot be written', async () => {
    const folder = join(temporaryFolder(), 'a-file');
    writeFileSync(folder, '');
    const server = await startTestServer({ LOG_DIR: folder });
    expect((await server.ingest(segmentBody([logLine(1)]))).status).toBe(200);
    await eventually(() => expect(server.errors).toHaveLength(1));
    expect((await server.ingest(segmentBody([logLine(1)]))).status).toBe(200);
    const answer = await server.fetch('/api/v1/logs/stats');
    expect(await answer.json()).toMatchObject({ total: 2 });
    expect(server.errors).toEqual(['Log files cannot be written; the store has everything']);
    await server.close();
  });
});
