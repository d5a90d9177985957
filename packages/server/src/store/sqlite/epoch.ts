import { randomBase62 } from '@tailrace/protocol';

const EPOCH_LENGTH = 8;

/** The identity of a store: cursors of another mean nothing to it. */
export function createEpoch(): string {
  return randomBase62(EPOCH_LENGTH);
}
