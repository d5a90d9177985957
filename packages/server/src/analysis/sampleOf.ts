import type { LogEntry, ModelEntry } from '@tailrace/protocol';
import { modelEntryOf } from '../stream/plainFormats.ts';

/** Tokens of entries that an analysis brings. */
export const MAX_SAMPLE_TOKENS = 4000;
/** Characters of JSON that make about one token. */
const TOKEN_LENGTH = 4;

export interface Sample {
  readonly entries: readonly ModelEntry[];
  readonly tokens: number;
}

/**
 * Fits entries to a budget of tokens, in the shape that is made for language models. Those that come first count more;
 * what does not fit is left out, and the rest is put in order of time.
 */
export function sampleOf(entries: readonly LogEntry[], maxTokens = MAX_SAMPLE_TOKENS): Sample {
  const chosen: ModelEntry[] = [];
  let tokens = 0;
  for (const entry of entries) {
    const shaped = modelEntryOf(entry);
    const cost = Math.ceil(JSON.stringify(shaped).length / TOKEN_LENGTH);
    if (tokens + cost > maxTokens) continue;
    tokens += cost;
    chosen.push(shaped);
  }
  chosen.sort((a, b) => Date.parse(a.time) - Date.parse(b.time));
  return { entries: chosen, tokens };
}
