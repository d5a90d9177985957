import { z } from 'zod';
import { cleanupParameters } from '../../routes/cleanup.ts';
import type { RouteDescription } from '../RouteDescription.ts';
import { named } from '../schemas/apiSchemas.ts';
import { enveloped } from '../schemas/exchanges.ts';
import { json } from './json.ts';

const count = z.int().min(0);

const cleanup = named(
  'Cleanup',
  z.strictObject({ deleted_count: count, days_kept: count }),
  'How many entries were removed.',
);

const shared = {
  method: 'delete',
  summary: 'Remove entries that arrived before',
  description:
    'Of every level. Audit entries stay for as long as their class does. The answer comes when they are removed.',
  role: 'admin',
  query: cleanupParameters,
  problems: ['invalid_parameter', 'store_unavailable', 'store_full'],
} as const;

/** How entries are removed by hand. */
export const cleanupRoutes: readonly RouteDescription[] = [
  {
    ...shared,
    path: '/api/v1/logs/cleanup',
    group: 'Settings',
    answers: { 200: json('They are removed.', cleanup) },
  },
  {
    ...shared,
    path: '/api/logs/cleanup',
    group: 'Older API',
    answers: { 200: json('They are removed.', enveloped('EnvelopedCleanup', cleanup)) },
  },
];
