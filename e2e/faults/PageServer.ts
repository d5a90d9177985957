import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';
import type { LoadReport } from './page/driver.ts';
import { bundlePage } from './bundlePage.ts';

/** Serves the pages that log. No fault touches it, so that pages always load and can always report. */
export class PageServer {
  /** The latest report of each load. */
  readonly reports = new Map<number, LoadReport>();
  /** Is called when a page asks for its death, and while it waits for an answer that never comes. */
  onDie: () => void = () => undefined;

  readonly #server: Server;
  #scripts = new Map<string, string>();

  constructor() {
    this.#server = createServer((request, response) => {
      this.#answer(request, response).catch(() => response.destroy());
    });
  }

  get origin(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  async listen(): Promise<void> {
    this.#scripts = await bundlePage();
    this.#server.listen(0, '127.0.0.1');
    await once(this.#server, 'listening');
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    this.#server.close();
    await once(this.#server, 'close');
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname, searchParams } = new URL(request.url!, this.origin);
    const script = this.#scripts.get(pathname.slice(1));
    if (script !== undefined) return void response.setHeader('content-type', 'text/javascript').end(script);
    if (request.method === 'POST') {
      for (const report of (await json(request)) as LoadReport[]) this.reports.set(report.load, report);
      if (pathname === '/die') return this.onDie();
      return void response.writeHead(204).end();
    }
    const connect = searchParams.get('connect');
    if (connect) response.setHeader('content-security-policy', `connect-src ${connect}`);
    response.setHeader('content-type', 'text/html');
    const scripts = (searchParams.get('scripts') ?? '').split(',').filter(Boolean);
    response.end(
      `<!doctype html><meta charset="utf-8"><link rel="icon" href="data:,"><title>${pathname}</title>` +
        scripts.map((name) => `<script src="/${name}"></script>`).join(''),
    );
  }
}
