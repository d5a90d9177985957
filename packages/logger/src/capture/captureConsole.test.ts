import { describe, expect, it } from 'vitest';
import { POLL, setUpCapturePage } from '../../test/capturePage.ts';

const browser = setUpCapturePage();
const messages = async () => (await browser.entries()).map(({ message }) => message);

describe('captureConsole', () => {
  it('logs what is printed at the level of the method, and prints it as before', async () => {
    const printed: string[] = [];
    browser.page.on('console', (line) => printed.push(`${line.type()} ${line.text()}`));
    await browser.page.evaluate(() => {
      window.tool.captures.captureConsole(window.recorder);
      console.debug('d');
      console.log('l %s', 'x', { a: 1 });
      console.info('i');
      console.warn('w');
      console.error('Failed', new TypeError('No'));
    });
    expect(await browser.entries()).toEqual([
      { level: 'debug', message: 'd', metadata: {} },
      { level: 'info', message: 'l x {…}', metadata: { arguments: [{ a: 1 }] } },
      { level: 'info', message: 'i', metadata: {} },
      { level: 'warning', message: 'w', metadata: {} },
      {
        level: 'error',
        message: 'Failed TypeError: No',
        metadata: { error: { name: 'TypeError', message: 'No' } },
      },
    ]);
    await expect.poll(() => printed.length, POLL).toBe(5);
    expect(printed.slice(0, 4)).toEqual(['debug d', 'log l %s x {a: 1}', 'info i', 'warning w']);
  });

  it('takes only the chosen methods, and can be undone and installed again', async () => {
    await browser.page.evaluate(() => {
      const { captureConsole } = window.tool.captures;
      const { log, warn } = console;
      const undo = captureConsole(window.recorder, { methods: ['warn'] });
      console.log('not chosen');
      console.warn('chosen');
      undo();
      if (console.log !== log || console.warn !== warn) throw new Error('Not as before.');
      console.warn('undone');
      captureConsole(window.recorder);
      captureConsole(window.recorder);
      console.log('once');
    });
    expect(await messages()).toEqual(['chosen', 'once']);
  });

  it('leaves a patch on top in place when it is undone, whose undoing then leaves nothing', async () => {
    const seen = await browser.page.evaluate(() => {
      const calls: unknown[] = [];
      const undo = window.tool.captures.captureConsole(window.recorder);
      const below = console.log;
      console.log = (...args: unknown[]) => {
        calls.push(args[0]);
        below(...args);
      };
      console.log('both');
      undo();
      console.log('theirs only');
      console.log = below;
      console.log('nobody');
      return calls;
    });
    expect(seen).toEqual(['both', 'theirs only']);
    expect(await messages()).toEqual(['both']);
  });

  it('works below a patch that was there before', async () => {
    await browser.page.evaluate(() => {
      const original = console.log;
      console.log = (...args: unknown[]) => original('patched', ...args);
      window.tool.captures.captureConsole(window.recorder);
      console.log('on top');
    });
    expect(await messages()).toEqual(['on top']);
  });

  it('does not log what the logger prints while it logs, nor what it throws', async () => {
    await browser.page.evaluate(() => {
      window.recorder.onEntry = ({ message }) => {
        console.warn('the logger speaks');
        if (message === 'bad') throw new Error('a broken logger');
      };
      window.tool.captures.captureConsole(window.recorder);
      console.log('good');
      console.log('bad');
      console.log('good again');
    });
    expect(await messages()).toEqual(['good', 'good again']);
  });

  it('gives two loggers that print one line each, without a circle', async () => {
    const others = await browser.page.evaluate(() => {
      const other = window.tool.createRecordingLogger();
      for (const logger of [window.recorder, other]) {
        logger.onEntry = () => console.info('I log');
        window.tool.captures.captureConsole(logger, { methods: ['log'] });
      }
      console.log('line');
      return other.entries.map(({ message }) => message);
    });
    expect([await messages(), others]).toEqual([['line'], ['line']]);
  });

  it('does not log what a later status listener prints, and of an earlier one the first line at most', async () => {
    await browser.page.evaluate(async () => {
      window.recorder.onStatus(() => console.log('earlier'));
      window.tool.captures.captureConsole(window.recorder);
      window.recorder.onStatus(() => console.log('later'));
      for (let round = 0; round < 3; round += 1) {
        await window.recorder.notify();
        console.log(`app ${round}`);
      }
      await window.recorder.notify();
    });
    expect(await messages()).toEqual(['earlier', 'app 0', 'app 1', 'app 2']);
  });

  it('does not run in a circle with the real logger and a listener that prints', async () => {
    const { page, server } = browser;
    const fromListeners = await page.evaluate(async (url) => {
      const logger = window.tool.createLogger({ url, key: 'k', source: 'test' });
      let heard = 0;
      logger.onStatus(({ emitted }) => {
        heard += 1;
        console.log(emitted);
      });
      window.tool.captures.captureConsole(logger);
      logger.onStatus(({ emitted }) => console.log(emitted));
      let logged = 0;
      while (heard < 5) {
        logged += 1;
        logger.info('on its own');
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
      return logger.status.emitted - logged;
    }, server.origin);
    expect(fromListeners).toBe(1);
  });

  it('never throws for what it is given', async () => {
    const outcome = await browser.page.evaluate(() => {
      window.tool.captures.captureConsole(window.recorder);
      const { proxy, revoke } = Proxy.revocable({}, {});
      revoke();
      const thrower = {
        get a() {
          throw new Error('getter');
        },
        toString: () => {
          throw new Error('toString');
        },
      };
      const { log } = console;
      log.call(undefined, 'detached');
      console.log('%o %d %o', thrower, Symbol('s'), Object.create(null));
      console.log(
        new Proxy(
          {},
          {
            get: () => {
              throw new Error('get');
            },
          },
        ),
      );
      console.error(proxy);
      return 'alive';
    });
    expect(outcome).toBe('alive');
    expect(await messages()).toEqual(['detached', '{…} NaN {…}', '{…}', '{…}']);
  });
});
