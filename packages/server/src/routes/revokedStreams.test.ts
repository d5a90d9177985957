import type { AddressInfo } from 'node:net';
import { createAdaptorServer, type WebSocketServerLike } from '@hono/node-server';
import { CLOSE_CODES } from '@tailrace/protocol';
import { afterEach, beforeEach, expect, it, onTestFinished, vi } from 'vitest';
import { WebSocketServer } from 'ws';
import { seqs } from '../../testing/entries.ts';
import { connectEvents } from '../../testing/eventClient.ts';
import { connectStream, type StreamClient } from '../../testing/streamClient.ts';
import { temporaryFolder } from '../../testing/temporaryFolder.ts';
import { startTestServer } from '../../testing/testServer.ts';
import { createApp } from '../createApp.ts';
import { readConfig } from '../index.ts';
import { openParts } from '../openParts.ts';
import { SILENT_LOG } from '../ServerLog.ts';
import { KEY_IS_GONE } from '../stream/OpenStreams.ts';
import { chooseSubprotocol } from './stream.ts';

const GONE = { code: CLOSE_CODES.unauthenticated, reason: KEY_IS_GONE };
const STREAM = '/api/v1/logs/stream';

// Nothing looks at keys again by itself.
beforeEach(() => void vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] }));
afterEach(() => void vi.useRealTimers());

it('a key that is revoked while a handshake runs opens nothing', async () => {
  const config = readConfig({ LOG_SERVICE_PORT: '0', LOG_DATA_DIR: temporaryFolder() });
  const onCrash = (error: Error) => {
    throw error;
  };
  const opened = await openParts(config, { log: SILENT_LOG, onCrash });
  const { parts } = opened;
  const { keyring, streams } = parts;
  const { token, record } = await keyring.create({ role: 'read', name: 'guest' });
  const app = createApp(parts);
  const sockets = new WebSocketServer({ noServer: true, handleProtocols: chooseSubprotocol });
  const http = createAdaptorServer({
    // The route has let the key in, and the socket is not there yet.
    fetch: async (request, env) => {
      const answer = await app.fetch(request, env);
      await keyring.revoke(record);
      streams.closeForbidden();
      return answer;
    },
    websocket: { server: sockets as WebSocketServerLike },
  });
  await new Promise<void>((resolve) => void http.listen(0, '127.0.0.1', resolve));
  onTestFinished(async () => {
    await new Promise((resolve) => http.close(resolve));
    await opened.close();
  });
  const url = `http://127.0.0.1:${(http.address() as AddressInfo).port}${STREAM}/ws`;
  const client = await connectStream(url, { headers: { Authorization: `Bearer ${token}` } });
  expect(await client.closed).toEqual(GONE);
  expect(client.messages).toEqual([]);
  expect([...streams.holders()]).toEqual([]);
});

it('a key that is revoked closes its streams at once, open and opening, and no others', async () => {
  const server = await startTestServer({ LOG_STREAMS_PER_KEY: '0' });
  onTestFinished(() => server.close());
  const created = await server.fetch('/api/v1/keys', {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: '{"role":"read","name":"guest"}',
  });
  const { id, token } = (await created.json()) as { id: string; token: string };
  const connect = (key: string, protocol: string): Promise<StreamClient> =>
    connectStream(`${server.url}${STREAM}/ws`, { protocol, headers: { Authorization: `Bearer ${key}` } });
  const open = await Promise.all([connect(token, ''), connect(token, 'tailrace.v1')]);
  const events = await connectEvents(`${server.url}${STREAM}/sse`, { Authorization: `Bearer ${token}` });
  const stays = await connect(server.keys.read, '');

  const opening = seqs(20).map(() => connect(token, 'tailrace.v1').catch((error: Error) => error.message));
  const revoked = server.fetch(`/api/v1/keys/${id}`, { method: 'DELETE' });
  opening.push(...seqs(20).map(() => connect(token, '').catch((error: Error) => error.message)));
  expect((await revoked).status).toBe(204);

  expect(await Promise.all(open.map(({ closed }) => closed))).toEqual([GONE, GONE]);
  await events.ended;
  expect(events.of('close')).toEqual([GONE]);
  const ends = await Promise.all(opening);
  const refused = ends.filter((outcome) => typeof outcome === 'string');
  expect(refused.filter((message) => !message.includes('401'))).toEqual([]);
  const opened = ends.filter((outcome) => typeof outcome !== 'string');
  expect(await Promise.all(opened.map(({ closed }) => closed))).toEqual(opened.map(() => GONE));
  expect(stays.socket.readyState).toBe(stays.socket.OPEN);
});
