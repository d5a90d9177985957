import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { preview } from 'vite';
import { LOOKS, openLook } from './looks.mjs';
import { saveImage } from './save.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** The chief ones, by their ids. */
const STORIES = [
  'logexplorer--last-hour',
  'logexplorer--wrapped',
  'logexplorer--narrow-fields',
  'logexplorer--brush',
  'logviewer--live',
  'logviewer--wrapping',
  'logviewer--details',
  'logviewer--gap',
  'loglist--contents',
  'statcards--data',
  'dualpanel--data',
  'traceview--data',
  'sessionreport--data',
  'performancepanel--data',
  'levelsettings--data',
];
/** Behind the stories, by theme: the viewer's own. */
const GROUNDS = { light: '#ffffff', dark: '#0b0d10' };
/** Milliseconds for what a story does when it is opened. */
const SETTLE_MS = 1500;

/** Takes pictures of the chief stories, of a Storybook that is built for it. */
export async function shootStories(browser, folder) {
  const outDir = mkdtempSync(join(tmpdir(), 'tailrace-stories-'));
  try {
    const build = spawnSync(
      process.execPath,
      ['node_modules/storybook/dist/bin/dispatcher.js', 'build', '--quiet', '-o', outDir],
      { cwd: root, encoding: 'utf8', env: { ...process.env, STORYBOOK_DISABLE_TELEMETRY: '1' } },
    );
    if (build.status !== 0) throw new Error(`Storybook was not built:\n${build.stdout}${build.stderr}`);
    const { entries } = JSON.parse(readFileSync(join(outDir, 'index.json'), 'utf8'));
    const missing = STORIES.filter((id) => !(id in entries));
    if (missing.length > 0) console.warn(`There is no story ${missing.join(', ')}`);
    const server = await preview({
      root,
      configFile: false,
      logLevel: 'error',
      build: { outDir },
      preview: { host: '127.0.0.1', port: 0 },
    });
    const { origin } = new URL(server.resolvedUrls.local[0]);
    try {
      await shoot(
        browser,
        origin,
        folder,
        STORIES.filter((id) => id in entries),
      );
    } finally {
      await server.close();
    }
  } finally {
    rmSync(outDir, { recursive: true, force: true });
  }
}

async function shoot(browser, origin, folder, ids) {
  for (const look of LOOKS) {
    const context = await openLook(browser, look);
    const page = await context.newPage();
    for (const id of ids) {
      await page.goto(`${origin}/iframe.html?viewMode=story&id=${id}&globals=theme:${look.colorScheme}`);
      await page.locator('#storybook-root > *').first().waitFor();
      await page.waitForTimeout(SETTLE_MS);
      // Storybook's own ground is white, whatever the theme.
      await page.addStyleTag({ content: `body { background: ${GROUNDS[look.colorScheme]} !important }` });
      await saveImage(page, folder, `${id}.${look.name}`, page.locator('body'));
    }
    await context.close();
  }
}
