import { describe, expect, it } from 'vitest';
import { setUpCapturePage } from '../../test/capturePage.ts';

const browser = setUpCapturePage();
const TRACEPARENT = /^00-([\da-f]{32})-([\da-f]{16})-01$/;
const TRACE_ID = '0af7651916cd43dd8448eb211c80319c';

/** What the server was asked at a path. */
const seen = (path: string) => browser.server.seen.filter(({ url }) => url === path);
const header = (path: string, name = 'traceparent') => seen(path).map(({ headers }) => headers[name]);

describe('propagateTrace', () => {
  it('adds one trace of the page and a span per request to its own origin, and to no other', async () => {
    const { page, server } = browser;
    await page.evaluate(async (other) => {
      window.tool.captures.propagateTrace();
      await fetch('/a');
      await fetch('/b', { method: 'POST', body: 'text', headers: { 'x-own': '1' } });
      const xhr = new XMLHttpRequest();
      xhr.open('POST', '/c');
      xhr.send('text');
      await new Promise((resolve) => xhr.addEventListener('loadend', resolve));
      await fetch(`${other}/d`);
    }, server.otherOrigin);
    const found = ['/a', '/b', '/c'].map((path) => TRACEPARENT.exec(String(header(path)[0])));
    expect(new Set(found.map((match) => match?.[1])).size).toBe(1);
    expect(new Set(found.map((match) => match?.[2])).size).toBe(3);
    expect(seen('/b')[0]).toMatchObject({ method: 'POST', body: 'text', headers: { 'x-own': '1' } });
    expect(seen('/c')[0]).toMatchObject({ method: 'POST', body: 'text' });
    // Without a preflight, which a header would have caused.
    expect(seen('/d').map(({ method, headers }) => [method, headers.traceparent])).toEqual([
      ['GET', undefined],
    ]);
  });

  it('takes the trace of the context where it is one, and sends ids that are asked for', async () => {
    await browser.page.evaluate(async (traceId) => {
      const ids = [traceId, '0'.repeat(32), 'no trace', undefined];
      window.tool.captures.propagateTrace({
        context: () => ({ trace_id: ids.shift()!, span_id: 'b7ad6b7169203331' }),
        requestId: true,
        correlationId: () => 'order-7',
      });
      for (const path of ['/1', '/2', '/3', '/4']) await fetch(path);
    }, TRACE_ID);
    const [first, ...others] = ['/1', '/2', '/3', '/4'].map((path) => String(header(path)[0]));
    expect(TRACEPARENT.exec(first!)?.[1]).toBe(TRACE_ID);
    expect(first).not.toContain('b7ad6b7169203331');
    const pageTrace = TRACEPARENT.exec(others[0]!)?.[1];
    expect(pageTrace).not.toBe('0'.repeat(32));
    expect(others.map((value) => TRACEPARENT.exec(value)?.[1])).toEqual([pageTrace, pageTrace, pageTrace]);
    expect(header('/1', 'x-correlation-id')).toEqual(['order-7']);
    const requestIds = ['/1', '/2'].map((path) => header(path, 'x-request-id')[0]);
    expect(requestIds[0]).toMatch(/^[\da-f]{32}$/);
    expect(requestIds[0]).not.toBe(requestIds[1]);
  });

  it('takes the trace of the scope that runs, and outside of it that of the page', async () => {
    await browser.page.evaluate(async (trace_id) => {
      window.tool.captures.propagateTrace();
      const scope = window.tool.createScope({}, { trace: { trace_id, span_id: 'b7ad6b7169203331' } });
      await scope.run(() => fetch('/inside'));
      await fetch('/outside');
    }, TRACE_ID);
    expect(TRACEPARENT.exec(String(header('/inside')[0]))?.[1]).toBe(TRACE_ID);
    expect(TRACEPARENT.exec(String(header('/outside')[0]))?.[1]).not.toBe(TRACE_ID);
  });

  it('leaves headers that the app sets, and sets none twice when installed twice', async () => {
    await browser.page.evaluate(async () => {
      const { propagateTrace } = window.tool.captures;
      propagateTrace({ requestId: true });
      const undo = propagateTrace({ requestId: true });
      const headers = { Traceparent: 'mine' };
      await fetch('/init', { headers });
      await fetch(new Request('/request', { headers }));
      const xhr = new XMLHttpRequest();
      xhr.open('GET', '/xhr');
      xhr.setRequestHeader('Traceparent', 'mine');
      xhr.send();
      await new Promise((resolve) => xhr.addEventListener('loadend', resolve));
      await fetch('/twice');
      undo();
    });
    for (const path of ['/init', '/request', '/xhr']) expect(header(path)).toEqual(['mine']);
    expect(header('/xhr', 'x-request-id')[0]).toMatch(/^[\da-f]{32}$/);
    expect(header('/twice')[0]).toMatch(TRACEPARENT);
  });

  it('reaches other origins that are targets, and those only', async () => {
    const { page, server } = browser;
    await page.evaluate(async (other) => {
      window.tool.captures.propagateTrace({ targets: [`${other}/api`] });
      await fetch(`${other}/api/x`);
      await fetch(`${other}/elsewhere`);
      await fetch('/home');
      // A request that could not carry the header goes without it.
      await fetch(`${other}/api/opaque`, { mode: 'no-cors' });
    }, server.otherOrigin);
    expect(seen('/api/x').map(({ method }) => method)).toEqual(['OPTIONS', 'GET']);
    expect(header('/api/x')[1]).toMatch(TRACEPARENT);
    expect([header('/elsewhere'), header('/home'), header('/api/opaque')]).toEqual([
      [undefined],
      [undefined],
      [undefined],
    ]);
  });

  it('leaves requests what they are: bodies, aborts, errors, bad context, undoing', async () => {
    const outcome = await browser.page.evaluate(async () => {
      const native = window.fetch;
      const undo = window.tool.captures.propagateTrace({
        context: () => {
          throw new Error('a broken context');
        },
      });
      await fetch('/broken-context');
      undo();
      if (window.fetch !== native) throw new Error('Not as before.');
      window.tool.captures.propagateTrace({ correlationId: () => 'two\nlines' });
      const request = new Request('/echo', { method: 'POST', body: 'text' });
      const text = await (await fetch(request)).text();
      const reason = new Error('mine');
      const aborted: unknown = await fetch('/never', { signal: AbortSignal.abort(reason) }).catch(
        (error: unknown) => error,
      );
      const invalid = await fetch('/x', { method: 'TRACE' }).catch((error: Error) => error.name);
      return { text, used: request.bodyUsed, sameReason: aborted === reason, invalid };
    });
    expect(outcome).toEqual({ text: 'text', used: true, sameReason: true, invalid: 'TypeError' });
    expect(header('/broken-context')).toEqual([undefined]);
    expect(header('/echo')[0]).toMatch(TRACEPARENT);
  });

  it('goes together with captureRequests, whichever is on top', async () => {
    await browser.page.evaluate(async () => {
      const { captureRequests, propagateTrace } = window.tool.captures;
      const undo = propagateTrace();
      captureRequests(window.recorder);
      await fetch('/status/500', { method: 'POST' });
      undo();
      propagateTrace();
      await fetch('/status/501', { method: 'PUT' });
    });
    expect([header('/status/500')[0], header('/status/501')[0]]).toEqual([
      expect.stringMatching(TRACEPARENT),
      expect.stringMatching(TRACEPARENT),
    ]);
    const { origin } = browser.server;
    expect((await browser.entries()).map(({ message }) => message)).toEqual([
      `POST ${origin}/status/500 500`,
      `PUT ${origin}/status/501 501`,
    ]);
  });
});
