import type { TimeKey } from '../store/LogStore.ts';

/** Which way a page lies from a place, as the reader turns them. */
export type PageDirection = 'next' | 'previous';

/** A page cursor taken apart. */
export interface PageCursor {
  readonly direction: PageDirection;
  readonly key: TimeKey;
}

/** Prints a page cursor: opaque to users, and of another kind than a stream's. */
export function formatPageCursor({ direction, key }: PageCursor): string {
  return Buffer.from(`${direction[0]}${key.timestamp}.${key.position}`).toString('base64url');
}

/** @returns `undefined` when the text is not a page cursor */
export function parsePageCursor(text: string): PageCursor | undefined {
  const match = /^([np])(-?\d{1,16})\.(\d{1,16})$/.exec(Buffer.from(text, 'base64url').toString('latin1'));
  if (!match) return undefined;
  const key = { timestamp: Number(match[2]), position: Number(match[3]) };
  return { direction: match[1] === 'n' ? 'next' : 'previous', key };
}
