import { resolve } from 'node:path';
import { ConfigError, readConfig } from '../config.ts';
import { backupStore } from '../store/sqlite/backupStore.ts';

/** `tailrace backup <folder>`: copies the store, while a server may be running on it. @returns the exit code */
export async function backup(
  environment: Readonly<Record<string, string | undefined>>,
  target: string,
): Promise<number> {
  try {
    const { dataDir } = readConfig(environment);
    const { files, bytes, entries } = await backupStore(dataDir, resolve(target));
    process.stdout.write(
      `Copied ${entries} entries in ${files} files (${bytes} bytes) to ${resolve(target)}\n`,
    );
    return 0;
  } catch (error) {
    const problems = error instanceof ConfigError ? error.problems : [(error as Error).message];
    process.stderr.write(`${problems.join('\n')}\n`);
    return 2;
  }
}
