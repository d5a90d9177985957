import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { acknowledgedSegments } from './acknowledgedSegments.ts';

/** Takes all that a logger sends, acknowledges it as the real server does, and keeps nothing. */
export interface SinkServer {
  readonly url: string;
  /** Entries acknowledged so far. */
  readonly received: number;
  readonly requests: number;
  close(): Promise<void>;
}

export async function startSinkServer(): Promise<SinkServer> {
  let received = 0;
  let requests = 0;
  const server: Server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const segments = acknowledgedSegments(Buffer.concat(chunks).toString());
    requests += 1;
    for (const { accepted } of segments) received += accepted;
    response.setHeader('Content-Type', 'application/json');
    response.end(JSON.stringify({ segments, levels: 0 }));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    get received() {
      return received;
    },
    get requests() {
      return requests;
    },
    async close() {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}
