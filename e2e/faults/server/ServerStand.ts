import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ServerProcess } from '@tailrace/e2e/ServerProcess';
import { Preload } from './Preload.ts';
import { Sender, type SenderOptions } from './Sender.ts';

const SENDERS = 6;

/** A real server on a folder of its own, and those who send to it. */
export class ServerStand {
  readonly server: ServerProcess;
  readonly senders: Sender[] = [];
  /** To be called when the stand is closed, last first. */
  readonly cleanups: (() => void)[] = [];
  /** Is called before the server is stopped for good, also when a scenario failed. */
  beforeStop: () => void = () => undefined;
  #keys: Readonly<Record<string, string>> = {};

  private constructor(server: ServerProcess) {
    this.server = server;
  }

  /** @param parent where the data folder is made. @default the machine's folder for temporary files */
  static async open(parent = tmpdir()): Promise<ServerStand> {
    const dataDir = mkdtempSync(join(parent, 'tailrace-server-'));
    return new ServerStand(new ServerProcess({ port: await ServerProcess.freePort(), dataDir }));
  }

  /** From now on the server starts with a library that stalls and moves. @throws {Inconclusive} */
  preload(): Preload {
    const preload = new Preload(this.server.dataDir);
    this.cleanups.push(() => preload.remove());
    this.server.environment = { ...this.server.environment, ...preload.environment };
    return preload;
  }

  async start(): Promise<void> {
    await this.server.start();
    const lines = readFileSync(join(this.server.dataDir, 'keys.txt'), 'utf8').split('\n');
    this.#keys = Object.fromEntries(
      lines.filter((line) => /^\w/.test(line)).map((line) => line.split(/\s+/) as [string, string]),
    );
  }

  key(role: 'admin' | 'read' | 'ingest'): string {
    return this.#keys[role]!;
  }

  /** Has senders begin. */
  load(count = SENDERS, options: Partial<SenderOptions> = {}): Sender[] {
    const added = Array.from(
      { length: count },
      () => new Sender({ url: this.server.url, key: this.key('ingest'), ...options }),
    );
    for (const sender of added) sender.start();
    this.senders.push(...added);
    return added;
  }

  /** Resolves when everything that was made is acknowledged. */
  async finishLoad(): Promise<void> {
    await Promise.all(this.senders.map((sender) => sender.finish()));
  }

  get acknowledged(): number {
    return this.senders.reduce((sum, sender) => sum + sender.acknowledgedEntries, 0);
  }

  get retriedDuplicates(): number {
    return this.senders.reduce((sum, { duplicates }) => sum + duplicates, 0);
  }

  count(status: number): number {
    return this.senders.reduce((sum, { statuses }) => sum + (statuses.get(status) ?? 0), 0);
  }

  /** Asks the server; as an administrator, unless told otherwise. */
  read(path: string, timeoutMs?: number): Promise<Response> {
    return this.ask('GET', path, timeoutMs);
  }

  async ask(method: 'GET' | 'DELETE', path: string, timeoutMs = 30_000): Promise<Response> {
    return fetch(`${this.server.url}${path}`, {
      method,
      headers: { Authorization: `Bearer ${this.key('admin')}` },
      signal: AbortSignal.timeout(timeoutMs),
    });
  }

  /** Kilobytes of memory that the server holds. */
  get memoryKb(): number {
    const status = readFileSync(`/proc/${this.server.pid}/status`, 'utf8');
    return Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1]);
  }

  async close(): Promise<void> {
    this.beforeStop();
    await this.server.stop().catch(() => undefined);
    for (const cleanup of this.cleanups.toReversed()) cleanup();
    rmSync(this.server.dataDir, { recursive: true, force: true, maxRetries: 5 });
  }
}
