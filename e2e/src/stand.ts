import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, type Browser } from 'playwright';
import { CHROMIUM_ARGS, ensureChromium } from '../../scripts/ensureChromium.mjs';
import { FaultProxy } from './FaultProxy.ts';
import { ServerProcess } from './ServerProcess.ts';

/** A real server, a real browser, and a proxy between them. */
export interface Stand {
  readonly server: ServerProcess;
  readonly proxy: FaultProxy;
  readonly browser: Browser;
  /** Where the browser finds the server: the proxy's address. */
  readonly origin: string;
  close(): Promise<void>;
}

export async function openStand(): Promise<Stand> {
  const dataDir = mkdtempSync(join(tmpdir(), 'tailrace-e2e-'));
  const server = new ServerProcess({ port: await ServerProcess.freePort(), dataDir });
  await server.start();
  const proxy = new FaultProxy(server.port);
  const origin = `http://127.0.0.1:${await proxy.listen()}`;
  const browser = await chromium.launch({ executablePath: ensureChromium(), args: CHROMIUM_ARGS });
  return {
    server,
    proxy,
    browser,
    origin,
    async close() {
      await browser.close();
      await proxy.close();
      await server.stop();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}
