import type { BrowserContext, Page } from 'playwright';
import { HIT } from './payloads.ts';

declare global {
  interface Window {
    /** Directives that something on the page went against, and what it was. */
    violations: string[];
  }
}

/** What hostile text has done to pages. */
export interface Harm {
  /** Scripts that ran, requests that were made, dialogs that were opened. */
  readonly deeds: string[];
  /** What the pages' policy refused. */
  readonly violations: string[];
}

/** Watches all pages of a context from before their first script. */
export async function watchContext(context: BrowserContext): Promise<string[]> {
  const deeds: string[] = [];
  await context.addInitScript(() => {
    window.violations = [];
    addEventListener('securitypolicyviolation', ({ effectiveDirective, blockedURI, sample }) =>
      window.violations.push(`${effectiveDirective} ${blockedURI} ${sample}`),
    );
  });
  context.on('dialog', (dialog) => {
    deeds.push(`dialog ${dialog.message()}`);
    void dialog.dismiss();
  });
  context.on('request', (request) => {
    // What pages ask for themselves may be about such a text.
    if (request.resourceType() === 'fetch') return;
    const { pathname, host } = new URL(request.url());
    if (`${host}${pathname}`.toLowerCase().includes(HIT.toLowerCase()))
      deeds.push(`request ${request.url()}`);
  });
  return deeds;
}

/** Tells whether a script of the texts has run in a page, and what its policy refused. */
export async function readHarm(page: Page, deeds: readonly string[]): Promise<Harm> {
  const { hit, violations } = await page.evaluate(
    (name) => ({ hit: name in window, violations: window.violations }),
    HIT,
  );
  return { deeds: hit ? [...deeds, 'script'] : [...deeds], violations };
}
