import type { Context } from 'hono';
import { cutMessage } from '../query/cutMessage.ts';
import type { ReadEntry } from '../store/LogStore.ts';

/** Answers with JSON that is printed already. */
export function jsonAnswer(c: Context, json: string): Response {
  return c.body(json, 200, { 'Content-Type': 'application/json', 'Cache-Control': 'no-store' });
}

/** A JSON array of entries, spliced, so that they are not parsed and printed again. */
export function jsonOfEntries(entries: readonly ReadEntry[], maxMessage: number | undefined): string {
  const texts = entries.map(({ text }) => (maxMessage === undefined ? text : cutMessage(text, maxMessage)));
  return `[${texts.join(',')}]`;
}
