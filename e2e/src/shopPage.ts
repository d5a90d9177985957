import type { Logger } from '@tailrace/logger';
import type { BrowserContext, Page } from 'playwright';

declare global {
  interface Window {
    /** The demo puts it there. */
    shop?: { readonly logger: Logger };
  }
}

/** How long everything may take to arrive once nothing breaks any more, at most. */
const DELIVERY_TIMEOUT_MS = 90_000;

/** Entries as the test numbers them, not the logger. */
export interface NumberedEntries {
  readonly tab: number;
  readonly from: number;
  readonly count: number;
}

/** Opens the demo in a tab of its own. */
export async function openShop(context: BrowserContext, origin: string): Promise<Page> {
  const page = await context.newPage();
  await page.goto(`${origin}/demo/`);
  await untilOpen(page);
  return page;
}

/** Waits until the demo's logger is there. */
export async function untilOpen(page: Page): Promise<void> {
  await page.waitForFunction(() => window.shop !== undefined);
}

/** The messages of entries, as `logEntries` logs them. */
export function messagesOf({ tab, from, count }: NumberedEntries): string[] {
  return Array.from({ length: count }, (_, index) => `e2e ${tab}/${from + index}`);
}

/** Logs in the page, all in one task; every fiftieth is an error. */
export async function logEntries(page: Page, entries: NumberedEntries): Promise<void> {
  await page.evaluate(
    ({ from, messages }) => {
      messages.forEach((message, index) => {
        const n = from + index;
        window.shop!.logger[n % 50 === 0 ? 'error' : 'info'](message, { n, text: 'ü — "quoted" \u2028' });
      });
    },
    { from: entries.from, messages: messagesOf(entries) },
  );
}

/**
 * Waits until the page's logger has nothing left to send.
 *
 * @throws with what the logger says of itself, when that takes too long
 */
export async function untilDelivered(page: Page): Promise<void> {
  const delivered = page.waitForFunction(() => window.shop!.logger.status.queued === 0, undefined, {
    timeout: DELIVERY_TIMEOUT_MS,
  });
  await delivered.catch(async (cause: unknown) => {
    const status = await page.evaluate(() => JSON.stringify(window.shop!.logger.status));
    throw new Error(`Not everything was delivered: ${status}`, { cause });
  });
}
