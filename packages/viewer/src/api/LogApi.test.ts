import { describe, expect, it, vi } from 'vitest';
import { createLogApi } from './LogApi.ts';
import { LogApiError } from './LogApiError.ts';
import { Query } from './Query.ts';
import { problem, scriptedFetch } from './scriptedFetch.ts';

const settled = async <T>(query: Query<T>) => {
  await vi.waitUntil(() => !query.state().isLoading);
  return query.state();
};

describe('LogApi', () => {
  it('asks with filters and a token, and leaves out what is absent', async () => {
    const asked: Request[] = [];
    const fetch = scriptedFetch({
      'GET /base/api/v1/logs/stats': (request) => {
        asked.push(request);
        return { total: 3 };
      },
    });
    const api = createLogApi({ baseUrl: 'http://scripted.test/base/', getToken: () => 'secret', fetch });
    expect(await api.stats({ q: 'source:api "timed out"', hours: 24, start: undefined })).toEqual({
      total: 3,
    });
    const url = new URL(asked[0]!.url);
    expect([...url.searchParams]).toEqual([
      ['q', 'source:api "timed out"'],
      ['hours', '24'],
    ]);
    expect(asked[0]!.headers.get('Authorization')).toBe('Bearer secret');
  });

  it('escapes ids, so that none leads to another route', async () => {
    const seen: string[] = [];
    const api = createLogApi({
      fetch: (url: string | URL | Request) => {
        seen.push(url instanceof Request ? url.url : url.toString());
        return Promise.resolve(Response.json({}));
      },
    });
    await api.trace('../../keys?x=1#y');
    expect(seen).toEqual(['/api/v1/traces/..%2F..%2Fkeys%3Fx%3D1%23y']);
  });

  it('tells why the server refused', async () => {
    const fetch = scriptedFetch({
      'PUT /api/v1/settings/levels': () => problem(412, 'precondition_failed', 'They have changed since'),
    });
    const error: unknown = await createLogApi({ fetch })
      .setLevels({ shop: 'debug' }, 4)
      .catch((e: unknown) => e);
    expect(error).toBeInstanceOf(LogApiError);
    expect(error).toMatchObject({
      status: 412,
      code: 'precondition_failed',
      message: 'They have changed since',
    });
  });

  it('names the version that was seen', async () => {
    let tag: string | null = null;
    const fetch = scriptedFetch({
      'PUT /api/v1/settings/levels': async (request) => {
        tag = request.headers.get('If-Match');
        return (await request.json()) as object;
      },
    });
    expect(await createLogApi({ fetch }).setLevels({ shop: 'debug' }, 4)).toEqual({
      levels: { shop: 'debug' },
    });
    expect(tag).toBe('"4"');
  });

  it('takes neither silence nor a portal’s page for an answer', async () => {
    const unreachable = createLogApi({ fetch: () => Promise.reject(new TypeError('Failed to fetch')) });
    await expect(unreachable.levels()).rejects.toThrow('The log server cannot be reached');
    const portal = createLogApi({
      fetch: () => Promise.resolve(new Response('<h1>Sign in to the wifi</h1>')),
    });
    await expect(portal.levels()).rejects.toThrow('not a Tailrace server');
  });

  it('reads a server that is not ready', async () => {
    const body = { status: 'draining', parts: { writer: 'ok', reader: 'ok' } };
    const fetch = scriptedFetch({ 'GET /readyz': () => Response.json(body, { status: 503 }) });
    expect(await createLogApi({ fetch }).readiness()).toEqual(body);
  });

  it('gives up with the signal’s own reason', async () => {
    const api = createLogApi({ fetch: scriptedFetch({ 'GET /api/v1/settings/levels': 'never' }) });
    const controller = new AbortController();
    const asked = api.levels(controller.signal);
    controller.abort(new Error('Closed'));
    await expect(asked).rejects.toThrow('Closed');
  });
});

describe('a query', () => {
  it('asks when somebody looks, and gives up when nobody does', async () => {
    const signals: AbortSignal[] = [];
    const query = new Query((signal) => {
      signals.push(signal);
      return new Promise<number>(() => {});
    });
    expect(signals).toHaveLength(0);
    const leave = query.subscribe(() => {});
    expect(signals[0]!.aborted).toBe(false);
    leave();
    expect(signals[0]!.aborted).toBe(true);
  });

  it('keeps the last answer when the next request fails', async () => {
    const answers = [
      () => Promise.resolve(7),
      () => Promise.reject(new LogApiError('Gone', { status: 503 })),
    ];
    const query = new Query(() => answers.shift()!());
    query.subscribe(() => {});
    expect(await settled(query)).toEqual({ data: 7, isLoading: false });
    query.refresh();
    expect(await settled(query)).toMatchObject({ data: 7, error: { message: 'Gone' } });
  });

  it('shows the answer to the last request only', async () => {
    const resolvers: ((value: string) => void)[] = [];
    const query = new Query(() => new Promise<string>((resolve) => resolvers.push(resolve)));
    query.subscribe(() => {});
    query.refresh();
    resolvers[1]!('second');
    expect((await settled(query)).data).toBe('second');
    resolvers[0]!('first');
    await Promise.resolve();
    expect(query.state().data).toBe('second');
  });
});
