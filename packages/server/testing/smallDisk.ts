import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Why a test of a full disk cannot run here; `undefined` when it can. */
export function reasonAgainstSmallDisk(): string | undefined {
  try {
    mountSmallDisk(1).unmount();
    return undefined;
  } catch (error) {
    return `a file system cannot be mounted: ${(error as Error).message.split('\n', 1)[0]}`;
  }
}

export interface SmallDisk {
  readonly folder: string;
  unmount(): void;
}

/** Mounts a disk in memory. @throws without the right to */
export function mountSmallDisk(megabytes: number): SmallDisk {
  const folder = mkdtempSync(join(tmpdir(), 'tailrace-disk-'));
  const remove = () => rmSync(folder, { recursive: true, force: true });
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m`, 'tmpfs', folder], { stdio: 'pipe' });
  } catch (error) {
    remove();
    throw error;
  }
  return {
    folder,
    unmount: () => {
      execFileSync('umount', [folder], { stdio: 'pipe' });
      remove();
    },
  };
}
