import type { BlockMessages } from '../buffer/TextBlock.ts';

/** Asks the worker which messages match. */
export interface SearchRequest {
  readonly id: number;
  readonly source: string;
  readonly flags: string;
  readonly texts: readonly BlockMessages[];
}

/** The worker's first word, and then its answers: for each text the numbers of the messages that match. */
export type SearchReply =
  | { readonly type: 'ready' }
  | { readonly type: 'found'; readonly id: number; readonly found: readonly Int32Array[] };
