import type { Browser, BrowserContext, Page } from 'playwright';
import type { Peer } from '../src/peers/Peer.ts';
import type { PeerSite } from '../src/peers/PeerSite.ts';
import { openPeer, pause, untilArrived } from '../src/peers/speed.ts';

/** Milliseconds of wound time between two looks. */
const WIND_MS = 5000;
/** Milliseconds of wound time without a request after which nothing more is expected: backoffs that double have
 * come to eleven minutes after the ten of an outage. */
const WOUND_PATIENCE_MS = 15 * 60_000;
/** Milliseconds of real time that storage gets after each winding. */
const BREATH_MS = 15;

/** A browser profile with one logger, and the site that its pages come from. */
export class FateStand {
  readonly browser: Browser;
  readonly context: BrowserContext;
  readonly site: PeerSite;
  readonly peer: Peer;
  /** Requests of all pages that have no answer yet. */
  #pending = 0;
  readonly #query: string;

  constructor(parts: {
    readonly browser: Browser;
    readonly context: BrowserContext;
    readonly site: PeerSite;
    readonly peer: Peer;
    /** The key that Tailrace's server wants, if there is one. */
    readonly key: string | undefined;
  }) {
    ({ browser: this.browser, context: this.context, site: this.site, peer: this.peer } = parts);
    this.#query = parts.key ? `?key=${parts.key}` : '';
    const settled = () => (this.#pending = Math.max(0, this.#pending - 1));
    this.context.on('request', () => (this.#pending += 1));
    this.context.on('requestfinished', settled);
    this.context.on('requestfailed', settled);
  }

  /** A page with the logger at rest. */
  async open(page?: Page): Promise<Page> {
    const opened = page ?? (await this.context.newPage());
    await openPeer(opened, this.site, this.peer, this.#query);
    return opened;
  }

  /** A page of a user who comes back: one more entry is logged there, which some loggers need to wake up. */
  async comeBack(page?: Page): Promise<Page> {
    const opened = await this.open(page);
    await opened.evaluate(() => window.peer.info('Back again', { sku: 'KET-02', price: 100, n: 0 }));
    return opened;
  }

  /** Winds a page's clock on, and lets storage and requests come to their end in real time. */
  async wind(page: Page, ms: number): Promise<void> {
    await page.clock.runFor(ms);
    await pause(BREATH_MS);
    const deadline = performance.now() + WIND_MS;
    while (this.#pending > 0 && performance.now() < deadline) await pause(BREATH_MS / 3);
  }

  /** Logs one entry every so often on the wound clock. */
  async logSlowly(page: Page, count: number, intervalMs: number): Promise<void> {
    for (let n = 0; n < count; n += 1) {
      await page.evaluate((at) => window.driver.log(at, at + 1), n);
      await this.wind(page, intervalMs);
    }
  }

  /** Waits in real time until all have arrived, or nothing more is to be expected. */
  async untilArrived(expected: number): Promise<void> {
    await untilArrived(this.site, this.peer, expected);
  }

  /** The same on the wound clock. */
  async windUntilArrived(page: Page, expected: number): Promise<void> {
    let [seen, quietMs] = [this.site.traffic.requests, 0];
    while (this.site.traffic.arrivals.delivered < expected && quietMs < WOUND_PATIENCE_MS) {
      await this.wind(page, WIND_MS);
      quietMs = this.site.traffic.requests === seen ? quietMs + WIND_MS : 0;
      seen = this.site.traffic.requests;
    }
    // What came twice may still be on its way.
    await this.wind(page, WIND_MS);
  }
}
