import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PNG } from 'pngjs';

/** Keeps what a page shows as a PNG, packed better than the browser does. */
export async function saveImage(page, folder, name) {
  await page.evaluate(() => document.fonts.ready);
  const shot = PNG.sync.read(await page.screenshot({ animations: 'disabled', caret: 'hide' }));
  // Of opaque pages; -1 tries the filters line by line.
  const bytes = [-1, 0, 1, 2].map((filterType) =>
    PNG.sync.write(shot, {
      colorType: 2,
      filterType,
      deflateLevel: 9,
      deflateStrategy: filterType === 0 ? 0 : 1,
    }),
  );
  writeFileSync(
    join(folder, `${name}.png`),
    bytes.reduce((best, next) => (next.length < best.length ? next : best)),
  );
  console.log(`  ${name}`);
}
