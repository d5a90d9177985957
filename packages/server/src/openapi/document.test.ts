import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { Validator } from '@seriousme/openapi-schema-validator';
import { createSessionId } from '@tailrace/protocol';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { logLine, newSegment, seqs } from '../../testing/entries.ts';
import { segmentBody } from '../../testing/testServer.ts';
import { openTestApp, type TestApp } from '../../testing/testApp.ts';
import { templateOf } from './createDocument.ts';
import type { OpenApiDocument } from './OpenApi.ts';

const session = createSessionId();
const NDJSON = { 'Content-Type': 'application/x-ndjson' };
const JSON_TYPE = { 'Content-Type': 'application/json' };

/** Media types whose inside is described. */
const JSON_TYPES = ['application/json', 'application/problem+json'];

/** For every operation, requests and the status that they are answered with. */
const REQUESTS: Readonly<Record<string, readonly [path: string, status: number, init?: RequestInit][]>> = {
  'GET /healthz': [['/healthz', 200]],
  'GET /readyz': [['/readyz', 200]],
  'POST /api/v1/logs': [
    ['/api/v1/logs', 200, { method: 'POST', headers: NDJSON, body: segmentBody([logLine(1)]) }],
    ['/api/v1/logs', 200, { method: 'POST', headers: JSON_TYPE, body: '[{"message":"a"}]' }],
    ['/api/v1/logs', 400, { method: 'POST', headers: JSON_TYPE, body: '{' }],
    ['/api/v1/logs', 415, { method: 'POST', body: 'x', headers: { 'Content-Type': 'image/png' } }],
  ],
  'GET /api/v1/logs': [
    ['/api/v1/logs', 200],
    ['/api/v1/logs?limit=2&page=2&level=info', 200],
    ['/api/v1/logs?limit=0', 400],
    ['/api/v1/logs?q=level:loud', 400],
    ['/api/v1/logs?cursor=hello', 400],
  ],
  'GET /api/v1/logs/:id': [
    [`/api/v1/logs/${session}-1`, 200],
    ['/api/v1/logs/1', 404],
  ],
  'GET /api/v1/logs/:id/context': [
    [`/api/v1/logs/${session}-2/context`, 200],
    [`/api/v1/logs/${session}-2/context?before=x`, 400],
    ['/api/v1/logs/1/context', 404],
  ],
  'GET /api/v1/logs/by/:field/:value': [
    ['/api/v1/logs/by/correlation_id/c-1', 200],
    ['/api/v1/logs/by/correlation_id/none', 404],
    ['/api/v1/logs/by/a%20b/c', 400],
  ],
  'GET /api/v1/logs/job-runs/:id': [
    ['/api/v1/logs/job-runs/j-1', 200],
    ['/api/v1/logs/job-runs/j-1?format=entry', 200],
    ['/api/v1/logs/job-runs/j-1?offset=-1', 400],
    ['/api/v1/logs/job-runs/none', 404],
  ],
  'GET /api/v1/logs/task-runs/:id': [
    ['/api/v1/logs/task-runs/t-1', 200],
    ['/api/v1/logs/task-runs/none', 404],
  ],
  'GET /api/v1/logs/job-runs/:id/download': [
    ['/api/v1/logs/job-runs/j-1/download?date=2026-11-20', 200],
    ['/api/v1/logs/job-runs/j-1/download?date=today', 400],
    ['/api/v1/logs/job-runs/none/download', 404],
  ],
  'GET /api/v1/logs/export': [
    ['/api/v1/logs/export', 200],
    ['/api/v1/logs/export?format=csv', 200],
    ['/api/v1/logs/export?format=txt', 200],
    ['/api/v1/logs/export?format=xml', 400],
  ],
  'GET /api/v1/logs/stats': [
    ['/api/v1/logs/stats', 200],
    ['/api/v1/logs/stats?hours=1', 200],
    ['/api/v1/logs/stats?hours=0', 400],
  ],
  'GET /api/v1/logs/sources': [
    ['/api/v1/logs/sources', 200],
    ['/api/v1/logs/sources?q=level:loud', 400],
  ],
  'GET /api/v1/logs/histogram': [
    ['/api/v1/logs/histogram', 200],
    ['/api/v1/logs/histogram?by=source&interval=1m', 200],
    ['/api/v1/logs/histogram?interval=1w', 400],
  ],
  'GET /api/v1/performance': [
    ['/api/v1/performance', 200],
    ['/api/v1/performance?limit=0', 400],
  ],
  'GET /api/v1/logs/facets': [
    ['/api/v1/logs/facets?field=source', 200],
    ['/api/v1/logs/facets', 400],
  ],
  'GET /api/v1/traces/:correlation_id': [
    ['/api/v1/traces/c-1', 200],
    ['/api/v1/traces/c-1?limit=1', 200],
    ['/api/v1/traces/c-1?level=error', 400],
    ['/api/v1/traces/none', 404],
  ],
  'GET /api/v1/sessions/:session': [
    [`/api/v1/sessions/${session}`, 200],
    ['/api/v1/sessions/none', 404],
  ],
  'DELETE /api/v1/logs/cleanup': [
    ['/api/v1/logs/cleanup?days_to_keep=3000', 200, { method: 'DELETE' }],
    ['/api/v1/logs/cleanup', 400, { method: 'DELETE' }],
  ],
  'DELETE /api/logs/cleanup': [
    ['/api/logs/cleanup?days_to_keep=3000', 200, { method: 'DELETE' }],
    ['/api/logs/cleanup?days_to_keep=x', 400, { method: 'DELETE' }],
  ],
  'GET /api/v1/settings/retention': [['/api/v1/settings/retention', 200]],
  'GET /api/v1/settings/levels': [['/api/v1/settings/levels', 200]],
  'PUT /api/v1/settings/levels': [
    [
      '/api/v1/settings/levels',
      200,
      { method: 'PUT', headers: JSON_TYPE, body: '{"levels":{"shop":"warn"}}' },
    ],
    ['/api/v1/settings/levels', 400, { method: 'PUT', headers: JSON_TYPE, body: '{"levels":{"a":"loud"}}' }],
  ],
  'POST /api/v1/stream/tickets': [['/api/v1/stream/tickets', 200, { method: 'POST' }]],
  'GET /api/v1/logs/stream/ws': [['/api/v1/logs/stream/ws', 404]],
  'GET /api/v1/logs/stream/sse': [
    ['/api/v1/logs/stream/sse', 200],
    ['/api/v1/logs/stream/sse?last=x', 400],
    ['/api/v1/logs/stream/sse?after=hello', 400],
  ],
  'GET /api/v1/logs/stream/status': [['/api/v1/logs/stream/status', 200]],
  'GET /api/v1/keys': [['/api/v1/keys', 200]],
  'POST /api/v1/keys': [
    ['/api/v1/keys', 201, { method: 'POST', headers: JSON_TYPE, body: '{"name":"desk","role":"read"}' }],
    [
      '/api/v1/keys',
      201,
      {
        method: 'POST',
        headers: JSON_TYPE,
        body: '{"name":"shop","role":"ingest","stamp":{"a":1},"rate":5,"expires_at":"2999-01-01T00:00:00.000Z"}',
      },
    ],
    ['/api/v1/keys', 400, { method: 'POST', headers: JSON_TYPE, body: '{"name":"desk"}' }],
    ['/api/v1/keys', 415, { method: 'POST', body: 'desk' }],
  ],
  'DELETE /api/v1/keys/:id': [['/api/v1/keys/none', 404, { method: 'DELETE' }]],
  'GET /api/v1/audit/verification': [['/api/v1/audit/verification', 200]],
  'GET /metrics': [['/metrics', 200]],
  'GET /ws/monitor': [['/ws/monitor', 404]],
  'GET /api/v1/openapi.json': [['/api/v1/openapi.json', 200]],
  'GET /api': [['/api', 200]],
  'GET /': [['/', 302]],
  'GET /assets/*': [['/assets/nothing.js', 404]],
  'GET /sign-in': [['/sign-in?token=x', 401]],
  'POST /sign-out': [['/sign-out', 204, { method: 'POST' }]],
  'GET /demo/config.json': [['/demo/config.json', 200]],
  'GET /demo': [['/demo', 301]],
  'GET /demo/*': [['/demo/nothing.js', 404]],
  'GET /api/logs': [
    ['/api/logs', 200],
    ['/api/logs?level=loud', 400],
    ['/api/logs?camera_id=none', 404],
  ],
  'GET /api/logs/search': [['/api/logs/search?query=entry', 200]],
  'GET /api/logs/stats': [
    ['/api/logs/stats', 200],
    ['/api/logs/stats?hours=0', 400],
  ],
  'GET /api/logs/sources': [['/api/logs/sources', 200]],
  'GET /api/logs/export': [['/api/logs/export', 200]],
  'GET /api/logs/by/:field/:value': [
    ['/api/logs/by/correlation_id/c-1', 200],
    ['/api/logs/by/correlation_id/none', 404],
  ],
  'GET /api/logs/:id': [
    [`/api/logs/${session}-1`, 200],
    ['/api/logs/1', 404],
  ],
};

let server: TestApp;
let document: OpenApiDocument;
let ajv: Ajv2020;

beforeAll(async () => {
  server = await openTestApp();
  const entries = seqs(5).map((seq) =>
    logLine(seq, {
      timestamp: `2026-11-20T10:30:0${seq}.000Z`,
      context: { correlation_id: 'c-1', job_run_id: 'j-1', task_run_id: 't-1' },
      metadata: { task_name: 'load', amount: seq },
      ...(seq === 3 && { error: { name: 'TypeError', message: 'x', cause: { name: 'E', message: 'y' } } }),
      ...(seq === 4 && { trace: { trace_id: 'a'.repeat(32), execution_time_ms: 1.5, status: 'ok' } }),
    }),
  );
  await server.store.append([newSegment(entries, { session, resource: '{"app":"shop"}' })]);
  document = (await (await server.app.request('/api/v1/openapi.json')).json()) as OpenApiDocument;
  ajv = new Ajv2020({ strict: false, allErrors: true });
  (addFormats as unknown as (on: Ajv2020) => void)(ajv);
  ajv.addSchema(document, 'api');
});
afterAll(() => server.close());

function routesOfApp(): string[] {
  const names = server.app.routes
    .filter(({ method }) => method !== 'ALL')
    .map(({ method, path }) => `${method} ${path}`);
  return [...new Set(names)].toSorted();
}

describe('the OpenAPI document', () => {
  it('has every route of the app, and no other', () => {
    const described = Object.entries(document.paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
    );
    expect(described.toSorted()).toEqual(
      routesOfApp()
        .map((name) => templateOf(name))
        .toSorted(),
    );
  });

  it('is valid OpenAPI 3.1', async () => {
    const result = await new Validator().validate({ ...structuredClone(document) });
    expect(result).toEqual({ valid: true });
  });

  it('refers to nothing that is not there, and names each operation once', () => {
    const text = JSON.stringify(document);
    const references = Array.from(text.matchAll(/"\$ref":"#\/([^"]+)"/g), ([, path]) => path!);
    expect(references.length).toBeGreaterThan(50);
    for (const reference of new Set(references)) {
      const target = reference
        .split('/')
        .reduce<unknown>((at, key) => (at as Record<string, unknown> | undefined)?.[key], document);
      expect(target && reference).toBe(reference);
    }
    const ids = Array.from(text.matchAll(/"operationId":"([^"]+)"/g), ([, id]) => id);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('is tried by requests of every route', () => {
    expect(Object.keys(REQUESTS).toSorted()).toEqual(routesOfApp());
  });

  it.each(
    Object.entries(REQUESTS).flatMap(([route, requests]) =>
      requests.map(([path, status, init]) => ({ route, path, status, init: init ?? {} })),
    ),
  )('tells what $path answers ($status)', async ({ route, path, status, init }) => {
    const answer = await server.app.request(path, init);
    expect(answer.status).toBe(status);
    const [method = '', pattern = ''] = route.split(' ');
    const described = document.paths[templateOf(pattern)]?.[method.toLowerCase()]?.responses[status];
    expect(described).toBeDefined();
    const body = await answer.text();
    const type = answer.headers.get('Content-Type')?.split(';')[0];
    if (described!.content === undefined) return;
    expect(Object.keys(described!.content)).toContain(type);
    const reference = described!.content[type!]?.schema?.$ref;
    expect(reference !== undefined || !JSON_TYPES.includes(type!)).toBe(true);
    if (reference === undefined) return;
    const validate = ajv.compile({ $ref: `api${reference}` });
    validate(JSON.parse(body));
    expect(validate.errors).toBeNull();
  });

  it('would notice an answer that differs', () => {
    const validate = ajv.compile({ $ref: 'api#/components/schemas/LogList' });
    expect(validate({ logs: [], pagination: { limit: 1, next: null }, filters_applied: {} })).toBe(false);
    expect(
      validate({ logs: [{}], pagination: { limit: 1, next: null, previous: null }, filters_applied: {} }),
    ).toBe(false);
  });
});
