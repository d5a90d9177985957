import { createSessionId, formatEntryId, randomBase62, type LogLine } from '@tailrace/protocol';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { logLine, seqs } from '../testing/entries.ts';
import { connectEvents } from '../testing/eventClient.ts';
import { connectStream } from '../testing/streamClient.ts';
import { temporaryFolder } from '../testing/temporaryFolder.ts';
import type { ApiOperation } from '../testing/ApiCall.ts';
import { apiOperations } from '../testing/apiOperations.ts';
import { readKeys, segmentBody } from '../testing/testServer.ts';
import type { NewAccessKey } from './auth/accessKey.ts';
import { readConfig, startServer, type RunningServer } from './index.ts';
import type { OpenApiDocument } from './openapi/OpenApi.ts';

/** Random calls; the soak run (`npm run soak:isolation`) makes 20,000. */
const CALLS = Number(process.env['ISOLATION_CALLS'] ?? 1000);
/** Milliseconds after which a stream of answers is taken to have said what it has to say. */
const QUIET_MS = 100;
const ENTRIES_OF_ZONE = 6;

/** Entries that belong together: a tenant's of one source. Whoever may not read them must never see the secret. */
interface Zone {
  readonly tenant: string;
  readonly secret: string;
  readonly session: string;
}

interface Reader {
  readonly name: string;
  readonly token: string;
  readonly zones: readonly Zone[];
}

interface Call {
  /** As the API's document names it: `GET /api/v1/logs/{id}`. */
  readonly operation: string;
  readonly method: string;
  readonly path: string;
  readonly body: string | undefined;
}

let server: RunningServer;
const removals: (() => void)[] = [];
let operations: readonly ApiOperation[];
const zones: Zone[] = [];
const readers: Reader[] = [];

async function ask(
  token: string,
  path: string,
  { type = 'application/json', ...init }: RequestInit & { readonly type?: string } = {},
): Promise<Response> {
  const headers = { 'Content-Type': type, Authorization: `Bearer ${token}` };
  return fetch(new URL(path, server.url), { redirect: 'manual', ...init, headers });
}

beforeAll(async () => {
  const folder = temporaryFolder((remove) => removals.push(remove));
  const config = {
    LOG_SERVICE_PORT: '0',
    LOG_DATA_DIR: folder,
    LOG_PUBLIC_DIR: temporaryFolder((remove) => removals.push(remove)),
    LOG_INGEST_RATE: '0',
    LOG_STREAMS_PER_KEY: '0',
    LOG_STREAMS_PER_ADDRESS: '0',
  };
  server = await startServer(readConfig(config));
  const operator = readKeys(folder).admin;
  operations = apiOperations((await (await ask(operator, '/api/v1/openapi.json')).json()) as OpenApiDocument);
  const createKey = async (key: NewAccessKey): Promise<string> => {
    const answer = await ask(operator, '/api/v1/keys', { method: 'POST', body: JSON.stringify(key) });
    expect(answer.status).toBe(201);
    return ((await answer.json()) as { readonly token: string }).token;
  };

  for (const tenant of ['main', 'alpha', 'beta']) {
    const own = seqs(2).map(() => ({ tenant, secret: `S${randomBase62(20)}`, session: createSessionId() }));
    zones.push(...own);
    const [open] = own as [Zone, Zone];
    // A key's name is a tenant's own too, and that of the operator's own tenant is seen by nobody else.
    const name = `${open.secret} key`;
    const ingest = await createKey({ role: 'ingest', tenant, name });
    const admin = tenant === 'main' ? operator : await createKey({ role: 'admin', tenant, name });
    const filter = `source:${open.secret}`;
    readers.push(
      { name: `${tenant} ingest`, token: ingest, zones: [] },
      { name: `${tenant} read`, token: await createKey({ role: 'read', tenant, name }), zones: own },
      {
        name: `${tenant} filtered`,
        token: await createKey({ role: 'read', tenant, name, filter }),
        zones: [open],
      },
      { name: `${tenant} admin`, token: admin, zones: own },
    );
    const levels = JSON.stringify({ levels: { [open.secret]: 'debug' } });
    await ask(admin, '/api/v1/settings/levels', { method: 'PUT', body: levels });
    for (const zone of own) await send(ingest, zone);
  }
});
afterAll(async () => {
  await server.close();
  for (const remove of removals) remove();
});

async function send(token: string, { secret, session }: Zone): Promise<void> {
  const entries = seqs(ENTRIES_OF_ZONE).map((seq): LogLine =>
    logLine(seq, {
      timestamp: new Date().toISOString(),
      source: secret,
      level: seq % 2 === 0 ? 'error' : 'info',
      logger: `shop.${secret}`,
      message: `canary ${secret}`,
      context: { user_id: 'u1', request_id: 'r1', correlation_id: 'c1', job_run_id: 'j1', task_run_id: 't1' },
      metadata: { note: secret, amount: seq },
      error: { name: 'Error', message: secret, stack: `Error: ${secret}` },
      ...(seq === 3 && { category: 'audit', action: secret }),
    }),
  );
  const dropped = [[7, 9, 'queue_full']] as const;
  const body = segmentBody(entries, { session, emitted: 9, dropped, resource: { app: secret } });
  const answer = await ask(token, '/api/v1/logs', { method: 'POST', body, type: 'application/x-ndjson' });
  expect(await answer.json()).toMatchObject({ segments: [{ accepted: ENTRIES_OF_ZONE }] });
}

/** What stands for a parameter of a path: what is everybody's, and what is one zone's without being its secret. */
function pathValues(parameter: string): fc.Arbitrary<string> {
  const ofZones = zones.flatMap(({ session }) => [
    session,
    formatEntryId(session, 1),
    formatEntryId(session, 4),
  ]);
  const known = parameter === 'field' ? ['user_id', 'context.request_id', 'source', 'session'] : [];
  return fc.constantFrom(...known, ...ofZones, 'c1', 'j1', 't1', 'u1', 'r1', 'checkout');
}

const PARAMETERS: Readonly<Record<string, readonly string[]>> = {
  q: [
    'canary',
    'level:>=info',
    '-nothing',
    'user_id:u1',
    'source:*',
    '-source:x OR canary',
    'category:audit',
    '*anar*',
  ],
  search: ['canary'],
  min_level: ['debug'],
  job_run_id: ['j1'],
  correlation_id: ['c1'],
  order: ['asc', 'desc'],
  limit: ['1', '100', '1000'],
  offset: ['0', '3'],
  page: ['1'],
  hours: ['24'],
  field: ['source', 'logger', 'user_id', 'level', 'metadata.note', 'resource.app'],
  by: ['level', 'source'],
  interval: ['1m', '1h'],
  format: ['ndjson', 'csv', 'txt', 'entry', 'service', 'model', 'frames', 'event'],
  before: ['50'],
  after: ['50'],
  date: [new Date().toISOString().slice(0, 10)],
};

function calls(): fc.Arbitrary<Call> {
  return fc.constantFrom(...operations).chain(({ name: operation, method, template }) => {
    const parts = template.split('/').map((part) => {
      if (part === '{path}') return fc.constantFrom('index.html', '../../meta.db');
      return part.startsWith('{') ? pathValues(part.slice(1, -1)) : fc.constant(part);
    });
    const some = fc
      .uniqueArray(fc.constantFrom(...Object.keys(PARAMETERS)), { minLength: 1, maxLength: 3 })
      .chain((names) =>
        fc.tuple(
          ...names.map((name) =>
            fc.constantFrom(...PARAMETERS[name]!).map((value) => [name, value] as const),
          ),
        ),
      )
      .map((pairs) => new URLSearchParams(Object.fromEntries(pairs)).toString());
    const query =
      method === 'DELETE'
        ? // Nothing is so old that it would be deleted: what is gone could not be seen.
          fc.constant('days_to_keep=36500')
        : fc.oneof(fc.constant(''), fc.constant('q=canary'), some);
    const bodies = [
      '{}',
      '{"message":"hello"}',
      '{"name":"new","role":"ingest"}',
      '{"levels":{"mine":"info"}}',
    ];
    const body = method === 'GET' ? fc.constant(undefined) : fc.constantFrom(...bodies);
    return fc.record({
      operation: fc.constant(operation),
      method: fc.constant(method),
      path: fc
        .tuple(fc.tuple(...parts), query)
        .map(([at, search]) => `${at.join('/')}${search && `?${search}`}`),
      body,
    });
  });
}

/** What an answer says; of one that does not end, what it says at once. */
async function textOf(answer: Response): Promise<string> {
  const reader = answer.body?.getReader();
  if (!reader) return '';
  const decoder = new TextDecoder();
  let text = '';
  for (;;) {
    let timer: NodeJS.Timeout | undefined;
    const quiet = new Promise<undefined>((resolve) => {
      timer = setTimeout(resolve, QUIET_MS, undefined);
    });
    const isEndless = answer.headers.get('Content-Type')?.startsWith('text/event-stream') === true;
    const part = await (isEndless ? Promise.race([reader.read(), quiet]) : reader.read());
    clearTimeout(timer);
    if (!part || part.done) break;
    text += decoder.decode(part.value, { stream: true });
  }
  await reader.cancel();
  return text;
}

/** Zones that somebody saw and may not. */
function foreignIn(text: string, reader: Reader): string[] {
  return zones
    .filter((zone) => text.includes(zone.secret) && !reader.zones.includes(zone))
    .map(({ tenant }) => tenant);
}

/** Names of keys and settings are their tenant's, not a zone's. */
function isAboutTheTenant(path: string): boolean {
  return /^\/api\/v1\/(?:keys|settings)/.test(path);
}

describe('tenants', () => {
  it(
    `see nothing of each other by any route, nor a key what its filter hides, in ${CALLS} calls`,
    async () => {
      const seen = new Map<string, Set<string>>();
      const calledPaths = new Set<string>();
      const called = new Set<string>();
      await fc.assert(
        fc.asyncProperty(
          calls(),
          fc.nat(readers.length - 1),
          async ({ operation, method, path, body }, at) => {
            const reader = readers[at]!;
            const answer = await ask(reader.token, path, { method, ...(body !== undefined && { body }) });
            const text = await textOf(answer);
            called.add(operation);
            calledPaths.add(`${method} ${path.split('?')[0]}`);
            expect(answer.status).toBeLessThan(500);
            const tenant = reader.name.split(' ')[0];
            const foreign = foreignIn(text, reader);
            const strangers = isAboutTheTenant(path) ? foreign.filter((of) => of !== tenant) : foreign;
            expect({ call: `${method} ${path}`, reader: reader.name, strangers }).toMatchObject({
              strangers: [],
            });
            for (const { secret } of reader.zones) {
              if (text.includes(secret))
                seen.set(reader.name, (seen.get(reader.name) ?? new Set()).add(secret));
            }
          },
        ),
        { numRuns: CALLS },
      );
      // The calls were such as show something, to most of those who may see anything.
      const mayRead = readers.filter(({ zones: own }) => own.length > 0);
      expect(seen.size).toBeGreaterThan(mayRead.length / 2);
      expect([...called].toSorted()).toEqual(operations.map(({ name }) => name).toSorted());
      // With parameters, a route is many paths.
      expect(calledPaths.size).toBeGreaterThan(operations.length);
      // And nobody has removed anything of others.
      for (const { token, zones: own, name } of readers.filter((reader) => reader.name.endsWith('admin'))) {
        const text = await textOf(await ask(token, '/api/v1/logs?q=canary&limit=1000'));
        for (const { session } of own) {
          expect([name, text.split(`"session":"${session}"`).length - 1]).toEqual([name, ENTRIES_OF_ZONE]);
        }
      }
    },
    Math.max(60_000, CALLS * 150),
  );

  it('see nothing of each other on sockets, framed or plain, replayed or live', async () => {
    const open = readers.filter(({ name }) => !name.endsWith('ingest'));
    const sockets = operations.filter(({ isSocket }) => isSocket).map(({ template }) => template);
    expect(sockets.length).toBeGreaterThan(2);
    const clients = await Promise.all(
      open.flatMap((reader) =>
        sockets
          .flatMap((path) => ['tailrace.v1', ''].map((protocol) => ({ path, protocol })))
          .map(async ({ path, protocol }) => {
            const headers = { Authorization: `Bearer ${reader.token}` };
            const client = await connectStream(`${server.url}${path}`, { protocol, headers });
            if (protocol !== '') client.send({ type: 'subscribe', id: 'all', filter: '', last: 1000 });
            if (protocol !== '')
              client.send({ type: 'subscribe', id: 'changed', filter: 'nothing', last: 1000 });
            if (protocol !== '') client.send({ type: 'update', id: 'changed', filter: 'canary' });
            return { reader, client };
          }),
      ),
    );
    for (const [i, zone] of zones.entries()) {
      const ingest = readers.find(({ name }) => name === `${zone.tenant} ingest`)!;
      await send(ingest.token, { ...zone, session: createSessionId() });
      expect(i).toBeLessThan(zones.length);
    }
    for (const { reader, client } of clients) {
      await vi.waitFor(() => {
        const text = JSON.stringify(client.messages);
        for (const { secret } of reader.zones) {
          // Of the replay and of the live ones, each entry names it in its message.
          expect(text.split(`canary ${secret}`).length - 1).toBeGreaterThanOrEqual(2 * ENTRIES_OF_ZONE);
        }
      });
      const said = JSON.stringify(client.messages).replaceAll(/"levels":\{[^}]*\}/g, '');
      expect([reader.name, ...foreignIn(said, reader)]).toEqual([reader.name]);
      client.socket.close();
    }
  });

  it('see nothing of each other in events, framed or plain, replayed or live', async () => {
    const open = readers.filter(({ name }) => !name.endsWith('ingest'));
    const clients = await Promise.all(
      open.flatMap((reader) =>
        ['frames', 'entry', 'event', 'service', 'monitor', 'model', 'job'].map(async (format) => {
          const url = `${server.url}/api/v1/logs/stream/sse?last=1000&format=${format}`;
          const client = await connectEvents(url, { Authorization: `Bearer ${reader.token}` });
          return { reader, client };
        }),
      ),
    );
    for (const zone of zones) {
      const ingest = readers.find(({ name }) => name === `${zone.tenant} ingest`)!;
      await send(ingest.token, { ...zone, session: createSessionId() });
    }
    for (const { reader, client } of clients) {
      const textOfEvents = () => client.events.map(({ data }) => data).join('\n');
      await vi.waitFor(
        () => {
          for (const { secret } of reader.zones) {
            const seen = textOfEvents().split(`canary ${secret}`).length - 1;
            expect(seen).toBeGreaterThanOrEqual(2 * ENTRIES_OF_ZONE);
          }
        },
        { timeout: 20_000, interval: 20 },
      );
      const said = textOfEvents().replaceAll(/"levels":\{[^}]*\}/g, '');
      expect([reader.name, ...foreignIn(said, reader)]).toEqual([reader.name]);
      client.close();
    }
  }, 60_000);
});
