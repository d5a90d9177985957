import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { createAdaptorServer, type WebSocketServerLike } from '@hono/node-server';
import { MAX_CLIENT_FRAME_BYTES } from '@tailrace/protocol';
import { createSanitizer } from '@tailrace/protocol/sanitize';
import type { Hono } from 'hono';
import { WebSocketServer } from 'ws';
import type { AppEnv } from './AppEnv.ts';
import { AuditTrail } from './audit/AuditTrail.ts';
import { BrowserSessions } from './auth/BrowserSessions.ts';
import { loadKeyring } from './auth/Keyring.ts';
import { writeKeysFile } from './auth/keysFile.ts';
import type { Config } from './config.ts';
import { removeControlFile, writeControlFile } from './controlFile.ts';
import { createApp } from './createApp.ts';
import { createMemoryHub } from './hub/memory.ts';
import { createAppendSegments } from './ingest/appendSegments.ts';
import { Lifecycle } from './Lifecycle.ts';
import { measureStore } from './metrics/measureStore.ts';
import { ServerMetrics } from './metrics/ServerMetrics.ts';
import { createOwnLog } from './ownLog/createOwnLog.ts';
import { OwnLogQueue } from './ownLog/OwnLogQueue.ts';
import { chooseSubprotocol } from './routes/stream.ts';
import { SILENT_LOG, type ServerLog } from './ServerLog.ts';
import { RuntimeLevels } from './settings/RuntimeLevels.ts';
import { openSqliteStore } from './store/sqlite/sqlite.ts';
import { OpenStreams } from './stream/OpenStreams.ts';

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
  const opened = await openSqliteStore({ folder: config.dataDir, onCrash });
  const { auth, settings } = opened;
  const metrics = new ServerMetrics();
  const store = measureStore(opened.store, metrics.storeCalls);
  metrics.ingest.readReportsFrom((tenant, session) => store.session(tenant, session));
  let keysFile: string | undefined;
  const keyring = await loadKeyring(auth, (keys) => {
    keysFile = writeKeysFile(config.dataDir, keys);
  });
  const browsers = new BrowserSessions(auth, await auth.browserSessions());
  const levels = await RuntimeLevels.load(settings);
  const hub = createMemoryHub(store.head);
  const lifecycle = new Lifecycle();
  const streams = new OpenStreams();
  metrics.observe(store, streams, config.dataDir);
  const sanitizer = createSanitizer(config.redaction);
  const append = createAppendSegments(store, hub);
  const ownSessions = new Set<string>();
  const guarded = { append, redact: sanitizer.sanitizeLine, ownSessions };
  const audit = await AuditTrail.load({ ...guarded, store, heads: opened.audit });
  const queue = new OwnLogQueue({
    ...guarded,
    onFailure: (error) => output.error('Own log entries could not be stored', { error: String(error) }),
  });
  const log = createOwnLog({ output, queue, levels, level: config.level });
  const own = { log, append, sanitizer, ownSessions, audit, metrics };
  const app = createApp({ config, store, hub, levels, keyring, browsers, lifecycle, streams, ...own });

  const sockets = new WebSocketServer({
    noServer: true,
    maxPayload: MAX_SOCKET_FRAME_BYTES,
    handleProtocols: chooseSubprotocol,
  });
  // The two packages differ in whether an optional field may be present and undefined.
  const websocket = { server: sockets as WebSocketServerLike };
  const http = createAdaptorServer({ fetch: app.fetch, websocket, ...tlsOptions(config) });
  try {
    await new Promise<void>((resolve, reject) => {
      http.once('error', reject).listen(config.port, config.host, resolve);
    });
  } catch (error) {
    await store.close();
    throw error;
  }

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
      removeControlFile(config.dataDir);
      await audit.settled();
      await queue.close();
      await store.close();
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
