/** One of the methods that a recorder has; `''` stands for an error of the page. */
export type RecordedMethod = string;

/** A call that was made before the script was there. */
export interface RecordedCall {
  /** The recorder that was called; `undefined` for an error of the page. */
  readonly on: Recorder | undefined;
  readonly method: RecordedMethod;
  readonly args: readonly unknown[];
  /** Milliseconds since 1970. */
  readonly at: number;
  /** What the call returned a stand-in for. */
  readonly made: Recorder;
}

/** Stands in for a logger, or for what one of its methods returns. */
export interface Recorder {
  /** What it stands in for, as soon as that is there: calls go there. */
  real?: unknown;
  /** Fulfils the promise that the call returned. */
  resolve?: (value: unknown) => void;
}

/** What the loader leaves for the script in `Tailrace.loader`. */
export interface LoaderRecord {
  readonly calls: RecordedCall[];
  /** Calls that were given up because too many waited: counted per recorder. */
  readonly lost: Map<Recorder, number>;
  /** Stops listening to the page's errors. */
  readonly stop: () => void;
}
