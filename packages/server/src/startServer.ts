import type { AddressInfo } from 'node:net';
import { createAdaptorServer, type WebSocketServerLike } from '@hono/node-server';
import { MAX_CLIENT_FRAME_BYTES } from '@tailrace/protocol';
import { WebSocketServer } from 'ws';
import { BrowserSessions } from './auth/BrowserSessions.ts';
import { loadKeyring } from './auth/Keyring.ts';
import { writeKeysFile } from './auth/keysFile.ts';
import type { Config } from './config.ts';
import { createApp } from './createApp.ts';
import { createMemoryHub } from './hub/memory.ts';
import { Lifecycle } from './Lifecycle.ts';
import { startKeeping } from './retention/startKeeping.ts';
import { chooseSubprotocol } from './routes/stream.ts';
import { SILENT_LOG, type ServerLog } from './ServerLog.ts';
import { RuntimeLevels } from './settings/RuntimeLevels.ts';
import { openSqliteStore } from './store/sqlite/sqlite.ts';
import { SOCKET_COMPRESSION } from './stream/compression.ts';
import { OpenStreams } from './stream/OpenStreams.ts';

/** Bytes of a frame from which the socket itself ends; up to it a frame that is too large gets its answer. */
const MAX_SOCKET_FRAME_BYTES = 4 * MAX_CLIENT_FRAME_BYTES;
/** Milliseconds after which connections that are still open are cut. */
const DRAIN_MS = 4000;

/** A server that listens. */
export interface RunningServer {
  /** `http://127.0.0.1:8765` */
  readonly url: string;
  /** Link that signs a browser in, once; absent where authentication is off. */
  readonly signInUrl: string | undefined;
  /** File with the keys that this first start made. */
  readonly keysFile: string | undefined;
  /** Takes nothing new, finishes what has begun, and ends; at the latest after 5 s. */
  close(): Promise<void>;
}

export interface ServerOptions {
  /** @default silent */
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
  { log = SILENT_LOG, onCrash = throwLater }: ServerOptions = {},
): Promise<RunningServer> {
  const { store, auth, settings, salvaged } = await openSqliteStore({ folder: config.dataDir, onCrash });
  if (salvaged) log.error('A damaged file was put aside, and what can be read of it saved', { ...salvaged });
  let keysFile: string | undefined;
  const keyring = await loadKeyring(auth, (keys) => {
    keysFile = writeKeysFile(config.dataDir, keys);
  });
  const browsers = new BrowserSessions(auth, await auth.browserSessions());
  const levels = await RuntimeLevels.load(settings);
  const hub = createMemoryHub(store.head);
  const lifecycle = new Lifecycle();
  const streams = new OpenStreams({ perKey: config.streamsPerKey, perAddress: config.streamsPerAddress });
  const app = createApp({ config, store, hub, levels, keyring, browsers, lifecycle, streams, log });

  const sockets = new WebSocketServer({
    noServer: true,
    maxPayload: MAX_SOCKET_FRAME_BYTES,
    handleProtocols: chooseSubprotocol,
    perMessageDeflate: SOCKET_COMPRESSION,
  });
  // The two packages differ in whether an optional field may be present and undefined.
  const websocket = { server: sockets as WebSocketServerLike };
  const http = createAdaptorServer({ fetch: app.fetch, websocket });
  try {
    await new Promise<void>((resolve, reject) => {
      http.once('error', reject).listen(config.port, config.host, resolve);
    });
  } catch (error) {
    await store.close();
    throw error;
  }

  const keeping = startKeeping({ config, store, hub, log });
  const url = urlOf(config.host, (http.address() as AddressInfo).port);
  const token = browsers.signInToken;
  return {
    url,
    signInUrl: config.auth && token !== undefined ? `${url}/sign-in?token=${token}` : undefined,
    keysFile,
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
      await store.close();
    },
  };
}

function urlOf(host: string, port: number): string {
  return `http://${host.includes(':') ? `[${host}]` : host}:${port}`;
}

function throwLater(error: Error): void {
  setImmediate(() => {
    throw error;
  });
}
