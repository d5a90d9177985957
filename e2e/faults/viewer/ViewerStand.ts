import { setTimeout as delay } from 'node:timers/promises';
import { chromium, type Browser, type Page } from 'playwright';
import { CHROMIUM_ARGS, ensureChromium } from '../../../scripts/ensureChromium.mjs';
import { BUILT_VIEWER_PERMISSIONS, openBuiltViewer, type ViewerReport } from '@tailrace/e2e/builtViewerPage';
import { FaultProxy } from '@tailrace/e2e/FaultProxy';
import { demand } from '../Scenario.ts';
import { ServerStand } from '../server/ServerStand.ts';

/** As many rows at once as a tall screen has, so that walking through all of them takes minutes and not hours. */
const VIEWPORT = { width: 1200, height: 2400 };
const POLL_MS = 50;
/** Milliseconds that the viewer may take to be live again: the longest pause between two attempts, and more. */
const LIVE_TIMEOUT_MS = 60_000;
/** Milliseconds without a new entry after which all have come. */
const QUIET_MS = 2000;

/** A real server with senders, and a real browser that watches it through a proxy. */
export class ViewerStand {
  readonly proxy: FaultProxy;
  readonly page: Page;
  readonly #servers: ServerStand;
  readonly #browser: Browser;

  private constructor(servers: ServerStand, proxy: FaultProxy, browser: Browser, page: Page) {
    this.#servers = servers;
    this.proxy = proxy;
    this.#browser = browser;
    this.page = page;
  }

  /** @param entries that the viewer keeps */
  static async open(entries: number): Promise<ViewerStand> {
    const servers = await ServerStand.open();
    await servers.start();
    const proxy = new FaultProxy(servers.server.port);
    const origin = `http://127.0.0.1:${await proxy.listen()}`;
    const browser = await chromium.launch({ executablePath: ensureChromium(), args: CHROMIUM_ARGS });
    const page = await browser.newPage({ viewport: VIEWPORT, permissions: BUILT_VIEWER_PERMISSIONS });
    const stand = new ViewerStand(servers, proxy, browser, page);
    // The page's cookie would not outlive a restart; its key does.
    await openBuiltViewer(page, origin, { token: servers.key('read'), entries });
    await stand.untilLive();
    return stand;
  }

  get servers(): ServerStand {
    return this.#servers;
  }

  report(): Promise<ViewerReport> {
    return this.page.evaluate(() => window.viewer.report());
  }

  /** Makes a fault, and resolves when the viewer has lost its connection by it and is live again. */
  async lose(fault: () => Promise<void>): Promise<void> {
    const before = (await this.report()).losses;
    await fault();
    await this.#until(({ losses }) => losses > before, 'The viewer did not notice the fault');
    await this.untilLive();
  }

  untilLive(): Promise<void> {
    return this.#until(({ state }) => state === 'live', 'The viewer did not come back');
  }

  /** Resolves when the viewer is live and nothing more comes. */
  async untilQuiet(): Promise<void> {
    await this.untilLive();
    let received = -1;
    let quietSince = performance.now();
    await this.#until((report) => {
      if (report.received !== received) quietSince = performance.now();
      received = report.received;
      return performance.now() - quietSince > QUIET_MS;
    }, 'The stream did not come to rest');
  }

  async close(): Promise<void> {
    await this.#browser.close();
    await this.proxy.close();
    await this.#servers.close();
  }

  async #until(isSo: (report: ViewerReport) => boolean, otherwise: string): Promise<void> {
    const deadline = performance.now() + LIVE_TIMEOUT_MS;
    for (;;) {
      const report = await this.report();
      if (isSo(report)) return;
      demand(performance.now() < deadline, `${otherwise}: ${JSON.stringify(report)}`);
      await delay(POLL_MS);
    }
  }
}
