import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** How long a server may take to answer after its start, at most. */
const START_TIMEOUT_MS = 60_000;
const POLL_MS = 15;
/** What Linux counts processor time by, on every machine of today. */
const MS_PER_TICK = 10;

/** The built server as a process of its own, which can be killed and started again on the same data. */
export class ServerProcess {
  readonly port: number;
  readonly dataDir: string;
  /** How many processes really died of SIGKILL. */
  kills = 0;
  /** Origins of pages that may log from elsewhere; what the next start goes by. */
  allowedOrigins: readonly string[] = [];
  /** Further variables of its environment; what the next start goes by. */
  environment: Readonly<Record<string, string>> = {};
  /** From the spawn of the running process to its first 200 of `/readyz`. Milliseconds. */
  readyMs = 0;
  /** Processor time that it took for that, of all its threads. Milliseconds; Linux only. */
  readyCpuMs = 0;

  #child: ChildProcess | undefined;
  #output = '';
  #end: Promise<unknown> | undefined;

  /** A port that nobody listens on, for a server that is to come back on the same one. */
  static async freePort(): Promise<number> {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    server.close();
    await once(server, 'close');
    return port;
  }

  constructor(options: { readonly port: number; readonly dataDir: string }) {
    this.port = options.port;
    this.dataDir = options.dataDir;
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  get pid(): number {
    if (this.#child?.pid === undefined) throw new Error('There is no server now');
    return this.#child.pid;
  }

  /** All that the running process has printed so far. */
  get output(): string {
    return this.#output;
  }

  /** The link that signs in, with the host and port that the browser shall use. */
  signInPath(): string {
    const path = /\/sign-in\?token=\S+/.exec(this.#output)?.[0];
    if (!path) throw new Error(`The server printed no link:\n${this.#output}`);
    return path;
  }

  /**
   * Signs in as a person would. The link works once: not to be called when a browser is to use it.
   *
   * @returns the `Cookie` header of whoever is signed in
   */
  async signIn(): Promise<string> {
    const response = await fetch(`${this.url}${this.signInPath()}`, { redirect: 'manual' });
    const cookie = response.headers.get('set-cookie')?.split(';')[0];
    if (!cookie) throw new Error(`Signing in was answered ${response.status} without a cookie`);
    return cookie;
  }

  /** The key that pages log with. */
  async ingestKey(cookie: string): Promise<string> {
    const response = await fetch(`${this.url}/demo/config.json`, { headers: { Cookie: cookie } });
    return ((await response.json()) as { ingest_key: string }).ingest_key;
  }

  async start(): Promise<void> {
    this.#output = '';
    const spawned = performance.now();
    const child = spawn(process.execPath, ['packages/server/dist/main.js'], {
      cwd: root,
      env: {
        PATH: process.env['PATH'],
        LOG_SERVICE_HOST: '127.0.0.1',
        LOG_SERVICE_PORT: String(this.port),
        LOG_DATA_DIR: this.dataDir,
        // Tests and benchmarks send in seconds what a key may send in minutes.
        LOG_INGEST_RATE: '0',
        LOG_ALLOWED_ORIGINS: this.allowedOrigins.join(','),
        ...this.environment,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.#child = child;
    const collect = (bytes: Buffer) => (this.#output += bytes.toString());
    child.stdout.on('data', collect);
    child.stderr.on('data', collect);
    // Not `exit`: then what it wrote last may still be on its way.
    this.#end = once(child, 'close');
    await this.#untilReady(child, spawned);
  }

  /** Kills without warning, and waits until the process is gone. */
  async kill(): Promise<void> {
    const child = this.#child;
    if (!child) throw new Error('There is no server to kill');
    const exited = once(child, 'exit');
    child.kill('SIGKILL');
    const [, signal] = await exited;
    if (signal === 'SIGKILL') this.kills += 1;
    this.#child = undefined;
  }

  /** Asks for an orderly end, and gives the exit code. */
  async stop(): Promise<number | null> {
    const child = this.#child;
    if (!child) return null;
    const exited = once(child, 'exit');
    child.kill('SIGTERM');
    const [code] = await exited;
    this.#child = undefined;
    return code as number | null;
  }

  async #untilReady(child: ChildProcess, spawned: number): Promise<void> {
    const deadline = spawned + START_TIMEOUT_MS;
    this.readyMs = 0;
    for (;;) {
      if (child.exitCode !== null) {
        await this.#end;
        throw new Error(`The server ended with ${child.exitCode}:\n${this.#output}`);
      }
      try {
        const response = await fetch(`${this.url}/readyz`);
        await response.arrayBuffer();
        if (response.ok && this.readyMs === 0) {
          this.readyMs = Math.round(performance.now() - spawned);
          this.readyCpuMs = cpuMsOf(child.pid!);
        }
        if (response.ok && this.#output.includes('/sign-in?token=')) return;
      } catch {
        // It does not listen yet; the deadline below ends this.
      }
      if (performance.now() > deadline) throw new Error(`The server is not ready:\n${this.#output}`);
      await new Promise((resolve) => setTimeout(resolve, POLL_MS));
    }
  }
}

/** 0 where nobody says. */
function cpuMsOf(pid: number): number {
  const path = `/proc/${pid}/stat`;
  if (!existsSync(path)) return 0;
  const fields = readFileSync(path, 'utf8').split(') ')[1]!.split(' ');
  return (Number(fields[11]) + Number(fields[12])) * MS_PER_TICK;
}
