import { once } from 'node:events';
import { connect, createServer, type Server, type Socket } from 'node:net';
import type { AddressInfo } from 'node:net';

/** The faults that really happened, not those that were asked for. */
export interface FaultCounts {
  /** Connections closed at once while the proxy refused them. */
  refused: number;
  /** Ingest replies of which the browser got the first byte and then a reset. */
  cutReplies: number;
  /** Bytes of replies that were thrown away by these cuts. */
  cutBytes: number;
  /** Connections that were open when everything was cut. */
  cutConnections: number;
}

/**
 * A TCP proxy that breaks connections as networks do. DevTools' offline emulation leaves open sockets
 * alone, and so is no such thing.
 */
export class FaultProxy {
  readonly counts: FaultCounts = { refused: 0, cutReplies: 0, cutBytes: 0, cutConnections: 0 };
  /** Whether new connections are closed at once, as where nobody listens. */
  isRefusing = false;
  /** How many of the coming ingest replies are to be cut after their first byte. */
  repliesToCut = 0;

  readonly #targetPort: number;
  readonly #server: Server;
  readonly #connections = new Set<Socket>();

  constructor(targetPort: number) {
    this.#targetPort = targetPort;
    this.#server = createServer((browser) => this.#accept(browser));
  }

  async listen(): Promise<number> {
    this.#server.listen(0, '127.0.0.1');
    await once(this.#server, 'listening');
    return (this.#server.address() as AddressInfo).port;
  }

  /** Resets every open connection. */
  cutAll(): void {
    this.counts.cutConnections += this.#connections.size;
    for (const browser of this.#connections) browser.resetAndDestroy();
  }

  async close(): Promise<void> {
    this.cutAll();
    this.#server.close();
    await once(this.#server, 'close');
  }

  #accept(browser: Socket): void {
    if (this.isRefusing) {
      this.counts.refused += 1;
      browser.resetAndDestroy();
      return;
    }
    this.#connections.add(browser);
    const server = connect(this.#targetPort, '127.0.0.1');
    let cutting = false;

    browser.on('data', (bytes) => {
      if (this.repliesToCut > 0 && isIngestRequest(bytes)) {
        this.repliesToCut -= 1;
        cutting = true;
      }
      server.write(bytes);
    });
    server.on('data', (bytes) => {
      if (!cutting) {
        browser.write(bytes);
        return;
      }
      this.counts.cutReplies += 1;
      this.counts.cutBytes += bytes.length - 1;
      cutting = false;
      browser.write(bytes.subarray(0, 1), () => browser.resetAndDestroy());
    });

    const end = () => {
      this.#connections.delete(browser);
      browser.destroy();
      server.destroy();
    };
    for (const socket of [browser, server]) {
      // A reset is what this proxy is for; 'close' follows and does the rest.
      socket.on('error', () => undefined);
      socket.on('close', end);
    }
  }
}

/** A request's head comes in one piece on loopback. */
function isIngestRequest(bytes: Buffer): boolean {
  return bytes.subarray(0, 24).toString('latin1').startsWith('POST /api/v1/logs HTTP/1');
}
