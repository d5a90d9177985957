import { PLAIN_FORMATS } from '@tailrace/protocol';
import { z } from 'zod';
import { oneOf } from '../../query/parameters.ts';
import type { RouteDescription } from '../RouteDescription.ts';
import * as schemas from '../schemas/exchanges.ts';
import { json } from './json.ts';

const ticket = z
  .string()
  .optional()
  .describe('From `/api/v1/stream/tickets`, for browsers, whose sockets cannot send a key.');
const format = oneOf(PLAIN_FORMATS)
  .optional()
  .describe('Of plain messages. `job` when `job_run_id` is given, else `entry`.');
const SWITCHES = { 101: { description: 'The socket is open.' } };

/** How entries come in, and how they go out as they do. */
export const exchangeRoutes: readonly RouteDescription[] = [
  {
    method: 'post',
    path: '/api/v1/logs',
    group: 'Ingest',
    summary: 'Store entries',
    description:
      'The answer comes after the commit. Segments (`application/x-ndjson`, or `text/plain` without a preflight) are a ' +
      'header line and its entry lines, each; simple clients post JSON. Optionally gzip.',
    role: 'ingest',
    body: {
      'application/json': schemas.simpleEntries,
      'application/x-ndjson': undefined,
      'text/plain': undefined,
    },
    answers: { 200: json('What became of each segment.', schemas.ingestReply) },
    problems: [
      'invalid_json',
      'invalid_segment',
      'invalid_entry',
      'invalid_gzip',
      'body_too_large',
      'too_many_entries',
      'unsupported_media_type',
      'unsupported_encoding',
      'too_many_requests',
      'shutting_down',
      'store_unavailable',
      'store_full',
    ],
  },
  {
    method: 'post',
    path: '/api/v1/stream/tickets',
    group: 'Stream',
    summary: 'A ticket that opens one socket',
    role: 'read',
    answers: { 200: json('Works once, from the same origin.', schemas.streamTicket) },
  },
  {
    method: 'get',
    path: '/api/v1/logs/stream/ws',
    group: 'Stream',
    summary: 'Entries as they arrive, over a WebSocket',
    description: 'Frames with the sub-protocol `tailrace.v1`, else one plain JSON object a message.',
    role: 'read',
    query: z.object({ ticket, format }),
    takesFilters: true,
    answers: SWITCHES,
    problems: ['invalid_parameter', 'invalid_filter', 'not_found'],
  },
  {
    method: 'get',
    path: '/ws/monitor',
    group: 'Stream',
    summary: 'Entries as they arrive, for monitors with two panels',
    role: 'read',
    query: z.object({ ticket }),
    takesFilters: true,
    answers: SWITCHES,
    problems: ['invalid_parameter', 'invalid_filter', 'not_found'],
  },
  {
    method: 'get',
    path: '/api/v1/settings/levels',
    group: 'Settings',
    summary: 'Which level each logger lets through',
    role: 'any',
    answers: {
      200: json('The settings; their version is the entity tag.', schemas.levelSettings),
      304: { description: '`If-None-Match` names this version.' },
    },
  },
  {
    method: 'put',
    path: '/api/v1/settings/levels',
    group: 'Settings',
    summary: 'Replace the level settings',
    role: 'admin',
    body: { 'application/json': schemas.levelSettingsChange },
    answers: { 200: json('The settings as they stand now.', schemas.levelSettings) },
    problems: [
      'invalid_json',
      'invalid_settings',
      'precondition_failed',
      'body_too_large',
      'unsupported_media_type',
      'shutting_down',
    ],
  },
];
