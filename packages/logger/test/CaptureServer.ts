import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { setTimeout } from 'node:timers/promises';

export interface SeenRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
}

/** A real HTTP server that fails and dawdles as its URLs say, and keeps what it was asked. */
export class CaptureServer {
  readonly seen: SeenRequest[] = [];
  /** Path → the page there. */
  readonly pages = new Map<string, string>();
  /** The policy that pages under `/policy` carry. */
  policy = '';
  readonly #script: string;
  readonly #server: Server;

  constructor(script: string) {
    this.#script = script;
    this.#server = createServer((request, response) => {
      text(request)
        .then((body) => {
          const { method = '', url = '', headers } = request;
          this.seen.push({ method, url, headers, body });
          return this.#answer(new URL(url, 'http://127.0.0.1'), method, body, response);
        })
        .catch(() => response.destroy());
    });
  }

  get origin(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** The same server as another origin. */
  get otherOrigin(): string {
    return this.origin.replace('127.0.0.1', 'localhost');
  }

  async start(): Promise<void> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  async #answer(
    { pathname, searchParams }: URL,
    method: string,
    body: string,
    response: ServerResponse,
  ): Promise<void> {
    response.setHeader('access-control-allow-origin', '*');
    response.setHeader('access-control-allow-headers', '*, traceparent, x-request-id, x-correlation-id');
    if (method === 'OPTIONS') return void response.writeHead(204).end();
    const [, kind, value] = pathname.split('/');
    switch (kind) {
      case 'script.js':
        return void response.setHeader('content-type', 'text/javascript').end(this.#script);
      case 'throws.js':
        return void response
          .setHeader('content-type', 'text/javascript')
          .end('throw new Error("of a stranger")');
      case '':
      case 'policy':
        if (kind) response.setHeader('content-security-policy', this.policy);
        return void response
          .setHeader('content-type', 'text/html')
          .end('<!doctype html><title>Captures</title><body><script src="/script.js"></script>');
      case 'status':
        return void response.writeHead(Number(value)).end();
      case 'cut':
        return void response.destroy();
      case 'slow':
        await setTimeout(Number(searchParams.get('ms')));
        return void response.end('late');
      case 'never':
        return;
      default:
        return void response.end(body || 'ok');
    }
  }
}
