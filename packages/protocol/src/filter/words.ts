import type { LogError, LogLine } from '../LogEntry.ts';

/** Characters that make up words: letters with their marks, and digits, of any script. */
export const WORD_CHARACTERS = String.raw`\p{L}\p{M}\p{N}`;

const WORD = new RegExp(`[${WORD_CHARACTERS}]+`, 'gu');

/**
 * Splits text into words as the filter language sees them: lower case, letters and digits only. Stores
 * index exactly these words, so that memory and SQL cannot disagree.
 */
export function splitWords(text: string): string[] {
  return text.toLowerCase().match(WORD) ?? [];
}

/** The text of an entry in which words are looked for: its message, and its error's names and messages. */
export function searchableText(entry: Pick<LogLine, 'message' | 'error'>): string {
  return entry.error ? `${entry.message}\n${errorText(entry.error)}` : entry.message;
}

function errorText(error: LogError): string {
  const own = `${error.name}: ${error.message}`;
  return error.cause ? `${own}\n${errorText(error.cause)}` : own;
}
