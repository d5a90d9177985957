import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PNG } from 'pngjs';
import { encodePalette } from './encodePalette.mjs';

/** Keeps what a page, or an element of it, shows as a small PNG. */
export async function saveImage(page, folder, name, shown = page) {
  await page.evaluate(async () => {
    document.activeElement?.blur();
    await document.fonts.ready;
  });
  const shot = await shown.screenshot({ animations: 'disabled', caret: 'hide' });
  writeFileSync(join(folder, `${name}.png`), encodePalette(PNG.sync.read(shot)));
  console.log(`  ${name}`);
}
