/** How many rows have a value. */
export interface FacetValue {
  readonly value: string;
  readonly count: number;
}

/** Counts of one field's values, kept true while rows come and go. */
export interface FacetCounts {
  /** Whether every row has been counted. */
  readonly complete: boolean;
  /** The values that rows have, the most frequent first. */
  values(): FacetValue[];
  stop(): void;
}

/** The most frequent first; where that is equal, by text. */
export function sortFacetValues(values: FacetValue[]): FacetValue[] {
  return values.toSorted((a, b) => b.count - a.count || (a.value < b.value ? -1 : 1));
}
