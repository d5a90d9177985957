import { STATUS_CODES } from 'node:http';
import {
  MAX_BATCH_ENTRIES,
  MAX_BODY_BYTES,
  MAX_DEPTH,
  MAX_ENTRY_BYTES,
  MAX_FILTER_LENGTH,
  MAX_INFLATED_BYTES,
  MAX_MESSAGE_LENGTH,
  MAX_PAGE_ENTRIES,
  PROBLEM_STATUS,
  QUERY_BUDGET_MS,
  type ProblemCode,
} from '@tailrace/protocol';
import { z } from 'zod';
import { createComponents, filterReferences, referTo } from './components.ts';
import type { Answer, Content, JsonSchema, OpenApiDocument, Operation, Parameter } from './OpenApi.ts';
import { ROUTE_GROUPS, type DescribedContent, type RouteDescription } from './RouteDescription.ts';
import { envelopedProblem, problem } from './schemas/exchanges.ts';

const LIMITS = {
  body_bytes: MAX_BODY_BYTES,
  inflated_bytes: MAX_INFLATED_BYTES,
  batch_entries: MAX_BATCH_ENTRIES,
  entry_bytes: MAX_ENTRY_BYTES,
  message_length: MAX_MESSAGE_LENGTH,
  depth: MAX_DEPTH,
  page_entries: MAX_PAGE_ENTRIES,
  filter_length: MAX_FILTER_LENGTH,
  query_ms: QUERY_BUDGET_MS,
};

/** Makes the API's description of what its routes say of themselves. */
export function createDocument(routes: readonly RouteDescription[]): OpenApiDocument {
  const paths: Record<string, Record<string, Operation>> = {};
  for (const route of routes) (paths[templateOf(route.path)] ??= {})[route.method] = operationOf(route);
  return {
    openapi: '3.1.0',
    info: {
      title: 'Tailrace',
      version: '1',
      description:
        'Store log entries, ask for them, and watch them arrive. A refusal is a problem whose `detail` says what to change. ' +
        `An answer that could not be found whole within ${QUERY_BUDGET_MS / 1000} s says \`partial\`.`,
    },
    tags: ROUTE_GROUPS.map((name) => ({ name })),
    paths,
    components: createComponents(),
    'x-limits': LIMITS,
  };
}

/** `/api/v1/logs/:id` as OpenAPI writes it. */
export function templateOf(path: string): string {
  return path.replaceAll(/:(\w+)/g, '{$1}').replace('*', '{path}');
}

function operationOf(route: RouteDescription): Operation {
  const { method, path, group, summary, description, role, body, query, takesFilters } = route;
  return {
    operationId: operationId(method, path),
    tags: [group],
    summary,
    ...(description !== undefined && { description }),
    security: role === undefined ? [] : [{ key: [] }, { cookie: [] }],
    ...(role !== undefined && { 'x-role': role }),
    parameters: [
      ...pathParametersOf(route),
      ...(query ? queryParametersOf(query) : []),
      ...(takesFilters === true ? filterReferences() : []),
    ],
    ...(body && { requestBody: { required: true, content: contentOf(body) } }),
    responses: { ...answersOf(route), ...refusalsOf(route) },
  };
}

function operationId(method: string, path: string): string {
  const words = templateOf(path)
    .split(/[^A-Za-z0-9]+/)
    .filter((word) => word !== '');
  return [method, ...words.map((word) => word[0]!.toUpperCase() + word.slice(1))].join('');
}

function pathParametersOf({ path, pathParameters = {} }: RouteDescription): Parameter[] {
  const names = templateOf(path).matchAll(/\{(\w+)\}/g);
  return Array.from(names, ([, name]) => ({
    name: name!,
    in: 'path',
    required: true,
    ...(pathParameters[name!] !== undefined && { description: pathParameters[name!]! }),
    schema: { type: 'string' },
  }));
}

function queryParametersOf(query: z.ZodObject): Parameter[] {
  return Object.entries(query.shape).map(([name, part]) => {
    const schema = part as z.ZodType;
    const {
      $schema: _schema,
      description,
      ...rest
    } = z.toJSONSchema(schema) as JsonSchema & { $schema: string };
    return {
      name,
      in: 'query',
      required: !schema.safeParse(undefined).success,
      ...(description !== undefined && { description }),
      schema: rest,
    };
  });
}

function contentOf(content: DescribedContent): Content {
  return Object.fromEntries(
    Object.entries(content).map(([type, schema]) => [type, schema ? { schema: referTo(schema) } : {}]),
  );
}

function answersOf({ answers }: RouteDescription): Record<string, Answer> {
  return Object.fromEntries(
    Object.entries(answers).map(([status, { description, content }]) => [
      status,
      { description, ...(content && { content: contentOf(content) }) },
    ]),
  );
}

function refusalsOf({ group, role, problems = [] }: RouteDescription): Record<string, Answer> {
  const content: Content =
    group === 'Older API'
      ? { 'application/json': { schema: referTo(envelopedProblem) } }
      : { 'application/problem+json': { schema: referTo(problem) } };
  const codes: ProblemCode[] =
    role === undefined ? [...problems] : [...problems, 'unauthorized', 'forbidden'];
  const byStatus = new Map<number, ProblemCode[]>();
  for (const code of codes) {
    const status = PROBLEM_STATUS[code];
    byStatus.set(status, [...(byStatus.get(status) ?? []), code]);
  }
  const refusals = [...byStatus].map(([status, list]) => [
    String(status),
    { description: `${STATUS_CODES[status]}: ${list.map((code) => `\`${code}\``).join(', ')}`, content },
  ]);
  return Object.fromEntries([...refusals, ['default', { description: 'Any other refusal.', content }]]);
}
