import { STATUS_CODES } from 'node:http';
import { acknowledgedSegments } from '../acknowledgedSegments.ts';

/** The answer that a logger takes for "stored", by the address that it posts to. */
export function acknowledge(path: string, body: string): string {
  if (path === '/api/v1/logs') return JSON.stringify({ segments: acknowledgedSegments(body), levels: 0 });
  if (path === '/ingest/v2/track') {
    const items = body.startsWith('[') ? (JSON.parse(body) as unknown[]).length : body.split('\n').length;
    return JSON.stringify({ itemsReceived: items, itemsAccepted: items, errors: [] });
  }
  return '{}';
}

/** What Tailrace's server says when it refuses a request: without its code a 400 is taken for a proxy's. */
export function printProblem(status: number): string {
  const [title, code] =
    status === 400 ? ['Bad Request', 'invalid_entry'] : [STATUS_CODES[status], 'internal_error'];
  return JSON.stringify({ type: 'about:blank', title, status, code, detail: 'Refused on purpose.' });
}
