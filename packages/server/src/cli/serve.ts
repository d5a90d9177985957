import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { ConfigError, readConfig, type Config } from '../config.ts';
import { createServerLog } from '../ServerLog.ts';
import { startServer } from '../startServer.ts';
import { EXIT_MISUSE, fail } from './fail.ts';

/** Exit code for a server that lost its store. */
const EXIT_CRASH = 1;
/** Milliseconds after which a drain is given up. */
const EXIT_MS = 5000;

/** Builds in this repository; a published server has none beside it. */
const BUILDS = {
  publicDir: fileURLToPath(new URL('../../../../apps/demo/dist', import.meta.url)),
  consoleDir: fileURLToPath(new URL('../../../../apps/console/dist', import.meta.url)),
};

/** `tailrace serve`: runs a server until SIGTERM or SIGINT. */
export async function serve(environment: Readonly<Record<string, string | undefined>>): Promise<void> {
  let config: Config;
  try {
    config = withBuilds(readConfig(environment));
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return fail(EXIT_MISUSE, error.problems);
  }
  const log = createServerLog({
    // The server decides, by its level settings.
    level: 'debug',
    isPretty: process.stdout.isTTY,
    write: (line) => process.stdout.write(line),
  });
  const server = await startServer(config, {
    log,
    onCrash: (error) =>
      fail(EXIT_CRASH, [`The store is gone, and nothing can be accepted any more: ${error.message}`]),
  }).catch((error: Error) => fail(EXIT_MISUSE, [error.message]));

  let isStopping = false;
  const stop = (signal: NodeJS.Signals) => {
    if (isStopping) return;
    isStopping = true;
    server.log.info('Stopping', { signal });
    setTimeout(() => process.exit(EXIT_CRASH), EXIT_MS).unref();
    void server.close().then(() => process.exit(0));
  };
  process.on('SIGTERM', stop).on('SIGINT', stop);

  server.log.info('Listening', { url: server.url, data: config.dataDir });
  if (server.keysFile !== undefined) server.log.info('Made access keys', { file: server.keysFile });
  if (server.signInUrl !== undefined) process.stdout.write(`Open ${server.signInUrl}\n`);
}

function withBuilds(config: Config): Config {
  const there = Object.entries(BUILDS).filter(([, folder]) => existsSync(folder));
  return { ...Object.fromEntries(there), ...config };
}
