import { fuzzApi, uncovered, type FuzzSizes } from '../testing/fuzzApi.ts';
import type { Outcome } from './verdict.ts';

export const FUZZ_SIZES = {
  small: { calls: 5000, step: 4, streams: 500 },
  large: { calls: 50_000, step: 1, streams: 5000 },
} as const satisfies Record<string, FuzzSizes>;

/** Asks every route of the API's document what it should be asked, and what it should not. */
export async function runFuzz(sizes: FuzzSizes): Promise<Outcome> {
  const report = await fuzzApi(sizes);
  const gaps = uncovered(report);
  const operations = report.statuses.size;
  return {
    faults: [
      {
        name: 'every operation has succeeded and refused',
        holds: gaps.length === 0,
        found: gaps.join(', ') || `all ${operations}, in ${report.calls} calls`,
      },
    ],
    claims: [
      {
        name: 'each answer is one that the document declares',
        holds: report.faults.length === 0,
        found: report.faults.join('\n    ') || 'no other',
      },
    ],
  };
}
