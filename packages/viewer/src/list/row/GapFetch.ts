import type { FirstLabels } from '../../labels.ts';
import type { GapRow } from '../../stream/buffer/LogRow.ts';

/** How far the fetching of a gap's entries is. */
export type GapState = 'missing' | 'fetching' | 'failed';

/** Fetches what gaps left out. */
export interface GapFetch {
  stateOf(row: GapRow): GapState;
  /** Does nothing while it is under way, or when nobody has them any more. */
  fetch(row: GapRow): void;
}

/** Whether the server still has what a gap left out. */
export function isFetchable({ gap }: GapRow): boolean {
  return gap.reason !== 'retention';
}

/** What fetches a gap, in its row. */
export function fetchButton(row: GapRow, gaps: GapFetch, labels: FirstLabels): HTMLButtonElement {
  const state = gaps.stateOf(row);
  const button = document.createElement('button');
  button.type = 'button';
  button.className = 'tailrace-gap-fetch';
  button.textContent = labels.fetchGap[state];
  button.disabled = state === 'fetching';
  button.addEventListener('click', () => gaps.fetch(row));
  return button;
}
