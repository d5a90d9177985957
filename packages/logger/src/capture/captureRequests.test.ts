import { describe, expect, it } from 'vitest';
import { setUpCapturePage } from '../../test/capturePage.ts';
import { DEFAULT_SLOW_MS } from './captureRequests.ts';

const browser = setUpCapturePage();
const SECRET = ['s3cr', 'et'].join('');
const summary = async () => (await browser.entries()).map(({ level, message }) => `${level} ${message}`);

describe('captureRequests', () => {
  it('logs failed and slow fetches, with clean URLs, and no others', async () => {
    const { page, server } = browser;
    const received = await page.evaluate(
      async ([secret, slowMs]) => {
        window.tool.captures.captureRequests(window.recorder);
        await fetch(`/echo?token=${secret}`, { method: 'POST', body: secret });
        await fetch(`/status/503?token=${secret}#${secret}`, { method: 'POST', body: secret });
        await fetch(new URL('/status/404', location.href));
        await fetch(new Request('/cut', { method: 'DELETE' })).catch(() => {});
        const slow = await fetch(`/slow?ms=${slowMs}`);
        return slow.text();
      },
      [SECRET, DEFAULT_SLOW_MS + 50] as const,
    );
    expect(received).toBe('late');
    const entries = await browser.entries();
    expect(await summary()).toEqual([
      `error POST ${server.origin}/status/503?token 503`,
      `warning GET ${server.origin}/status/404 404`,
      `error DELETE ${server.origin}/cut error`,
      `warning GET ${server.origin}/slow?ms slow`,
    ]);
    expect(entries[0]!.metadata).toEqual({
      method: 'POST',
      url: `${server.origin}/status/503?token`,
      status: 503,
      duration_ms: expect.any(Number),
    });
    expect(entries[2]!.metadata).toMatchObject({ status: 'error' });
    expect(entries[3]!.metadata!.duration_ms).toBeGreaterThanOrEqual(DEFAULT_SLOW_MS);
    expect(JSON.stringify(entries)).not.toContain(SECRET);
  });

  it('logs failed and slow XMLHttpRequests, and status 0 as a failure', async () => {
    const { page, server } = browser;
    await page.evaluate(async () => {
      window.tool.captures.captureRequests(window.recorder, { slowMs: 200 });
      const send = (xhr: XMLHttpRequest, method: string, url: string) =>
        new Promise((resolve) => {
          xhr.open(method, url);
          xhr.addEventListener('loadend', resolve, { once: true });
          xhr.send('body');
        });
      const reused = new XMLHttpRequest();
      await send(reused, 'POST', '/echo');
      await send(reused, 'PUT', '/status/500?id=1');
      await send(reused, 'GET', '/cut');
      await send(new XMLHttpRequest(), 'GET', '/slow?ms=250');
      const impatient = new XMLHttpRequest();
      impatient.timeout = 50;
      await send(impatient, 'GET', '/never');
      const aborted = new XMLHttpRequest();
      const ended = send(aborted, 'GET', '/never');
      aborted.abort();
      await ended;
    });
    expect(await summary()).toEqual([
      `error PUT ${server.origin}/status/500?id 500`,
      `error GET ${server.origin}/cut error`,
      `warning GET ${server.origin}/slow?ms slow`,
      `error GET ${server.origin}/never timeout`,
    ]);
  });

  it('counts aborts only when asked, and time-outs always', async () => {
    const { page, server } = browser;
    await page.evaluate(async () => {
      const { captureRequests } = window.tool.captures;
      const run = async () => {
        const controller = new AbortController();
        const promise = fetch('/never', { signal: controller.signal });
        controller.abort(new Error('my own reason'));
        await promise.catch(() => {});
        const request = new Request('/never', { signal: AbortSignal.abort() });
        await fetch(request).catch(() => {});
        await fetch('/never', { signal: AbortSignal.timeout(20) }).catch(() => {});
      };
      captureRequests(window.recorder);
      await run();
      captureRequests(window.recorder, { aborts: true });
      await run();
    });
    const never = `${server.origin}/never`;
    expect(await summary()).toEqual([
      `error GET ${never} timeout`,
      `error GET ${never} abort`,
      `error GET ${never} abort`,
      `error GET ${never} timeout`,
    ]);
  });

  it('leaves out what is to be ignored, by fetch and by XMLHttpRequest', async () => {
    await browser.page.evaluate(async () => {
      window.tool.captures.captureRequests(window.recorder, { ignore: ['/status/50', /\/cut$/g] });
      await fetch('/status/503');
      await fetch('/cut').catch(() => {});
      await fetch('/cut').catch(() => {});
      const xhr = new XMLHttpRequest();
      xhr.open('GET', '/status/500');
      xhr.send();
      await new Promise((resolve) => xhr.addEventListener('loadend', resolve));
      await fetch('/status/400');
    });
    expect(await summary()).toEqual([`warning GET ${browser.server.origin}/status/400 400`]);
  });

  it('never captures the logger that it logs to, while that fails', async () => {
    const { page, server } = browser;
    await page.evaluate(async (url) => {
      const logger = window.tool.createLogger({ url, key: 'k', source: 'test' });
      window.tool.captures.captureRequests(window.recorder);
      window.tool.captures.captureRequests(logger);
      logger.error('goes to a server that fails');
      await logger.flush();
    }, `${server.origin}/status/503`);
    expect(server.seen.some(({ url }) => url.endsWith('/api/v1/logs'))).toBe(true);
    expect(await summary()).toEqual([]);
  });

  it('gives the app what fetch gives: results, errors, streams, and its own unhandled rejection', async () => {
    const outcome = await browser.page.evaluate(async () => {
      const rejections: unknown[] = [];
      window.addEventListener('unhandledrejection', (event) => {
        event.preventDefault();
        rejections.push(event.reason);
      });
      const answer = new Response('body');
      const reason = new TypeError('theirs');
      const native = window.fetch;
      window.fetch = (input) =>
        input === 'reject'
          ? Promise.reject(reason)
          : input === 'odd'
            ? (7 as never)
            : Promise.resolve(answer);
      window.tool.captures.captureRequests(window.recorder);
      const same = (await fetch('/x')) === answer;
      const thrown: unknown = await fetch('reject').catch((error: unknown) => error);
      const handled = await new Promise((resolve) => setTimeout(() => resolve(rejections.length), 50));
      void fetch('reject');
      const odd = fetch('odd') as unknown;
      await new Promise((resolve) => setTimeout(resolve, 50));
      window.fetch = native;
      window.tool.captures.captureRequests(window.recorder);
      const request = new Request('/echo', { method: 'POST', body: 'streamed' });
      const response = await fetch(request);
      const parts: string[] = [];
      const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader();
      for (let part = await reader.read(); !part.done; part = await reader.read()) parts.push(part.value);
      return {
        same,
        sameError: thrown === reason,
        handled,
        unhandled: rejections.length,
        odd,
        text: parts.join(''),
      };
    });
    expect(outcome).toEqual({
      same: true,
      sameError: true,
      handled: 0,
      unhandled: 1,
      odd: 7,
      text: 'streamed',
    });
  });

  it('breaks neither fetch nor XMLHttpRequest by hostile arguments or a logger that throws', async () => {
    const outcome = await browser.page.evaluate(async () => {
      window.recorder.onEntry = () => {
        throw new Error('a broken logger');
      };
      window.tool.captures.captureRequests(window.recorder);
      const thrower = {
        toString: () => {
          throw new Error('theirs');
        },
      };
      const statuses = [(await fetch('/status/500')).status];
      const errors = await Promise.all(
        [
          () => fetch(thrower as never),
          () =>
            fetch('/x', {
              get method(): string {
                throw new Error('getter');
              },
            }),
          () => Reflect.apply(fetch, undefined, []),
        ].map((call) =>
          call().then(
            () => 'no error',
            (error: Error) => error.message,
          ),
        ),
      );
      const xhr = new XMLHttpRequest();
      let opened = '';
      try {
        xhr.open('GET', thrower as never);
      } catch (error) {
        opened = (error as Error).message;
      }
      xhr.open('GET', '/status/500');
      xhr.send();
      await new Promise((resolve) => xhr.addEventListener('loadend', resolve));
      statuses.push(xhr.status);
      return { statuses, errors: errors.slice(0, 2), opened };
    });
    expect(outcome).toEqual({ statuses: [500, 500], errors: ['theirs', 'getter'], opened: 'theirs' });
  });

  it('is undone, also under a patch on top, and installed twice logs once', async () => {
    await browser.page.evaluate(async () => {
      const { captureRequests } = window.tool.captures;
      const native = window.fetch;
      const nativeOpen: unknown = Reflect.get(XMLHttpRequest.prototype, 'open');
      captureRequests(window.recorder);
      const undo = captureRequests(window.recorder);
      await fetch('/status/500');
      const below = window.fetch;
      window.fetch = (...args) => below(...args);
      undo();
      undo();
      if ((await fetch('/status/501')).status !== 501) throw new Error('The patch on top is broken.');
      window.fetch = below;
      if ((await fetch('/status/502')).status !== 502) throw new Error('The chain is broken.');
      window.fetch = native;
      if (Reflect.get(XMLHttpRequest.prototype, 'open') !== nativeOpen) throw new Error('Not as before.');
    });
    expect(await summary()).toEqual([`error GET ${browser.server.origin}/status/500 500`]);
  });
});
