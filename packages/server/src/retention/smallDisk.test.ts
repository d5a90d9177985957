import { existsSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { logLine, seqs } from '../../testing/entries.ts';
import { mountSmallDisk, reasonAgainstSmallDisk, type SmallDisk } from '../../testing/smallDisk.ts';
import { segmentBody, startTestServer, type TestServer } from '../../testing/testServer.ts';
import { DISK_RETRY_SECONDS } from '../middleware/refuseWhenDiskIsLow.ts';

const MB = 1024 ** 2;
const reason = reasonAgainstSmallDisk();

describe.skipIf(reason !== undefined)(`a disk of 8 MiB${reason ? ` (not here: ${reason})` : ''}`, () => {
  let disk: SmallDisk;
  let server: TestServer | undefined;

  beforeEach(() => {
    disk = mountSmallDisk(8);
  });
  afterEach(async () => {
    await server?.close();
    server = undefined;
    disk.unmount();
  });

  async function start(minFree: string): Promise<void> {
    server = await startTestServer(
      { LOG_INGEST_RATE: '0', LOG_MIN_FREE: minFree },
      join(disk.folder, 'data'),
    );
  }
  const ingest = (count = 1) => server!.ingest(body(count));

  function free(): number {
    const { bavail, bsize } = statfsSync(disk.folder);
    return bavail * bsize;
  }

  /** Takes room, as another program does. */
  function fill(bytes: number): string {
    const path = join(disk.folder, `other-${free()}`);
    writeFileSync(path, Buffer.alloc(bytes));
    return path;
  }

  const body = (count = 1) =>
    segmentBody(seqs(count).map((seq) => logLine(seq, { message: 'x'.repeat(1000) })));

  it('takes nothing more below the least that is to be free, and goes on when there is room', async () => {
    await start('2MB');
    expect((await ingest()).status).toBe(200);
    const other = fill(free() - 1.5 * MB);
    await expect.poll(async () => (await ingest()).status, { interval: 100 }).toBe(507);
    const refused = await ingest();
    expect(refused.headers.get('Retry-After')).toBe(DISK_RETRY_SECONDS);
    expect(await refused.json()).toMatchObject({ code: 'store_full', status: 507 });
    expect((await server!.fetch('/api/v1/logs')).status).toBe(200);
    rmSync(other);
    await expect.poll(async () => (await ingest()).status, { interval: 100 }).toBe(200);
  });

  it('can still remove entries when it is full to the last byte', async () => {
    await start('1MB');
    await expect.poll(() => existsSync(join(server!.folder, 'ballast'))).toBe(true);
    expect((await ingest(100)).status).toBe(200);
    fill(free());
    expect(free()).toBe(0);
    const cleaned = await server!.fetch('/api/v1/logs/cleanup?days_to_keep=0', { method: 'DELETE' });
    expect(await cleaned.json()).toEqual({ deleted_count: 100, days_kept: 0 });
    expect(free()).toBeGreaterThan(0);
    expect(
      (await (await server!.fetch('/api/v1/logs/stats?category=system')).json()) as object,
    ).toMatchObject({ total: 0 });
  });
});
