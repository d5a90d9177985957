import { existsSync, readFileSync } from 'node:fs';

const HEADER_BYTES = 32;
const FRAME_HEADER_BYTES = 24;
/** The last bit of the first word tells in which order of bytes the sums are made. */
const MAGIC = 0x377f_0682;

/**
 * Counts commits in a write-ahead log behind a place that was damaged. SQLite takes the first frame whose sum is wrong
 * for the end of the log, and leaves them out without a word. The last commit of a process that was killed may be
 * there in part; it was not acknowledged, and is not counted. Each frame's sum is made from the one that the frame
 * before it states, so that behind the damage, too, it tells whether a frame is as it was written.
 *
 * @returns 0 when the log is as it was written
 */
export function lostCommits(walPath: string): number {
  if (!existsSync(walPath)) return 0;
  const wal = readFileSync(walPath);
  if (wal.length < HEADER_BYTES || (wal.readUInt32BE(0) & ~1) >>> 0 !== MAGIC) return 0;
  const isBigEndian = (wal.readUInt32BE(0) & 1) === 1;
  const frameBytes = FRAME_HEADER_BYTES + wal.readUInt32BE(8);
  let sum: Sum = addTo([0, 0], wal.subarray(0, 24), isBigEndian);
  let isWhole = isSum(sum, wal, 24);
  let commits = 0;
  let isLastTorn = false;
  for (let at = HEADER_BYTES; at + frameBytes <= wal.length; at += frameBytes) {
    const before = sum;
    sum = [wal.readUInt32BE(at + 16), wal.readUInt32BE(at + 20)];
    // What is left of a log before this one, which this one has not overwritten yet.
    if (wal.compare(wal, 16, 24, at + 8, at + 16) !== 0) {
      isWhole = false;
      continue;
    }
    const ofHeader = addTo(before, wal.subarray(at, at + 8), isBigEndian);
    const ofFrame = addTo(ofHeader, wal.subarray(at + FRAME_HEADER_BYTES, at + frameBytes), isBigEndian);
    const isAsWritten = isSum(ofFrame, wal, at + 16);
    isWhole &&= isAsWritten;
    const isCommit = wal.readUInt32BE(at + 4) !== 0;
    if (isWhole || !isCommit) continue;
    commits += 1;
    isLastTorn = !isAsWritten;
  }
  return isLastTorn ? commits - 1 : commits;
}

type Sum = readonly [number, number];

function addTo([first, second]: Sum, bytes: Buffer, isBigEndian: boolean): Sum {
  let [a, b] = [first, second];
  for (let at = 0; at < bytes.length; at += 8) {
    a = (a + b + (isBigEndian ? bytes.readUInt32BE(at) : bytes.readUInt32LE(at))) >>> 0;
    b = (b + a + (isBigEndian ? bytes.readUInt32BE(at + 4) : bytes.readUInt32LE(at + 4))) >>> 0;
  }
  return [a, b];
}

function isSum([a, b]: Sum, wal: Buffer, at: number): boolean {
  return wal.readUInt32BE(at) === a && wal.readUInt32BE(at + 4) === b;
}
