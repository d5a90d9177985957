import { z } from 'zod';
import type { RouteDescription } from '../RouteDescription.ts';
import * as schemas from '../schemas/access.ts';
import { json } from './json.ts';

const ofTenant = z.object({
  tenant: z.string().optional().describe('Another tenant than the key’s, for administrators of `main`.'),
});

/** Who may come in, and what they did. */
export const accessRoutes: readonly RouteDescription[] = [
  {
    method: 'get',
    path: '/api/v1/keys',
    group: 'Access',
    summary: 'The access keys of a tenant',
    role: 'admin',
    query: ofTenant,
    answers: { 200: json('The oldest first, without their tokens.', schemas.accessKeys) },
  },
  {
    method: 'post',
    path: '/api/v1/keys',
    group: 'Access',
    summary: 'Make an access key',
    role: 'admin',
    body: { 'application/json': schemas.newAccessKey },
    answers: { 201: json('The key, and this once its token.', schemas.createdKey) },
    problems: [
      'invalid_json',
      'invalid_key',
      'body_too_large',
      'unsupported_media_type',
      'shutting_down',
      'store_unavailable',
      'store_full',
    ],
  },
  {
    method: 'delete',
    path: '/api/v1/keys/:id',
    group: 'Access',
    summary: 'Revoke an access key',
    description: 'Its streams are closed.',
    role: 'admin',
    pathParameters: { id: 'As lists have it.' },
    answers: { 204: { description: 'It is good no more.' } },
    problems: ['not_found', 'shutting_down', 'store_unavailable', 'store_full'],
  },
  {
    method: 'get',
    path: '/api/v1/audit/verification',
    group: 'Access',
    summary: 'Whether the audit trail is as it was written',
    role: 'admin',
    query: ofTenant,
    answers: { 200: json('What is not, if anything.', schemas.auditReport) },
  },
];
