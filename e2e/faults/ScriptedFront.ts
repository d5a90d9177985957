import { once } from 'node:events';
import { createServer, request, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';

/** An answer that comes instead of the server's. */
export interface ScriptedAnswer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  /** Makes the `Retry-After` header when the answer is given. */
  readonly retryAfter?: () => string | undefined;
}

/** What a front has seen of one case. */
export interface CaseLog {
  /** Scripted answers given. */
  answered: number;
  /** When each ingest request came. Milliseconds since the process began. */
  readonly requests: number[];
}

/** Answers by its script first, then lets all through to the real server. Each case has a path of its own. */
export class ScriptedFront {
  readonly cases = new Map<string, CaseLog>();
  readonly #scripts = new Map<string, readonly ScriptedAnswer[]>();
  readonly #server: Server;
  readonly #targetPort: number;

  constructor(targetPort: number) {
    this.#targetPort = targetPort;
    this.#server = createServer((incoming, response) => {
      this.#answer(incoming, response).catch(() => response.destroy());
    });
  }

  async listen(): Promise<void> {
    this.#server.listen(0, '127.0.0.1');
    await once(this.#server, 'listening');
  }

  /** @returns the URL for the logger of this case */
  script(name: string, answers: readonly ScriptedAnswer[]): string {
    this.#scripts.set(name, answers);
    this.cases.set(name, { answered: 0, requests: [] });
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/${name}`;
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    this.#server.close();
    await once(this.#server, 'close');
  }

  async #answer(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const [, name = '', path = ''] = /^\/([\w-]+)(\/.*)$/.exec(incoming.url ?? '') ?? [];
    const log = this.cases.get(name);
    const body = await buffer(incoming);
    if (log && incoming.method === 'POST') {
      log.requests.push(performance.now());
      const answer = this.#scripts.get(name)![log.answered];
      if (answer) {
        log.answered += 1;
        const retryAfter = answer.retryAfter?.();
        response.writeHead(answer.status, {
          ...(retryAfter !== undefined && { 'Retry-After': retryAfter }),
          'Access-Control-Allow-Origin': incoming.headers.origin ?? '*',
          'Access-Control-Expose-Headers': 'Retry-After',
          ...answer.headers,
        });
        return void response.end(answer.body ?? '');
      }
    }
    await this.#forward(incoming, path, body, response);
  }

  async #forward(incoming: IncomingMessage, path: string, body: Buffer, response: ServerResponse) {
    const { method = 'GET', headers } = incoming;
    const outgoing = request({ host: '127.0.0.1', port: this.#targetPort, path, method, headers });
    outgoing.end(body);
    const [reply] = (await once(outgoing, 'response')) as [IncomingMessage];
    response.writeHead(reply.statusCode!, reply.headers);
    reply.pipe(response);
  }
}
