import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readConfig, startServer } from '../src/index.ts';
import type { OpenApiDocument } from '../src/openapi/OpenApi.ts';
import { createServerLog } from '../src/ServerLog.ts';
import { temporaryFolder } from './temporaryFolder.ts';
import { readKeys } from './testServer.ts';
import type { ApiCall, ApiOperation, Caller } from './ApiCall.ts';
import { apiOperations } from './apiOperations.ts';
import type { CallOptions } from './callText.ts';
import { fill } from './fuzzContent.ts';

export interface ApiAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: string;
}

/** A server with something in it, to be asked anything. */
export interface FuzzTarget extends CallOptions {
  readonly url: string;
  readonly document: OpenApiDocument;
  readonly operations: readonly ApiOperation[];
  /** Where its data lie, which no answer may tell. */
  readonly folder: string;
  /** What the server said of itself since this was asked before. */
  takeOwnLines(): string[];
  readonly tokens: Readonly<Record<Caller, string | undefined>>;
  /** Without a connection: what it answers is all there is. */
  send(call: ApiCall): Promise<ApiAnswer>;
  close(): Promise<void>;
}

/** @param isPretty whether it says what it says as lines for people */
export async function openFuzzTarget(isPretty: boolean): Promise<FuzzTarget> {
  const removals: (() => void)[] = [];
  const whenDone = (remove: () => void) => void removals.push(remove);
  const folder = temporaryFolder(whenDone);
  const publicDir = temporaryFolder(whenDone);
  writeFileSync(join(publicDir, 'index.html'), '<!doctype html>');
  const consoleDir = temporaryFolder(whenDone);
  mkdirSync(join(consoleDir, 'assets'));
  writeFileSync(join(consoleDir, 'index.html'), '<!doctype html>');
  writeFileSync(join(consoleDir, 'assets', 'console.css'), ':root {}');
  const config = readConfig({
    LOG_SERVICE_PORT: '0',
    LOG_DATA_DIR: folder,
    LOG_PUBLIC_DIR: publicDir,
    LOG_CONSOLE_DIR: consoleDir,
    LOG_INGEST_RATE: '0',
    LOG_STREAMS_PER_KEY: '0',
    LOG_STREAMS_PER_ADDRESS: '0',
    LOG_LEVEL: 'debug',
  });
  let lines: string[] = [];
  const log = createServerLog({ level: 'debug', isPretty, write: (line) => void lines.push(line) });
  const server = await startServer(config, { log });
  const keys = readKeys(folder);
  const tokens: Readonly<Record<Caller, string | undefined>> = {
    none: undefined,
    stranger: ['trk', 'admin', 'x'.repeat(32)].join('_'),
    ingest: keys.ingest,
    read: keys.read,
    admin: keys.admin,
  };
  const known = await fill(server, keys);
  const document = (await (await server.app.request('/api/v1/openapi.json')).json()) as OpenApiDocument;
  return {
    url: server.url,
    document,
    operations: apiOperations(document),
    known,
    folder,
    follow: (reference) => document.components.schemas[reference.split('/').at(-1)!]!,
    takeOwnLines: () => {
      const said = lines;
      lines = [];
      return said;
    },
    tokens,
    send: async ({ operation: { method }, caller, url, headers, body }) => {
      const token = tokens[caller];
      const sent = { ...(token !== undefined && { Authorization: `Bearer ${token}` }), ...headers };
      const answer = await server.app.request(url, {
        method,
        headers: sent,
        ...(body !== undefined && { body }),
      });
      return { status: answer.status, headers: answer.headers, body: await answer.text() };
    },
    close: async () => {
      await server.close();
      for (const remove of removals) remove();
    },
  };
}
