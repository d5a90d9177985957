import { expect, it } from 'vitest';
import { fuzzApi, uncovered } from '../../testing/fuzzApi.ts';

/** Random calls, and of how many hostile texts each parameter gets one; `npm run soak -- fuzz large` gives it all. */
const SIZES = { calls: 400, step: 25, streams: 60 };

it('every route of the document answers as it says, whatever it is asked', async () => {
  const report = await fuzzApi(SIZES);
  expect(report.faults).toEqual([]);
  expect(uncovered(report)).toEqual([]);
}, 120_000);
