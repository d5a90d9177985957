import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';

/** Bytes of the files in a folder, not of those below. */
export async function folderSize(folder: string): Promise<number> {
  // A folder that cannot be read is for readiness to tell; the other numbers are wanted then more than ever.
  const names = await readdir(folder).catch(() => []);
  const sizes = await Promise.all(
    names.map((name) =>
      stat(join(folder, name)).then(
        ({ size }) => size,
        // Retention, or a checkpoint, has removed it since.
        () => 0,
      ),
    ),
  );
  return sizes.reduce((sum, size) => sum + size, 0);
}
