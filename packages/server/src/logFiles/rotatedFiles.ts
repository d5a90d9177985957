import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';

/** Name of the files: the one that is written is `tailrace.log`. */
export const LOG_FILE_NAME = 'tailrace';

/** `tailrace.20261120T103000123Z.log.gz`; an index, where several were rotated in one millisecond. */
export function rotatedName(time: Date | number | null, index = 1): string {
  if (time === null) return `${LOG_FILE_NAME}.log`;
  const stamp = new Date(time).toISOString().replaceAll(/[-:.]/g, '');
  return `${LOG_FILE_NAME}.${stamp}${index > 1 ? `-${index}` : ''}.log.gz`;
}

const ROTATED = new RegExp(`^${LOG_FILE_NAME}\\.\\d{8}T\\d{9}Z(?:-\\d+)?\\.log\\.gz$`);

/** Removes the oldest rotated files, and no others, until so many are left. */
export function removeOldFiles(folder: string, keep: number): void {
  const rotated = readdirSync(folder)
    .filter((name) => ROTATED.test(name))
    .toSorted();
  for (const name of rotated.slice(0, Math.max(0, rotated.length - keep))) {
    rmSync(join(folder, name), { force: true });
  }
}
