import { parseCursor, type LogEntry } from '@tailrace/protocol';
import type { ServerProcess } from './serverProcess.ts';

interface Page {
  readonly logs: readonly LogEntry[];
  readonly pagination: { readonly next: string | null };
}

/** Cursor of the newest entry. */
export async function newestCursor(server: ServerProcess): Promise<string> {
  const { logs } = await query(server, new URLSearchParams({ limit: '1' }));
  return logs[0]!.cursor;
}

/** Where all entries stand that match a filter, in commit order, as the store answers over HTTP. */
export async function storedPositions(server: ServerProcess, filter: string): Promise<number[]> {
  const positions: number[] = [];
  let cursor: string | null = '';
  while (cursor !== null) {
    const parameters = new URLSearchParams({ limit: '1000', order: 'asc', cursor });
    if (filter !== '') parameters.set('q', filter);
    const page = await query(server, parameters);
    for (const entry of page.logs) positions.push(parseCursor(entry.cursor)!.position);
    cursor = page.pagination.next;
  }
  return positions.toSorted((a, b) => a - b);
}

async function query({ url, readKey }: ServerProcess, parameters: URLSearchParams): Promise<Page> {
  const answer = await fetch(`${url}/api/v1/logs?${parameters.toString()}`, {
    headers: { Authorization: `Bearer ${readKey}` },
  });
  if (!answer.ok) throw new Error(`The query was answered with ${answer.status}: ${await answer.text()}`);
  return (await answer.json()) as Page;
}
