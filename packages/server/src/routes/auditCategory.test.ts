import { createSessionId, type LogEntry } from '@tailrace/protocol';
import { expect, it } from 'vitest';
import { logLine } from '../../testing/entries.ts';
import { segmentBody, startTestServer } from '../../testing/testServer.ts';

it('finds audit entries by flag, by the name of their logger and by their mark', async () => {
  const server = await startTestServer();
  try {
    const entries = [
      logLine(1, { category: 'audit' }),
      logLine(2, { logger: 'audit.access' }),
      logLine(3, { message: '[AUDIT] Door opened' }),
      logLine(4, { logger: 'auditor' }),
    ];
    await server.ingest(segmentBody(entries, { session: createSessionId(), emitted: 4 }));
    const found = async (query: string) => {
      const answer = await server.fetch(`/api/v1/logs?order=asc&${query}`, { key: server.keys.read });
      const { logs } = (await answer.json()) as { readonly logs: LogEntry[] };
      return logs.map(({ seq }) => seq);
    };
    expect(await found('category=audit')).toEqual([1, 2, 3]);
    expect(await found('q=category:audit')).toEqual([1, 2, 3]);
    expect(await found('category=system')).toEqual([4]);
  } finally {
    await server.close();
  }
});
