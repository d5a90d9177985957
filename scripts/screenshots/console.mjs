import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ServerProcess } from '../../e2e/src/ServerProcess.ts';
import { LOOKS, openLook } from './looks.mjs';
import { saveImage } from './save.mjs';
import { CORRELATION, JOB, seedShop, SESSION } from './shop.mjs';

const PAGES = {
  logs: '/',
  audit: '/audit',
  trace: `/traces/${CORRELATION}`,
  jobs: `/jobs/${JOB}`,
  session: `/sessions/${SESSION}`,
  settings: '/settings',
  status: '/status',
};
/** Milliseconds for the answers that a page asks for. */
const SETTLE_MS = 2500;

/** Takes pictures of the console, on a real server that has a shop's morning. */
export async function shootConsole(browser, folder) {
  const dataDir = mkdtempSync(join(tmpdir(), 'tailrace-screenshots-'));
  const server = new ServerProcess({ port: await ServerProcess.freePort(), dataDir });
  await server.start();
  try {
    const cookie = await server.signIn();
    await seedShop(server.url, await server.ingestKey(cookie));
    const [name, value] = cookie.split('=');
    for (const look of LOOKS) {
      const context = await openLook(browser, look);
      await context.addCookies([{ name, value, url: server.url }]);
      const page = await context.newPage();
      for (const [title, path] of Object.entries(PAGES)) {
        await page.goto(server.url + path);
        await page.waitForTimeout(SETTLE_MS);
        await saveImage(page, folder, `${title}.${look.name}`);
      }
      await context.close();
    }
  } finally {
    await server.stop();
    rmSync(dataDir, { recursive: true, force: true });
  }
}
