import { readFileSync, truncateSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { isHeaderLine, MAX_BODY_BYTES } from '@tailrace/protocol';
import { describe, expect, it } from 'vitest';
import { logLine, newSegment, seqs } from '../../../testing/entries.ts';
import { temporaryFolder } from '../../../testing/temporaryFolder.ts';
import { segmentBody } from '../../../testing/testServer.ts';
import { archiveDay } from './archiveDay.ts';
import { DayWriter } from './DayWriter.ts';
import { readArchive } from './readArchive.ts';
import { rowsOf } from './rows.ts';

describe('reading an archive back', () => {
  const text = segmentBody(seqs(3).map((seq) => logLine(seq)));

  it('counts entries, over several members of gzip too', async () => {
    const path = join(temporaryFolder(), 'a.gz');
    writeFileSync(path, Buffer.concat([gzipSync(text), gzipSync(text)]));
    expect(await readArchive(path)).toMatchObject({ entries: 6 });
  });

  it('tells another text by its checksum', async () => {
    const path = join(temporaryFolder(), 'a.gz');
    writeFileSync(path, gzipSync(text));
    const { sha256 } = await readArchive(path);
    writeFileSync(path, gzipSync(text.replace('Entry 2', 'Entry 9')));
    expect((await readArchive(path)).sha256).not.toBe(sha256);
  });

  it('fails where the file is cut off, or damaged', async () => {
    const path = join(temporaryFolder(), 'a.gz');
    writeFileSync(path, gzipSync(text));
    const whole = readFileSync(path);
    truncateSync(path, statSync(path).size - 5);
    await expect(readArchive(path)).rejects.toThrow('unexpected end of file');
    whole[Math.floor(whole.length / 2)]! ^= 0xff;
    writeFileSync(path, whole);
    await expect(readArchive(path)).rejects.toThrow(/incorrect|invalid|unexpected/);
    await expect(readArchive(`${path}.none`)).rejects.toThrow('ENOENT');
  });
});

describe('an archive', () => {
  it('has segments that ingest takes, of the largest entries too, and none of several sessions', async () => {
    const folder = temporaryFolder();
    const day = new DayWriter(temporaryFolder(), '2026-01-01');
    const sessions = [newSegment([]), newSegment([])];
    let position = 0;
    day.database.transaction(() => {
      for (const seq of seqs(30)) {
        for (const session of sessions) {
          const line = logLine(seq, { metadata: { text: 'é'.repeat(30_000) } });
          const segment = rowsOf({ ...session, entries: newSegment([line]).entries });
          position += 1;
          day.saveSession(segment);
          day.insert(position, segment, null, segment.rows[0]!);
        }
      }
    })();
    const archived = await archiveDay(day.database, { folder, name: 'day' });
    day.close();
    expect(archived!.files).toMatchObject([{ file: 'day.main.ndjson.gz', tenant: 'main', entries: 60 }]);
    const text = gunzipSync(readFileSync(join(folder, 'day.main.ndjson.gz'))).toString();
    const segments = text.split(/^(?=\{"v":)/m);
    expect(segments.length).toBeGreaterThan(2);
    for (const segment of segments) {
      expect(Buffer.byteLength(segment)).toBeLessThan(MAX_BODY_BYTES);
      const [header = '', ...lines] = segment.trimEnd().split('\n');
      expect(isHeaderLine(header)).toBe(true);
      const { from, to } = JSON.parse(header) as { from: number; to: number };
      expect(lines).toHaveLength(to - from + 1);
    }
  });
});
