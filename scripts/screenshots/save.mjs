import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PNG } from 'pngjs';
import { encodePalette } from './encodePalette.mjs';

/** Keeps what a page shows as a small PNG. */
export async function saveImage(page, folder, name) {
  await page.evaluate(() => document.fonts.ready);
  const shot = await page.screenshot({ animations: 'disabled', caret: 'hide' });
  writeFileSync(join(folder, `${name}.png`), encodePalette(PNG.sync.read(shot)));
  console.log(`  ${name}`);
}
