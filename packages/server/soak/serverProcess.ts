import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readKeys } from '../testing/testServer.ts';

const MAIN = fileURLToPath(new URL('../src/main.ts', import.meta.url));

/** What Linux counts processor time by, on every machine of today. */
const CLOCK_TICKS_PER_SECOND = 100;

/** A server in a process of its own, without limits on senders and streams. */
export interface ServerProcess {
  readonly url: string;
  readonly readKey: string;
  readonly ingestKey: string;
  /** Bytes of memory that it holds now. Linux only. */
  memory(): number;
  /** Seconds of processor time that it has used. Linux only. */
  processorSeconds(): number;
  /** Ends it, and removes its data. */
  stop(): Promise<void>;
}

export async function startServerProcess(): Promise<ServerProcess> {
  const folder = mkdtempSync(join(tmpdir(), 'tailrace-soak-'));
  const child = spawn(process.execPath, [...process.execArgv, MAIN], {
    env: {
      PATH: process.env['PATH'],
      LOG_SERVICE_PORT: '0',
      LOG_DATA_DIR: folder,
      LOG_INGEST_RATE: '0',
      LOG_STREAMS_PER_KEY: '0',
      LOG_STREAMS_PER_ADDRESS: '0',
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const url = await new Promise<string>((resolve, reject) => {
    let output = '';
    child.stdout.on('data', (data: Buffer) => {
      output = (output + data.toString()).slice(-10_000);
      const found = /"url":"(http:[^"]+)"/.exec(output)?.[1];
      if (found !== undefined) resolve(found);
    });
    void exited.then(() => reject(new Error(`The server did not start: ${output}`)));
  });
  const keys = readKeys(folder);
  return {
    url,
    readKey: keys.read,
    ingestKey: keys.ingest,
    memory() {
      const status = readFileSync(`/proc/${child.pid}/status`, 'utf8');
      return Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1]) * 1024;
    },
    processorSeconds() {
      const times = readFileSync(`/proc/${child.pid}/stat`, 'utf8').split(') ')[1]!.split(' ');
      return (Number(times[11]) + Number(times[12])) / CLOCK_TICKS_PER_SECOND;
    },
    async stop() {
      child.kill('SIGTERM');
      await exited;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
