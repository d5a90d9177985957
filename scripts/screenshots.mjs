import { mkdirSync, readdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { chromium } from 'playwright';
import { CHROMIUM_ARGS, ensureChromium } from './ensureChromium.mjs';
import { shootConsole } from './screenshots/console.mjs';
import { shootStories } from './screenshots/stories.mjs';

const IMAGES = fileURLToPath(new URL('../docs/images/', import.meta.url));
/** Bytes of all images together: everybody who clones gets them. */
const MAX_BYTES = 3_000_000;
const SUITES = { console: shootConsole, stories: shootStories };

const { positionals } = parseArgs({ allowPositionals: true });
const wanted = positionals.length > 0 ? positionals : Object.keys(SUITES);
if (wanted.some((name) => !(name in SUITES))) {
  console.error(`Usage: npm run screenshots -- [${Object.keys(SUITES).join('] [')}]`);
  process.exit(2);
}

const browser = await chromium.launch({ executablePath: ensureChromium(), args: CHROMIUM_ARGS });
try {
  for (const name of wanted) {
    const folder = join(IMAGES, name);
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder, { recursive: true });
    await SUITES[name](browser, folder);
  }
} finally {
  await browser.close();
}

const files = readdirSync(IMAGES, { recursive: true }).filter((file) => file.endsWith('.png'));
const bytes = files.reduce((sum, file) => sum + statSync(join(IMAGES, file)).size, 0);
console.log(`${files.length} images, ${(bytes / 1e6).toFixed(2)} MB`);
if (bytes > MAX_BYTES) {
  console.error(`They may have ${MAX_BYTES / 1e6} MB.`);
  process.exitCode = 1;
}
