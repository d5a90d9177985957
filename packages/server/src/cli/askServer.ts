import { existsSync } from 'node:fs';
import { request as requestPlainly } from 'node:http';
import { request as requestByTls } from 'node:https';
import type { Problem } from '@tailrace/protocol';
import type { Config } from '../config.ts';
import { readControlFile, type ControlFile } from '../controlFile.ts';
import { startServer } from '../startServer.ts';
import { isFolderTaken } from '../store/sqlite/folder.ts';

/** Asks the server's API as an administrator. Refusals are errors that say what to change. */
export type AskServer = (method: string, path: string, body?: unknown) => Promise<unknown>;

/**
 * Runs a command against the server that has the data folder. Whether one has it says the folder's lock, which the
 * operating system lets go of when a process dies. If none has, this process is the server for a moment, on a
 * loopback port that nobody knows: so that there is one way to do things, and all of it is audited.
 */
export async function withServer<T>(config: Config, run: (ask: AskServer) => Promise<T>): Promise<T> {
  const { dataDir } = config;
  if (!existsSync(dataDir)) throw new Error(`There is no data folder ${dataDir}: set LOG_DATA_DIR`);
  if (isFolderTaken(dataDir)) return run(askerOf(controlOf(dataDir)));
  const { tls: _tls, publicDir: _pages, consoleDir: _console, ...alone } = config;
  const server = await startServer({ ...alone, host: '127.0.0.1', port: 0 });
  try {
    return await run(askerOf(readControlFile(dataDir)));
  } finally {
    await server.close();
  }
}

function controlOf(folder: string): ControlFile {
  try {
    return readControlFile(folder);
  } catch (error) {
    throw new Error(`The server that has ${folder} is just starting or stopping: try it again`, {
      cause: error,
    });
  }
}

function askerOf(control: ControlFile): AskServer {
  return async (method, path, body) => {
    const { status, text } = await send(control, method, path, body);
    const answer: unknown = text === '' ? undefined : JSON.parse(text);
    if (status >= 400) throw new Error((answer as Problem).detail);
    return answer;
  };
}

/** Not `fetch`, which cannot be told which certificate to expect. */
function send(
  { url, token, certificate }: ControlFile,
  method: string,
  path: string,
  body: unknown,
): Promise<{ readonly status: number; readonly text: string }> {
  return new Promise((resolve, reject) => {
    const headers = { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' };
    const request = certificate === undefined ? requestPlainly : requestByTls;
    // The certificate names the public host, and is known to be this server's.
    const trust = { ca: certificate, allowPartialTrustChain: true, checkServerIdentity: () => undefined };
    const sent = request(
      new URL(path, url),
      { method, headers, ...(certificate !== undefined && trust) },
      (answer) => {
        let text = '';
        answer.setEncoding('utf8');
        answer.on('data', (chunk: string) => (text += chunk));
        answer.on('end', () => resolve({ status: answer.statusCode ?? 0, text }));
      },
    );
    sent.on('error', reject);
    sent.end(body === undefined ? undefined : JSON.stringify(body));
  });
}
