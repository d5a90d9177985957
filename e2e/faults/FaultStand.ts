import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { chromium, type Browser, type BrowserContext, type Page } from 'playwright';
import { CHROMIUM_ARGS, ensureChromium } from '../../scripts/ensureChromium.mjs';
import { FaultProxy } from '../src/FaultProxy.ts';
import { rendererPid } from '../src/renderers.ts';
import { ServerProcess } from '../src/ServerProcess.ts';
import type { LoadReport } from './page/driver.ts';
import { PageServer } from './PageServer.ts';
import { readQueuedEntries } from './queuedEntries.ts';

/** How long everything may take to arrive once nothing breaks any more, at most. Milliseconds. */
const DELIVERY_TIMEOUT_MS = 150_000;
/** How long a page may take to answer the harness; one that is stopped never does. Milliseconds. */
const ANSWER_TIMEOUT_MS = 5000;
const POLL_MS = 250;

/** How a stand is set up. */
export interface StandOptions {
  /** Playwright switches the back/forward cache off. @default false */
  readonly hasBackForwardCache?: boolean;
  /** The browser's time zone. @default the machine's */
  readonly timezoneId?: string;
  /** Makes the folder that the profile lies in. @default a temporary one, on the machine's disk */
  readonly makeProfileDir?: () => string;
}

/** How a page that logs is opened. */
export interface PageOptions {
  /** Base URL that the logger sends to. @default the proxy's */
  readonly url?: string;
  /** The page's `connect-src`. @default none */
  readonly connect?: string;
  /** A script that runs in the page before anything else there. */
  readonly before?: 'nextVersion' | 'refusedIndexedDb' | 'withoutIndexedDb';
  /** In an existing tab instead of a new one. */
  readonly page?: Page;
}

/** A tab with a logger. */
export interface LoggingPage {
  readonly page: Page;
  /** The number of the logger in this stand: one per load of a page. */
  readonly load: number;
  log(count: number, padding?: string): Promise<number>;
  report(): Promise<LoadReport>;
}

/** A real server behind a proxy, a server of pages on another origin, and a browser with a profile on disk. */
export class FaultStand {
  readonly server: ServerProcess;
  readonly proxy: FaultProxy;
  readonly pages: PageServer;
  readonly profileDir: string;
  /** What was killed under a load: its renderer alone, or the whole browser. */
  readonly killedLoads = new Map<number, 'renderer' | 'browser'>();
  key = '';
  /** Where loggers send to: the proxy. */
  url = '';
  cookie = '';

  readonly #options: StandOptions;
  #context: BrowserContext | undefined;
  #lastLoad = 0;

  private constructor(server: ServerProcess, options: StandOptions, profileDir: string) {
    this.server = server;
    this.#options = options;
    this.profileDir = profileDir;
    this.proxy = new FaultProxy(server.port);
    this.pages = new PageServer();
  }

  static async open(options: StandOptions = {}): Promise<FaultStand> {
    const dataDir = mkdtempSync(join(tmpdir(), 'tailrace-faults-'));
    const server = new ServerProcess({ port: await ServerProcess.freePort(), dataDir });
    const stand = new FaultStand(server, options, (options.makeProfileDir ?? temporaryProfile)());
    await stand.pages.listen();
    server.allowedOrigins = [stand.pages.origin];
    await server.start();
    await stand.renewSignIn();
    stand.key = await server.ingestKey(stand.cookie);
    stand.url = `http://127.0.0.1:${await stand.proxy.listen()}`;
    await stand.launch();
    return stand;
  }

  /** A server that was started anew knows nobody who had signed in before. */
  async renewSignIn(): Promise<void> {
    this.cookie = await this.server.signIn();
  }

  get context(): BrowserContext {
    if (!this.#context) throw new Error('There is no browser now');
    return this.#context;
  }

  get browser(): Browser {
    return this.context.browser()!;
  }

  /** Starts the browser on the stand's profile, which outlives it. */
  async launch(): Promise<void> {
    const context = await chromium.launchPersistentContext(this.profileDir, {
      executablePath: ensureChromium(),
      args: CHROMIUM_ARGS,
      ...(this.#options.timezoneId && { timezoneId: this.#options.timezoneId }),
      ...(this.#options.hasBackForwardCache && { ignoreDefaultArgs: ['--disable-back-forward-cache'] }),
    });
    context.on('close', () => {
      if (this.#context === context) this.#context = undefined;
    });
    this.#context = context;
  }

  get isBrowserUp(): boolean {
    return this.#context !== undefined;
  }

  /** Ends the browser in good order; the profile stays. */
  async quit(): Promise<void> {
    await this.#context?.close();
    this.#context = undefined;
  }

  async browserPid(): Promise<number> {
    const session = await this.browser.newBrowserCDPSession();
    const { processInfo } = await session.send('SystemInfo.getProcessInfo');
    await session.detach();
    return processInfo.find(({ type }) => type === 'browser')!.id;
  }

  rendererPid(page: Page): Promise<number> {
    return rendererPid(this.browser, page);
  }

  /** Opens a page, and a logger in it. */
  async openPage(options: PageOptions = {}): Promise<LoggingPage> {
    const page = options.page ?? (await this.context.newPage());
    const query = new URLSearchParams({
      scripts: `${options.before ? `${options.before}.js,` : ''}driver.js,hostile.js`,
      ...(options.connect && { connect: options.connect }),
    });
    await page.goto(`${this.pages.origin}/page?${query.toString()}`);
    return this.addLogger(page, options.url);
  }

  /** Makes a logger in a page: the first one, another one, or the first one after a reload. */
  async addLogger(page: Page, url = this.url): Promise<LoggingPage> {
    const load = (this.#lastLoad += 1);
    await page.evaluate((options) => window.driver.open(options), { load, url, key: this.key });
    return {
      page,
      load,
      log: (count, padding) =>
        page.evaluate(([l, c, p]) => window.driver.log(l, c, p), [load, count, padding] as const),
      report: () => page.evaluate((l) => window.driver.report(l), load),
    };
  }

  /** Has a page log and ask for its death in one task; resolves once it is being killed. */
  async killDuring(
    logging: LoggingPage,
    count: number,
    victim: 'renderer' | 'browser',
    pid: number,
  ): Promise<void> {
    const asked = new Promise<void>((resolve) => {
      this.pages.onDie = () => {
        process.kill(pid, 'SIGKILL');
        resolve();
      };
    });
    this.killedLoads.set(logging.load, victim);
    // The page dies in this very call.
    logging.page.evaluate((c) => window.driver.die(c), count).catch(() => undefined);
    await asked;
  }

  /** Asks every page that is alive what it has logged. */
  async collectReports(): Promise<LoadReport[]> {
    const pages = this.#context?.pages() ?? [];
    const answers = await Promise.all(
      pages.map((page) =>
        Promise.race([
          page.evaluate(() => ('driver' in window ? window.driver.reports() : [])).catch(() => []),
          delay(ANSWER_TIMEOUT_MS, [] as LoadReport[]),
        ]),
      ),
    );
    const alive = answers.flat();
    for (const report of alive) this.pages.reports.set(report.load, report);
    return alive;
  }

  /**
   * Waits until no logger and no queue of the browser has anything left.
   *
   * @throws with what the loggers say of themselves, when that takes too long
   */
  async untilDelivered(timeoutMs = DELIVERY_TIMEOUT_MS): Promise<void> {
    const deadline = performance.now() + timeoutMs;
    for (;;) {
      const alive = await this.collectReports();
      const isIdle = alive.every(
        ({ status }) =>
          status.queued === 0 && (status.shipping === 'follower' || status.delivery.state === 'idle'),
      );
      const queued = isIdle ? await this.readQueued() : undefined;
      if (queued?.numbers.size === 0) return;
      if (performance.now() > deadline) {
        const states = alive.map(({ load, status }) => `${load}: ${JSON.stringify(status)}`);
        throw new Error(`Not delivered; ${queued?.records ?? 'some'} in the queue; ${states.join(' ')}`);
      }
      await delay(POLL_MS);
    }
  }

  /** Waits until one logger has nothing left, whatever lies in the queue. @throws with what it says of itself */
  async untilSent(logging: LoggingPage, timeoutMs = DELIVERY_TIMEOUT_MS): Promise<void> {
    const deadline = performance.now() + timeoutMs;
    for (;;) {
      const { status } = await logging.report();
      if (status.queued === 0) return;
      if (performance.now() > deadline) throw new Error(`Not sent: ${JSON.stringify(status)}`);
      await delay(POLL_MS);
    }
  }

  /** Waits until a logger has its storage: what is logged before is in memory only. */
  async untilStorage({ page, load }: LoggingPage): Promise<void> {
    await page.waitForFunction((l) => window.driver.report(l).status.storage === 'indexeddb', load, {
      polling: POLL_MS,
    });
  }

  readQueued() {
    return readQueuedEntries(this.context, this.pages.origin);
  }

  /** What the server says of a session to whoever asks. */
  async sessionAccount(session: string): Promise<SessionAccount | undefined> {
    const response = await fetch(`${this.server.url}/api/v1/sessions/${session}`, {
      headers: { Cookie: this.cookie },
    });
    return response.ok ? ((await response.json()) as SessionAccount) : undefined;
  }

  /** Of a disk that was mounted for the profile, too. */
  #unmount(): void {
    if (!this.#options.makeProfileDir) return;
    execFileSync('umount', ['-l', dirname(this.profileDir)], { stdio: 'pipe' });
  }

  async close(): Promise<void> {
    await this.quit().catch(() => undefined);
    await this.proxy.close();
    await this.pages.close();
    await this.server.stop();
    this.#unmount();
    for (const folder of [this.server.dataDir, this.profileDir]) {
      rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
    }
  }
}

function temporaryProfile(): string {
  return mkdtempSync(join(tmpdir(), 'tailrace-profile-'));
}

/** The answer of `GET /api/v1/sessions/{session}`. */
export interface SessionAccount {
  readonly emitted: number;
  readonly stored: number;
  readonly missing: readonly (readonly [from: number, to: number])[];
}
