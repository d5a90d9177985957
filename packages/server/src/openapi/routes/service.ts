import { z } from 'zod';
import { streamParameters } from '../../routes/streamQuery.ts';
import type { RouteDescription } from '../RouteDescription.ts';
import * as schemas from '../schemas/exchanges.ts';
import { json } from './json.ts';

const PAGE = { description: 'A page.', content: { 'text/html': undefined } };

/** Of a build there are no others. */
const FILE = {
  description: 'A file.',
  content: { 'text/javascript': undefined, 'text/css': undefined, 'image/svg+xml': undefined },
};

/** What the server says of itself, and its pages. */
export const serviceRoutes: readonly RouteDescription[] = [
  {
    method: 'get',
    path: '/healthz',
    group: 'Service',
    summary: 'The process answers',
    answers: { 200: json('It does.', schemas.health) },
  },
  {
    method: 'get',
    path: '/readyz',
    group: 'Service',
    summary: 'Entries can be stored and read',
    answers: {
      200: json('They can.', schemas.readiness),
      503: json('They cannot, for a part that says so.', schemas.readiness),
    },
  },
  {
    method: 'get',
    path: '/metrics',
    group: 'Service',
    summary: 'Numbers for Prometheus',
    description: 'They count over all tenants: for keys of the tenant `main` without a filter.',
    role: 'read',
    answers: { 200: { description: 'Prometheus’ text.', content: { 'text/plain': undefined } } },
  },
  {
    method: 'get',
    path: '/api/v1/openapi.json',
    group: 'Service',
    summary: 'This description, as OpenAPI 3.1',
    answers: { 200: json('The document.', schemas.openApiDocument) },
  },
  {
    method: 'get',
    path: '/api',
    group: 'Pages',
    summary: 'This description, as a page',
    answers: { 200: PAGE },
  },
  {
    method: 'get',
    path: '/',
    group: 'Pages',
    summary: 'The console; a WebSocket here gets plain messages in the shape `service`',
    description:
      'Other addresses that nothing else is at lead to it as well, where HTML is asked for. The parameters are those of a socket, which needs a key that may read.',
    query: streamParameters,
    takesFilters: true,
    answers: {
      200: PAGE,
      302: { description: 'To the demo, where no console is served.' },
      101: { description: 'The socket is open.' },
    },
    problems: [
      'invalid_parameter',
      'invalid_filter',
      'invalid_cursor',
      'unauthorized',
      'forbidden',
      'shutting_down',
    ],
  },
  {
    method: 'get',
    path: '/assets/*',
    group: 'Pages',
    summary: 'Files of the console, where it is served',
    answers: { 200: FILE },
    problems: ['not_found'],
  },
  {
    method: 'get',
    path: '/sign-in',
    group: 'Pages',
    summary: 'Sign a browser in by the link that the server prints',
    query: z.object({ token: z.string().optional().describe('Works once.') }),
    answers: {
      303: { description: 'Signed in; to the start page.' },
      401: { description: 'The link was used before.', content: { 'text/html': undefined } },
    },
  },
  {
    method: 'post',
    path: '/sign-out',
    group: 'Pages',
    summary: 'Forget the browser',
    role: 'any',
    answers: { 204: { description: 'It is forgotten.' } },
  },
  {
    method: 'get',
    path: '/demo/config.json',
    group: 'Pages',
    summary: 'What the demo needs to log and to read',
    role: 'any',
    answers: { 200: json('Its ingest key.', schemas.demoConfig) },
    problems: ['not_found'],
  },
  {
    method: 'get',
    path: '/demo',
    group: 'Pages',
    summary: 'The demo',
    answers: { 301: { description: 'To `/demo/`.' } },
  },
  {
    method: 'get',
    path: '/demo/*',
    group: 'Pages',
    summary: 'Files of the demo, where it is served',
    answers: { 200: PAGE },
    problems: ['not_found'],
  },
];
