import type { SessionAnswer } from '@tailrace/protocol';
import { joinRuns, lengthOf, type SequenceRun } from '../store/sequenceRuns.ts';
import type { SessionRecord } from '../store/LogStore.ts';

/** Holes that an answer lists; the rest of a session with more is a loss of another kind. */
const MAX_LISTED_HOLES = 1000;

/** Why stored entries are not there any more; none of a sender's reasons. */
const RETENTION = 'retention';

/** Accounts for every `seq` from 1 to the last that was given out. What is both stored and dropped is stored. */
export function accountForSession({ emitted, stored, dropped, removed }: SessionRecord): SessionAnswer {
  const wasStored = joinRuns([...stored, ...removed]);
  const known = [...wasStored, ...dropped].toSorted((a, b) => a[0] - b[0]);
  const missing: [number, number][] = [];
  let next = 1;
  for (const [from, to] of known) {
    if (from > next) missing.push([next, from - 1]);
    next = Math.max(next, to + 1);
  }
  const counts: Record<string, number> = {};
  for (const [from, to, reason] of dropped) {
    const count = to - from + 1 - overlap(wasStored, from, to);
    if (count > 0) counts[reason] = (counts[reason] ?? 0) + count;
  }
  const gone = lengthOf(wasStored) - lengthOf(stored);
  if (gone > 0) counts[RETENTION] = gone;
  return {
    emitted: Math.max(emitted, next - 1),
    stored: lengthOf(stored),
    dropped: counts,
    queued: Math.max(0, emitted - (next - 1)),
    missing: missing.slice(0, MAX_LISTED_HOLES),
  };
}

function overlap(runs: readonly SequenceRun[], from: number, to: number): number {
  return runs.reduce((sum, run) => sum + Math.max(0, Math.min(run[1], to) - Math.max(run[0], from) + 1), 0);
}
