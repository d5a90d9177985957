import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

/** One of the loggers that are compared. */
export interface Peer {
  /** Its module in `pages`, without the ending. */
  readonly file: string;
  readonly title: string;
  /** The package whose version is printed; none for the harness itself. */
  readonly package?: string;
  /** Milliseconds that it may keep an entry before it sends on its own; it is given up some seconds later. */
  readonly idleMs: number;
  /** How it was set up, where that is not plain. */
  readonly note?: string;
}

/** The harness's own loop, which every figure contains. */
export const NOTHING: Peer = { file: 'nothing', title: '(the loop alone)', idleMs: 0 };

/** The least that delivering costs in 200 requests of 500 entries. */
export const BARE_REQUESTS: Peer = {
  file: 'bareRequests',
  title: '(lines and requests alone)',
  idleMs: 1000,
};

export const PEERS: readonly Peer[] = [
  {
    file: 'tailrace',
    title: 'Tailrace',
    package: '@tailrace/logger',
    idleMs: 5000,
    note: 'as `createLogger` makes it: every entry is searched for secrets',
  },
  {
    file: 'tailraceCore',
    title: 'Tailrace core',
    package: '@tailrace/logger',
    idleMs: 5000,
    note: 'as `createCoreLogger` makes it: without redaction',
  },
  {
    file: 'pino',
    title: 'pino',
    package: 'pino',
    idleMs: 1000,
    note: 'with a 15-line batcher: 100 entries, a second, or `pagehide` (then with `keepalive`), by `fetch`',
  },
  {
    file: 'openTelemetry',
    title: 'OpenTelemetry',
    package: '@opentelemetry/sdk-logs',
    idleMs: 5000,
    note: 'BatchLogRecordProcessor and the OTLP/HTTP exporter, defaults; the 0.2xx line, since 3.x asks for Node 22',
  },
  {
    file: 'sentry',
    title: 'Sentry',
    package: '@sentry/browser',
    idleMs: 5000,
    note: 'logs (which need no option any more), makeBrowserOfflineTransport with `flushAtStartup`; the DSN names the local server',
  },
  {
    file: 'datadog',
    title: 'Datadog',
    package: '@datadog/browser-logs',
    idleMs: 30_000,
    note: 'its `proxy` option names the local server',
  },
  {
    file: 'faro',
    title: 'Grafana Faro',
    package: '@grafana/faro-web-sdk',
    idleMs: 1000,
    note: 'no instrumentations',
  },
  {
    file: 'logtape',
    title: 'LogTape',
    package: '@logtape/logtape',
    idleMs: 1000,
    note: "a sink on the same batcher as pino's",
  },
  {
    file: 'logtail',
    title: 'Logtail',
    package: '@logtail/browser',
    idleMs: 5000,
    note: '`endpoint` is the local server',
  },
  {
    file: 'applicationInsights',
    title: 'Application Insights',
    package: '@microsoft/applicationinsights-web',
    idleMs: 15_000,
    note: 'the connection string names the local server; fetching its configuration from the vendor is off',
  },
  {
    file: 'loglevel',
    title: 'loglevel',
    package: 'loglevel',
    idleMs: 1000,
    note: "a method factory on the same batcher as pino's",
  },
];

/** The peers of these names, or all of them. */
export function choosePeers(files: readonly string[]): readonly Peer[] {
  const unknown = files.filter((file) => !PEERS.some((peer) => peer.file === file));
  if (unknown.length > 0)
    throw new Error(
      `No peer is called ${unknown.join(', ')}: use ${PEERS.map(({ file }) => file).join(', ')}`,
    );
  return files.length === 0 ? PEERS : PEERS.filter(({ file }) => files.includes(file));
}

/** The installed version, from the package's own description. */
export function versionOf(peer: Peer): string {
  if (!peer.package) return '';
  const folders = createRequire(import.meta.url).resolve.paths(peer.package) ?? [];
  for (const folder of folders) {
    try {
      const text = readFileSync(join(folder, peer.package, 'package.json'), 'utf8');
      return (JSON.parse(text) as { version: string }).version;
    } catch {
      // Not in this folder; the next one up may have it.
    }
  }
  throw new Error(`${peer.package} is not installed`);
}
