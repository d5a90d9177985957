import { once } from 'node:events';
import { connect, createServer, type Server, type Socket } from 'node:net';
import type { AddressInfo } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';

/** Milliseconds between the slices of a slow line. */
const SLICE_MS = 50;

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
  /** Ingest replies of which the browser got nothing, and then a reset. */
  swallowedReplies: number;
  /** Pieces of either direction that vanished in the black hole. */
  swallowedPieces: number;
  /** Pieces that were held up, by latency or by a slow line. */
  delayedPieces: number;
}

/**
 * A TCP proxy that breaks connections as networks do. DevTools' offline emulation leaves open sockets
 * alone, and so is no such thing.
 */
export class FaultProxy {
  readonly counts: FaultCounts = {
    refused: 0,
    cutReplies: 0,
    cutBytes: 0,
    cutConnections: 0,
    swallowedReplies: 0,
    swallowedPieces: 0,
    delayedPieces: 0,
  };
  /** Whether new connections are closed at once, as where nobody listens. */
  isRefusing = false;
  /** How many of the coming ingest replies are to be cut after their first byte. */
  repliesToCut = 0;
  /** How many of the coming ingest replies are to be lost whole, though the server has stored the entries. */
  repliesToSwallow = 0;
  /** Whether everything that comes in is taken, and goes nowhere. */
  isBlackHole = false;
  /** Delay of each piece in either direction: `ms` give or take `jitterMs`. Milliseconds. */
  latency: { readonly ms: number; readonly jitterMs: number } | undefined;
  /** How much passes in either direction, at most. */
  bytesPerSecond: number | undefined;

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

  /** Refuses new connections, and resets those that are open, which else would go on. */
  goDown(): void {
    this.isRefusing = true;
    this.cutAll();
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
    const toServer = this.#line(server);
    const toBrowser = this.#line(browser);
    let cutting = false;
    let swallowing = false;

    browser.on('data', (bytes) => {
      if (isIngestRequest(bytes)) {
        if (this.repliesToCut > 0) {
          this.repliesToCut -= 1;
          cutting = true;
        } else if (this.repliesToSwallow > 0) {
          this.repliesToSwallow -= 1;
          swallowing = true;
        }
      }
      toServer(bytes);
    });
    server.on('data', (bytes) => {
      if (swallowing) {
        this.counts.swallowedReplies += 1;
        swallowing = false;
        browser.resetAndDestroy();
        return;
      }
      if (!cutting) {
        toBrowser(bytes);
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

  /** How pieces get to a socket: in their order, and as slowly as the line is now. */
  #line(socket: Socket): (bytes: Buffer) => void {
    let before: Promise<unknown> = Promise.resolve();
    let waiting = 0;
    const carry = async (bytes: Buffer, holdMs: number, rate: number | undefined) => {
      await delay(holdMs);
      const slice = rate === undefined ? bytes.length : Math.ceil((rate * SLICE_MS) / 1000);
      for (let start = 0; start < bytes.length; start += slice) {
        if (socket.writable) socket.write(bytes.subarray(start, start + slice));
        if (rate !== undefined) await delay(SLICE_MS);
      }
    };
    return (bytes) => {
      if (this.isBlackHole) {
        this.counts.swallowedPieces += 1;
        return;
      }
      const { latency, bytesPerSecond } = this;
      if (!latency && bytesPerSecond === undefined && waiting === 0) {
        socket.write(bytes);
        return;
      }
      this.counts.delayedPieces += 1;
      waiting += 1;
      const holdMs = latency ? latency.ms + (Math.random() * 2 - 1) * latency.jitterMs : 0;
      before = before.then(() => carry(bytes, holdMs, bytesPerSecond)).then(() => (waiting -= 1));
    };
  }
}

/** A request's head comes in one piece on loopback. */
function isIngestRequest(bytes: Buffer): boolean {
  return bytes.subarray(0, 24).toString('latin1').startsWith('POST /api/v1/logs HTTP/1');
}
