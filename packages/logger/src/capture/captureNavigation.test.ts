import { describe, expect, it } from 'vitest';
import { makeRecorder, setUpCapturePage } from '../../test/capturePage.ts';

const browser = setUpCapturePage();
const SECRET = ['s3cr', 'et'].join('');
const entries = async () =>
  (await browser.entries()).map(({ message, metadata }) => [message, metadata?.type ?? null]);

/** Goes by every way there is, and back. */
const wander = () =>
  browser.page.evaluate(async (secret) => {
    const { captureNavigation } = window.tool.captures;
    captureNavigation(window.recorder);
    const undo = captureNavigation(window.recorder);
    history.pushState({}, '', `/cart?token=${secret}#${secret}`);
    history.replaceState({}, '', '/checkout');
    history.replaceState({ scroll: 7 }, '', '/checkout');
    const back = new Promise((resolve) => window.addEventListener('popstate', resolve, { once: true }));
    history.back();
    await back;
    undo();
    history.pushState({}, '', '/undone');
  }, SECRET);

describe('captureNavigation', () => {
  it.each(['with the Navigation API', 'without it'])('logs the load and each step, %s', async (way) => {
    const { page, server } = browser;
    if (way === 'without it') await page.evaluate(() => Reflect.deleteProperty(window, 'navigation'));
    expect(await page.evaluate(() => 'navigation' in window)).toBe(way !== 'without it');
    await wander();
    const load = [`Loaded ${server.origin}/`, 'navigate'];
    expect(await entries()).toEqual([
      load,
      [`Navigated to ${server.origin}/cart?token`, 'push'],
      [`Navigated to ${server.origin}/checkout`, 'replace'],
      [`Navigated to ${server.origin}/`, 'traverse'],
    ]);
    const last = (await browser.entries()).at(-1)!;
    expect(last.metadata).toEqual({
      type: 'traverse',
      from: `${server.origin}/checkout`,
      to: `${server.origin}/`,
    });
    expect(JSON.stringify(await browser.entries())).not.toContain(SECRET);
  });

  it('knows a reload', async () => {
    const { page, server } = browser;
    await page.reload();
    await makeRecorder(page);
    await page.evaluate(() => window.tool.captures.captureNavigation(window.recorder));
    expect(await entries()).toEqual([[`Loaded ${server.origin}/`, 'reload']]);
  });

  it('logs that the page is hidden when it goes away', async () => {
    const { page, server } = browser;
    await page.evaluate(() => {
      window.tool.captures.captureNavigation(window.recorder);
      window.recorder.onEntry = ({ message }) => sessionStorage.setItem('last', message);
    });
    await page.goto(`${server.origin}/?again`);
    expect(await page.evaluate(() => sessionStorage.getItem('last'))).toBe('Page hidden');
  });

  it('leaves a patch of the history on top in place, and never breaks the app', async () => {
    const { page, server } = browser;
    const outcome = await page.evaluate(() => {
      Reflect.deleteProperty(window, 'navigation');
      const undo = window.tool.captures.captureNavigation(window.recorder);
      window.recorder.onEntry = () => {
        throw new Error('a broken logger');
      };
      const below = history.pushState.bind(history);
      let calls = 0;
      history.pushState = (...args) => {
        calls += 1;
        below(...args);
      };
      history.pushState({}, '', '/one');
      undo();
      history.pushState({}, '', '/two');
      return { calls, href: location.href };
    });
    expect(outcome).toEqual({ calls: 2, href: `${server.origin}/two` });
  });
});
