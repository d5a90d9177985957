/** A call that waits for the script: on what, which method, with what, when (ms since 1970), and what it returned. */
export type RecordedCall = readonly [
  /** `undefined`: the global `Tailrace` itself, or an error of the page. */
  on: Recorder | undefined,
  method: string,
  args: readonly unknown[],
  at: number,
  made: Recorder,
];

/** Stands in for a logger, or for what one of its methods returns. */
export interface Recorder {
  /** What it stands in for, as soon as that is there: calls go there. */
  real?: unknown;
  /** Fulfils the promise that the call returned. */
  resolve?: (value?: unknown) => void;
  /** Entries given up because too many calls waited. */
  lost?: number;
}

/** What the loader leaves for the script, as `Tailrace.loader`. */
export interface LoaderRecord {
  readonly calls: RecordedCall[];
  /** Stops listening to the page's errors. */
  readonly stop: () => void;
}
