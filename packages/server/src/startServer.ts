import type { Server } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { createAdaptorServer, type WebSocketServerLike } from '@hono/node-server';
import { MAX_CLIENT_FRAME_BYTES } from '@tailrace/protocol';
import type { Hono } from 'hono';
import { WebSocketServer } from 'ws';
import { answeringHandshakes, answerOtherUpgrades } from './answerUpgrades.ts';
import type { AppEnv } from './AppEnv.ts';
import type { Config } from './config.ts';
import { removeControlFile, writeControlFile } from './controlFile.ts';
import { createApp } from './createApp.ts';
import { openParts } from './openParts.ts';
import { startKeeping } from './retention/startKeeping.ts';
import { chooseSubprotocol } from './routes/stream.ts';
import { SILENT_LOG, type ServerLog } from './ServerLog.ts';
import { SOCKET_COMPRESSION } from './stream/compression.ts';

/** Bytes of a frame from which the socket itself ends; up to it a frame that is too large gets its answer. */
const MAX_SOCKET_FRAME_BYTES = 4 * MAX_CLIENT_FRAME_BYTES;
/** Where commands on the same machine find a server that listens everywhere. */
const WILDCARD_HOSTS: Readonly<Record<string, string>> = { '0.0.0.0': '127.0.0.1', '::': '::1' };
/** Milliseconds after which connections that are still open are cut. */
const DRAIN_MS = 4000;

/** A server that listens. */
export interface RunningServer {
  /** `http://127.0.0.1:8765` */
  readonly url: string;
  /** Answers requests without a socket, and knows its routes. */
  readonly app: Pick<Hono<AppEnv>, 'request' | 'routes'>;
  /** Link that signs a browser in, once; absent where authentication is off. */
  readonly signInUrl: string | undefined;
  /** File with the keys that this first start made. */
  readonly keysFile: string | undefined;
  /** The server's own log, which goes into its store too. */
  readonly log: ServerLog;
  /** Takes nothing new, finishes what has begun, and ends; at the latest after 5 s. */
  close(): Promise<void>;
}

export interface ServerOptions {
  /** Where the server's own log goes besides its store, at the level that holds. @default silent */
  readonly log?: ServerLog;
  /** Told when the store is gone and the process should end. @default throws out of the event loop */
  readonly onCrash?: (error: Error) => void;
}

/**
 * Starts a server: store, hub, HTTP and sockets in this process.
 *
 * @throws when the port or the data folder is in use
 * @example
 * const server = await startServer(readConfig({ LOG_SERVICE_PORT: '0' }));
 * console.log(server.url);
 * await server.close();
 */
export async function startServer(
  config: Config,
  { log: output = SILENT_LOG, onCrash = throwLater }: ServerOptions = {},
): Promise<RunningServer> {
  const opened = await openParts(config, { log: output, onCrash });
  const { browsers, keyring, lifecycle, log, streams } = opened.parts;
  const app = createApp(opened.parts);

  const sockets = new WebSocketServer({
    noServer: true,
    maxPayload: MAX_SOCKET_FRAME_BYTES,
    handleProtocols: chooseSubprotocol,
    perMessageDeflate: SOCKET_COMPRESSION,
  });
  // The two packages differ in whether an optional field may be present and undefined.
  const websocket = { server: sockets as WebSocketServerLike };
  const fetch = answeringHandshakes(app.fetch);
  const http = createAdaptorServer({ fetch, websocket, ...tlsOptions(config) }) as Server;
  answerOtherUpgrades(http);
  try {
    await new Promise<void>((resolve, reject) => {
      http.once('error', reject).listen(config.port, config.host, resolve);
    });
  } catch (error) {
    await opened.close();
    throw error;
  }

  const keeping = startKeeping(opened.parts);
  const { port } = http.address() as AddressInfo;
  const url = urlOf(config, port);
  writeControlFile(config.dataDir, {
    url: urlOf({ ...config, host: WILDCARD_HOSTS[config.host] ?? config.host }, port),
    token: keyring.createTemporary('command line'),
    ...(config.tls && { certificate: config.tls.certificate }),
  });
  const token = browsers.signInToken;
  return {
    url,
    app,
    log,
    signInUrl: config.auth && token !== undefined ? `${url}/sign-in?token=${token}` : undefined,
    keysFile: opened.keysFile,
    async close() {
      const closed = new Promise((resolve) => http.close(resolve));
      const cut = setTimeout(() => {
        for (const client of sockets.clients) client.terminate();
        if ('closeAllConnections' in http) http.closeAllConnections();
      }, DRAIN_MS);
      await lifecycle.drain();
      streams.closeForRestart();
      if ('closeIdleConnections' in http) http.closeIdleConnections();
      await closed;
      clearTimeout(cut);
      await keeping.stop();
      removeControlFile(config.dataDir);
      await opened.close();
    },
  };
}

function urlOf({ host, tls }: Config, port: number): string {
  return `${tls ? 'https' : 'http'}://${host.includes(':') ? `[${host}]` : host}:${port}`;
}

function tlsOptions({ tls }: Config) {
  if (!tls) return {};
  const serverOptions = { cert: tls.certificate, key: tls.key, minVersion: 'TLSv1.2' as const };
  return { createServer, serverOptions };
}

function throwLater(error: Error): void {
  setImmediate(() => {
    throw error;
  });
}
