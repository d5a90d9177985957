import { setTimeout as delay } from 'node:timers/promises';
import { demand } from '../Scenario.ts';

/** @throws with the sentence, when it takes too long */
export async function until(condition: () => boolean, sentence: string, timeoutMs = 60_000): Promise<void> {
  const deadline = performance.now() + timeoutMs;
  while (!condition()) {
    demand(performance.now() < deadline, sentence);
    // oxlint-disable-next-line no-await-in-loop
    await delay(20);
  }
}
