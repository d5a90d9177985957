import type { BrowserContext, Page } from 'playwright';
import { expect } from 'vitest';
import { BUILT_VIEWER_PERMISSIONS } from '../src/builtViewerPage.ts';
import { openStand, type Stand } from '../src/stand.ts';
import { hostileEntries } from './hostileEntries.ts';
import { HOSTILE_TEXTS } from './payloads.ts';
import { readHarm, watchContext } from './watchPage.ts';

/** What a careful page allows: nothing but its own files, and no text as HTML or script. */
export const POLICY = [
  `default-src 'none'`,
  `script-src 'self'`,
  `style-src 'self'`,
  `connect-src 'self' ws:`,
  `worker-src 'self'`,
  `img-src data:`,
  `base-uri 'none'`,
  `form-action 'none'`,
  `require-trusted-types-for 'script'`,
  `trusted-types tailrace`,
].join('; ');

/** A server that has an entry of each hostile text, and a browser that is signed in and watched. */
export interface HostileStand extends Stand {
  readonly context: BrowserContext;
  /** What the texts have done in any page of the context. */
  readonly deeds: readonly string[];
  /** The texts as the server keeps them: a few characters have others in their place. */
  readonly stored: readonly string[];
  /** A token that may read. */
  readonly token: string;
  expectNoHarm(page: Page): Promise<void>;
}

export async function openHostileStand(): Promise<HostileStand> {
  const stand = await openStand();
  const context = await stand.browser.newContext({
    viewport: { width: 1200, height: 800 },
    permissions: ['clipboard-read', 'clipboard-write', ...BUILT_VIEWER_PERMISSIONS],
  });
  const page = await context.newPage();
  await page.goto(`${stand.origin}${stand.server.signInPath()}`);
  const { answer, stored, token } = await page.evaluate(async (entries) => {
    const ask = async <Answer>(path: string, init?: RequestInit) =>
      (await (await fetch(path, init)).json()) as Answer;
    const json = { 'Content-Type': 'application/json' };
    const { ingest_key: key } = await ask<{ ingest_key: string }>('/demo/config.json');
    const answer = await ask<unknown>('/api/v1/logs', {
      method: 'POST',
      headers: { ...json, Authorization: `Bearer ${key}` },
      body: JSON.stringify({ entries }),
    });
    const { logs } = await ask<{ logs: { message: string }[] }>(
      `/api/v1/logs?limit=1000&q=${encodeURIComponent('job_run_id:*')}`,
    );
    const made = await ask<{ token: string }>('/api/v1/keys', {
      method: 'POST',
      headers: json,
      body: JSON.stringify({ name: 'reader', role: 'read' }),
    });
    return { answer, stored: logs.map(({ message }) => message), token: made.token };
  }, hostileEntries());
  await page.close();
  const told = JSON.stringify(answer);
  if (!told.includes(`"accepted":${HOSTILE_TEXTS.length},`))
    throw new Error(`Not stored: ${told.slice(0, 2000)}`);
  const deeds = await watchContext(context);
  return {
    ...stand,
    context,
    deeds,
    stored,
    token,
    async expectNoHarm(shown) {
      // What loads does so a moment later.
      await shown.waitForTimeout(200);
      const protocols = await shown
        .locator('a[href]')
        .evaluateAll((links) => links.map((link) => (link as HTMLAnchorElement).protocol));
      expect(protocols.filter((protocol) => !['http:', 'https:'].includes(protocol))).toEqual([]);
      expect(await readHarm(shown, deeds)).toEqual({ deeds: [], violations: [] });
    },
  };
}
