import type { RouteDescription } from '../RouteDescription.ts';
import * as schemas from '../schemas/exchanges.ts';
import { json } from './json.ts';

/** How entries come in, and which. */
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
    method: 'get',
    path: '/api/v1/settings/retention',
    group: 'Settings',
    summary: 'For how many days entries are kept',
    description: 'As the server’s environment has it.',
    role: 'read',
    answers: { 200: json('Days by class.', schemas.retentionSettings) },
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
