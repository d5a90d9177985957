import { readFileSync } from 'node:fs';
import { request, type IncomingHttpHeaders, type RequestOptions } from 'node:http';
import { createSessionId, formatSegments, type LogLine, type SegmentHeader } from '@tailrace/protocol';
import { readConfig, startServer } from '../src/index.ts';
import { SILENT_LOG } from '../src/ServerLog.ts';
import type { Role } from '../src/auth/AuthStore.ts';
import { temporaryFolder } from './temporaryFolder.ts';

/** A server that listens on a free port, with its keys. */
export interface TestServer {
  readonly url: string;
  readonly folder: string;
  readonly signInUrl: string | undefined;
  readonly keys: Readonly<Record<Role, string>>;
  /** What the server's own log has of level error. */
  readonly errors: readonly string[];
  /** Asks with the admin key, unless told otherwise. */
  fetch(path: string, init?: RequestInit & { readonly key?: string }): Promise<Response>;
  /** Sends segments as they are. */
  ingest(body: string, headers?: Record<string, string>): Promise<Response>;
  close(): Promise<void>;
}

export async function startTestServer(
  environment: Readonly<Record<string, string>> = {},
  givenFolder?: string,
): Promise<TestServer> {
  let removeFolder = () => undefined as void;
  const folder = givenFolder ?? temporaryFolder((remove) => (removeFolder = remove));
  const config = readConfig({ LOG_SERVICE_PORT: '0', LOG_DATA_DIR: folder, ...environment });
  const errors: string[] = [];
  const log = { ...SILENT_LOG, error: (message: string) => void errors.push(message) };
  const server = await startServer(config, { log });
  const keys = readKeys(folder);
  const ask: TestServer['fetch'] = (path, { key = keys.admin, ...init } = {}) => {
    const headers = new Headers(init.headers);
    if (key !== '' && !headers.has('Authorization')) headers.set('Authorization', `Bearer ${key}`);
    return fetch(new URL(path, server.url), { redirect: 'manual', ...init, headers });
  };
  return {
    url: server.url,
    folder,
    signInUrl: server.signInUrl,
    keys,
    errors,
    fetch: ask,
    ingest: (body, headers = {}) =>
      ask('/api/v1/logs', {
        method: 'POST',
        body,
        key: keys.ingest,
        headers: { 'Content-Type': 'application/x-ndjson', ...headers },
      }),
    close: async () => {
      await server.close();
      removeFolder();
    },
  };
}

/** The keys that a first start wrote. */
export function readKeys(folder: string): Record<Role, string> {
  const lines = readFileSync(`${folder}/keys.txt`, 'utf8').split('\n');
  const keys = lines.filter((line) => /^\w/.test(line)).map((line) => line.split(/\s+/));
  return Object.fromEntries(keys) as Record<Role, string>;
}

/** A body of one segment, whose header fits its entries unless told otherwise. */
export function segmentBody(entries: readonly LogLine[], header: Partial<SegmentHeader> = {}): string {
  const lines = entries.map((entry) => JSON.stringify(entry));
  return formatSegments([{ header: segmentHeader(entries, header), lines }]);
}

export function segmentHeader(
  entries: readonly LogLine[],
  header: Partial<SegmentHeader> = {},
): SegmentHeader {
  const from = entries[0]?.seq ?? 1;
  const to = entries.at(-1)?.seq ?? from - 1;
  return {
    v: 1,
    session: createSessionId(),
    from,
    to,
    sent_at: new Date().toISOString(),
    emitted: to,
    ...header,
  };
}

export interface RawAnswer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** A request that `fetch` would not send: another Host, a body in chunks. */
export function rawRequest(
  url: string,
  options: RequestOptions,
  chunks: readonly Buffer[] = [],
): Promise<RawAnswer> {
  return new Promise((resolve, reject) => {
    const sent = request(url, options, (answer) => {
      let body = '';
      answer.setEncoding('utf8');
      answer.on('data', (chunk: string) => (body += chunk));
      answer.on('end', () => resolve({ status: answer.statusCode ?? 0, headers: answer.headers, body }));
    });
    sent.on('error', reject);
    for (const chunk of chunks) sent.write(chunk);
    sent.end();
  });
}
