import { describe, expect, it } from 'vitest';
import { setUpCapturePage } from '../../test/capturePage.ts';

const browser = setUpCapturePage();
const SECRET = ['s3cr', 'et'].join('');

/** Runs code of a script element's own, so that the browser knows its place. */
const runScript = (code: string) =>
  browser.page.evaluate(
    ([text]) => {
      const script = document.createElement('script');
      script.textContent = text!;
      document.body.append(script);
    },
    [code],
  );
const settled = () => browser.page.evaluate(() => new Promise((resolve) => setTimeout(resolve, 50)));

describe('captureErrors', () => {
  it('logs an uncaught error with its place, without the secrets of the URL', async () => {
    const { page, server } = browser;
    await page.evaluate(() => window.tool.captures.captureErrors(window.recorder));
    await runScript(`\n  throw new TypeError('boom')\n//# sourceURL=${server.origin}/app.js?token=${SECRET}`);
    expect(await browser.entries()).toEqual([
      {
        level: 'error',
        message: 'Uncaught TypeError: boom',
        metadata: {
          error: { name: 'TypeError', message: 'boom' },
          file: `${server.origin}/app.js?token`,
          line: 2,
          column: 9,
        },
      },
    ]);
  });

  it('logs rejections with and without an error', async () => {
    const { page, server } = browser;
    await page.evaluate(() => window.tool.captures.captureErrors(window.recorder));
    await runScript(`
      Promise.reject(new RangeError('far'));
      Promise.reject('a text');
      Promise.reject({ code: 7 });
      Promise.reject();
      //# sourceURL=${server.origin}/reject.js?key=${SECRET}`);
    await settled();
    expect(await browser.entries()).toEqual([
      {
        level: 'error',
        message: 'Unhandled rejection',
        metadata: {
          error: { name: 'RangeError', message: 'far' },
          file: `${server.origin}/reject.js?key`,
          line: 2,
          column: 22,
        },
      },
      { level: 'error', message: 'Unhandled rejection: a text', metadata: { thrown: 'a text' } },
      { level: 'error', message: 'Unhandled rejection', metadata: { thrown: { code: 7 } } },
      { level: 'error', message: 'Unhandled rejection: undefined', metadata: {} },
    ]);
  });

  it('says that an error of another origin is hidden', async () => {
    const { page, server } = browser;
    await page.evaluate(async (origin) => {
      window.tool.captures.captureErrors(window.recorder);
      const script = document.createElement('script');
      script.src = `${origin}/throws.js`;
      document.body.append(script);
      await new Promise((resolve) => script.addEventListener('load', resolve));
    }, server.otherOrigin);
    expect(await browser.entries()).toEqual([
      { level: 'error', message: 'Script error.', metadata: { cross_origin: true } },
    ]);
  });

  it('logs the same error once, also when installed twice, and after undoing nothing', async () => {
    await browser.page.evaluate(async () => {
      const { captureErrors } = window.tool.captures;
      captureErrors(window.recorder);
      const undo = captureErrors(window.recorder);
      const error = new Error('again and again');
      reportError(error);
      reportError(error);
      void Promise.reject(error);
      await new Promise((resolve) => setTimeout(resolve, 50));
      undo();
      reportError(new Error('undone'));
    });
    expect((await browser.entries()).map(({ message }) => message)).toEqual([
      'Uncaught Error: again and again',
    ]);
  });

  it('takes things that throw when they are read, and a logger that throws, without an error of its own', async () => {
    const events = await browser.page.evaluate(() => {
      let count = 0;
      window.addEventListener('error', () => (count += 1));
      window.recorder.onEntry = () => {
        throw new Error('a broken logger');
      };
      window.tool.captures.captureErrors(window.recorder);
      reportError(new Error('one'));
      window.recorder.onEntry = () => {};
      const { proxy, revoke } = Proxy.revocable({}, {});
      revoke();
      reportError(proxy);
      window.dispatchEvent(new Event('error'));
      return count;
    });
    expect(events).toBe(3);
    expect(await browser.entries()).toHaveLength(1);
  });

  it('does not log elements that could not be loaded', async () => {
    await browser.page.evaluate(async () => {
      window.tool.captures.captureErrors(window.recorder);
      const image = new Image();
      image.src = '/status/404';
      document.body.append(image);
      await new Promise((resolve) => image.addEventListener('error', resolve));
    });
    expect(await browser.entries()).toEqual([]);
  });
});
