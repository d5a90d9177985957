import { PLAIN_FORMATS } from '@tailrace/protocol';
import { z } from 'zod';
import { oneOf } from '../../query/parameters.ts';
import { EVENT_STREAM_FORMATS, streamParameters } from '../../routes/streamQuery.ts';
import type { RouteDescription } from '../RouteDescription.ts';
import * as schemas from '../schemas/exchanges.ts';
import { json } from './json.ts';

const FORMAT = 'Of plain messages. `job` when `job_run_id` is given, else `entry`.';
const SWITCHES = { 101: { description: 'The socket is open.' } };

/** How entries go out as they come in. */
export const streamRoutes: readonly RouteDescription[] = [
  {
    method: 'post',
    path: '/api/v1/stream/tickets',
    group: 'Stream',
    summary: 'A ticket that opens one stream',
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
    query: z.object({ format: oneOf(PLAIN_FORMATS).optional().describe(FORMAT), ...streamParameters.shape }),
    takesFilters: true,
    answers: SWITCHES,
    problems: ['invalid_parameter', 'invalid_filter', 'invalid_cursor', 'not_found', 'shutting_down'],
  },
  {
    method: 'get',
    path: '/api/v1/logs/stream/sse',
    group: 'Stream',
    summary: 'Entries as they arrive, as Server-Sent Events',
    description:
      'An event’s id is the cursor of what it brings; a header `Last-Event-ID` goes on after it. `format=frames` ' +
      'brings the frames of `tailrace.v1`.',
    role: 'read',
    query: z.object({
      format: oneOf(EVENT_STREAM_FORMATS).optional().describe(FORMAT),
      ...streamParameters.shape,
    }),
    takesFilters: true,
    answers: { 200: { description: 'It does not end.', content: { 'text/event-stream': undefined } } },
    problems: ['invalid_parameter', 'invalid_filter', 'invalid_cursor', 'too_many_requests', 'shutting_down'],
  },
  {
    method: 'get',
    path: '/api/v1/logs/stream/status',
    group: 'Stream',
    summary: 'How many streams are open',
    description: 'Of the key’s tenant; to a key with a filter, its own.',
    role: 'read',
    answers: { 200: json('By kind, and by the jobs that they were opened for.', schemas.streamStatus) },
  },
  {
    method: 'get',
    path: '/ws/monitor',
    group: 'Stream',
    summary: 'Entries as they arrive, for monitors with two panels',
    role: 'read',
    query: streamParameters,
    takesFilters: true,
    answers: SWITCHES,
    problems: ['invalid_parameter', 'invalid_filter', 'invalid_cursor', 'not_found', 'shutting_down'],
  },
];
