import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { logLine } from '../../testing/entries.ts';
import { temporaryFolder } from '../../testing/temporaryFolder.ts';
import { readKeys, segmentBody, startTestServer } from '../../testing/testServer.ts';
import { readConfig, startServer } from '../index.ts';

const MAIN = fileURLToPath(new URL('../main.ts', import.meta.url));

/** Runs the command from source: the process inherits how this one loads TypeScript. */
function backup(folder: string, target: string): Promise<{ code: unknown; stdout: string; stderr: string }> {
  const environment = { PATH: process.env['PATH'], LOG_DATA_DIR: folder };
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      [...process.execArgv, MAIN, 'backup', target],
      { env: environment },
      (error, stdout, stderr) => resolve({ code: error?.code ?? 0, stdout, stderr }),
    );
  });
}

describe('tailrace backup', () => {
  it('copies the store of a server that runs, keys included', async () => {
    const server = await startTestServer();
    await server.ingest(segmentBody([logLine(1, { message: 'Paid' })]));
    const target = join(temporaryFolder(), 'backup');
    const { code, stdout, stderr } = await backup(server.folder, target);
    expect(stderr).toBe('');
    expect(code).toBe(0);
    expect(stdout).toMatch(/^Copied 1 entries in 2 files \(\d+ bytes\) to /);
    const { read } = readKeys(server.folder);
    await server.close();

    const copy = await startServer(readConfig({ LOG_SERVICE_PORT: '0', LOG_DATA_DIR: target }));
    const answer = await fetch(`${copy.url}/api/v1/logs`, { headers: { Authorization: `Bearer ${read}` } });
    expect(await answer.json()).toMatchObject({ logs: [{ message: 'Paid' }] });
    await copy.close();
  });

  it('says what is wrong, and ends with 2', async () => {
    const { code, stdout, stderr } = await backup(temporaryFolder(), join(temporaryFolder(), 'backup'));
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(/^There is no store in .*: set LOG_DATA_DIR\n$/);
  });
});
