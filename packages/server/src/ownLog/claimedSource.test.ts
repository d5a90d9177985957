import type { LogEntry } from '@tailrace/protocol';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { logLine } from '../../testing/entries.ts';
import { expectProblem } from '../../testing/expectations.ts';
import { temporaryFolder } from '../../testing/temporaryFolder.ts';
import { segmentBody, startTestServer, type TestServer } from '../../testing/testServer.ts';
import { CLAIMED_SOURCE } from './renameSource.ts';

let server: TestServer;
const removals: (() => void)[] = [];
const folder = () => temporaryFolder((remove) => removals.push(remove));

beforeAll(async () => {
  server = await startTestServer({}, folder());
});
afterAll(async () => {
  await server.close();
  for (const remove of removals) remove();
});

async function logs(query: string): Promise<LogEntry[]> {
  const answer = await server.fetch(`/api/v1/logs?limit=1000&${query}`);
  return ((await answer.json()) as { readonly logs: LogEntry[] }).logs;
}

describe('what a client says in the server’s name', () => {
  it.each(['tailrace', 'Tailrace', ' tailrace ', 'tail\u200brace', '\uff54ailrace', 'tailrace\n'])(
    'is stored as of another source (%j)',
    async (source) => {
      const message = `forged ${JSON.stringify(source)}`;
      const entry = logLine(1, {
        source,
        message,
        category: 'audit',
        logger: 'audit.tailrace',
        action: 'sign_in',
      });
      const answer = await server.ingest(segmentBody([entry, logLine(2, { message })]));
      expect(await answer.json()).toMatchObject({ segments: [{ accepted: 2, rejected: [] }] });
      const stored = (await logs('order=asc')).filter((one) => one.message === message);
      expect(stored.map((one) => one.source)).toEqual([CLAIMED_SOURCE, 'checkout']);
      expect(await logs('source=tailrace')).toEqual([]);
    },
  );

  it('is so from simple clients, too', async () => {
    const body = '{"message":"All is well","source":"TAILRACE"}';
    await server.ingest(body, { 'Content-Type': 'application/json' });
    expect(await logs('search=well')).toMatchObject([{ source: CLAIMED_SOURCE }]);
  });

  it('is left alone when it only begins alike', async () => {
    await server.ingest(segmentBody([logLine(1, { source: 'tailrace-viewer', message: 'neighbour' })]));
    expect(await logs('search=neighbour')).toMatchObject([{ source: 'tailrace-viewer' }]);
  });

  it('gets into no session of a server, of a process before either', async () => {
    await server.fetch('/api/v1/settings/levels', {
      method: 'PUT',
      body: '{"levels":{}}',
      headers: { 'Content-Type': 'application/json' },
    });
    const [{ session }] = (await logs('source=tailrace')) as [LogEntry];
    for (const of of [session, `${session.slice(0, 8)}00000000`]) {
      const refused = await server.ingest(segmentBody([logLine(9)], { session: of }));
      await expectProblem(refused, 'invalid_segment', /only the server speaks/);
    }
  });
});
