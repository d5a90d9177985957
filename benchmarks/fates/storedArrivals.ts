import { readStoredEntries } from '@tailrace/e2e/storedEntries';
import { ArrivalCount } from '../src/peers/ArrivalCount.ts';

/** The numbered entries in a stopped server's database, by SQL: what is really stored, and how often. */
export function readStoredArrivals(dataDir: string): ArrivalCount {
  const stored = new ArrivalCount();
  for (const { line } of readStoredEntries(dataDir))
    stored.add((JSON.parse(line) as { message: string }).message);
  return stored;
}
