import { STATUS_CODES } from 'node:http';

/** The answer that a logger takes for "stored", by the address that it posts to. */
export function acknowledge(path: string, body: string): string {
  if (path === '/api/v1/logs') return acknowledgeSegments(body);
  if (path === '/ingest/v2/track') {
    const items = body.startsWith('[') ? (JSON.parse(body) as unknown[]).length : body.split('\n').length;
    return JSON.stringify({ itemsReceived: items, itemsAccepted: items, errors: [] });
  }
  return '{}';
}

/** What Tailrace's server answers: only a reply that names the segment counts. */
function acknowledgeSegments(body: string): string {
  const segments = body
    .split('\n')
    .filter((line) => line.startsWith('{"v":'))
    .map((line) => JSON.parse(line) as { session: string; from: number; to: number })
    .map(({ session, from, to }) => ({
      session,
      from,
      to,
      accepted: to - from + 1,
      duplicates: 0,
      rejected: [],
    }));
  return JSON.stringify({ segments, levels: 0 });
}

/** What Tailrace's server says when it refuses a request: without its code a 400 is taken for a proxy's. */
export function printProblem(status: number): string {
  const [title, code] =
    status === 400 ? ['Bad Request', 'invalid_entry'] : [STATUS_CODES[status], 'internal_error'];
  return JSON.stringify({ type: 'about:blank', title, status, code, detail: 'Refused on purpose.' });
}
