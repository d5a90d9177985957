import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { isHeaderLine } from '@tailrace/protocol';

/** Reads an archive to its end. @throws when it is damaged */
export async function readArchive(
  path: string,
): Promise<{ readonly entries: number; readonly sha256: string }> {
  const hash = createHash('sha256');
  let entries = 0;
  await pipeline(createReadStream(path), createGunzip(), async (inflated: AsyncIterable<Buffer>) => {
    for await (const line of createInterface({ input: Readable.from(inflated), crlfDelay: Infinity })) {
      hash.update(`${line}\n`);
      if (!isHeaderLine(line)) entries += 1;
    }
  });
  return { entries, sha256: hash.digest('hex') };
}
