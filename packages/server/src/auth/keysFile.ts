import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { FirstKeys } from './Keyring.ts';

/**
 * Writes the keys of a first start where only the owner can read them. The server itself keeps their hashes.
 *
 * @returns the file's path
 */
export function writeKeysFile(folder: string, keys: FirstKeys): string {
  const path = join(folder, 'keys.txt');
  const lines = [
    '# Access keys of this Tailrace server. Keep admin and read to yourself, and delete this file when you have',
    '# put them in a safe place. The ingest key is public: it can only write.',
    `admin  ${keys.admin}`,
    `read   ${keys.read}`,
    `ingest ${keys.ingest}`,
  ];
  writeFileSync(path, `${lines.join('\n')}\n`, { mode: 0o600 });
  return path;
}
