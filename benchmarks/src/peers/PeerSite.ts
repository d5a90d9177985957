import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gunzipSync, inflateSync } from 'node:zlib';
import { acknowledge, printProblem } from './acknowledgement.ts';
import { ArrivalCount } from './ArrivalCount.ts';
import type { PeerBundle } from './bundlePeer.ts';

/** Decides over a request that a logger sends: a status to refuse it with, or nothing to take it. */
export type Refusal = (body: string) => number | undefined;

/** What a stopped count says. */
export interface Traffic {
  readonly arrivals: ArrivalCount;
  /** Requests that were taken or refused. */
  requests: number;
  /** Those of them that were refused on purpose. */
  refused: number;
  /** Bytes of all request bodies, as they came. */
  bytes: number;
}

/** One origin for the pages of all loggers and for what they send, so that nobody pays for preflights. */
export class PeerSite {
  refuse: Refusal = () => undefined;
  /** Whether every connection is closed unanswered, whatever the browser thinks of its network. */
  isUnreachable = false;
  /** A real Tailrace server, which answers instead of this one what is posted to `/api/v1/logs`. */
  forwardTo: string | undefined;
  traffic: Traffic = startCount();

  readonly #scripts: ReadonlyMap<string, PeerBundle>;
  readonly #server: Server;

  constructor(scripts: ReadonlyMap<string, PeerBundle>) {
    this.#scripts = scripts;
    this.#server = createServer((request, response) => void this.#handle(request, response));
  }

  async listen(): Promise<void> {
    this.#server.listen(0, '127.0.0.1');
    await once(this.#server, 'listening');
  }

  get origin(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** Begins to count from nothing. */
  reset(): void {
    this.traffic = startCount();
    this.refuse = () => undefined;
    this.isUnreachable = false;
  }

  async close(): Promise<void> {
    this.#server.close();
    this.#server.closeAllConnections();
    await once(this.#server, 'close');
  }

  async #handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (this.isUnreachable) {
      request.socket.destroy();
      return;
    }
    const { pathname } = new URL(request.url ?? '/', this.origin);
    try {
      if (request.method === 'POST') await this.#ingest(pathname, request, response);
      else this.#serve(pathname, response);
    } catch {
      // The page went away in the middle of its request: there is nobody left to answer.
      response.destroy();
    }
  }

  #serve(path: string, response: ServerResponse): void {
    const script = this.#scripts.get(path.slice(1, -'.js'.length));
    // Isolated pages have a clock of 5 µs; others one of 100.
    response.setHeader('Cross-Origin-Opener-Policy', 'same-origin');
    response.setHeader('Cross-Origin-Embedder-Policy', 'require-corp');
    if (path.endsWith('.js') && script) {
      response.setHeader('Content-Type', 'text/javascript').end(script.code);
    } else if (path.endsWith('.html')) {
      const names = path === '/empty.html' ? [] : ['driver', path.slice(1, -'.html'.length)];
      const tags = names.map((name) => `<script src="/${name}.js"></script>`).join('');
      response.setHeader('Content-Type', 'text/html');
      response.end(
        `<!doctype html><html lang="en"><link rel="icon" href="data:,"><title>Peers</title><body>${tags}</body></html>`,
      );
    } else response.writeHead(404).end();
  }

  async #ingest(path: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { traffic } = this;
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const bytes = Buffer.concat(chunks);
    const body = decode(bytes, request.headers['content-encoding']);
    traffic.requests += 1;
    traffic.bytes += bytes.length;
    const status = this.refuse(body);
    if (status !== undefined) {
      traffic.refused += 1;
      response.setHeader('Content-Type', 'application/problem+json');
      response.writeHead(status).end(printProblem(status));
      return;
    }
    response.setHeader('Content-Type', 'application/json');
    if (path === '/api/v1/logs' && this.forwardTo) {
      const answer = await forward(`${this.forwardTo}${path}`, bytes, request);
      if (answer.status === 200) traffic.arrivals.add(body);
      response.writeHead(answer.status).end(answer.body);
      return;
    }
    traffic.arrivals.add(body);
    response.end(acknowledge(path, body));
  }
}

function startCount(): Traffic {
  return { arrivals: new ArrivalCount(), requests: 0, refused: 0, bytes: 0 };
}

function decode(bytes: Buffer, encoding: string | undefined): string {
  if (encoding === 'gzip') return gunzipSync(bytes).toString();
  if (encoding === 'deflate') return inflateSync(bytes).toString();
  return bytes.toString();
}

async function forward(
  url: string,
  body: Buffer,
  { headers }: IncomingMessage,
): Promise<{ status: number; body: string }> {
  const kept = ['authorization', 'content-type', 'content-encoding'] as const;
  const passed = kept.flatMap((name) => (headers[name] ? [[name, headers[name]] as [string, string]] : []));
  const response = await fetch(url, { method: 'POST', body: new Uint8Array(body), headers: passed });
  return { status: response.status, body: await response.text() };
}
