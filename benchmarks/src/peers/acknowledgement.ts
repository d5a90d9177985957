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
