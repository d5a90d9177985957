/** A cursor taken apart. Users keep it as opaque text; only Tailrace's own parts look inside. */
export interface Cursor {
  /** Identity of the store that gave it. */
  readonly epoch: string;
  /** Place in that store's commit order, from 1; 0 is before the first entry. */
  readonly position: number;
}

/** Prints a cursor. */
export function formatCursor(epoch: string, position: number): string {
  return `${epoch}.${position}`;
}

/**
 * Reads a cursor.
 *
 * @returns `undefined` when the text is not a cursor
 */
export function parseCursor(text: string): Cursor | undefined {
  const match = /^([0-9A-Za-z]{1,32})\.(0|[1-9]\d{0,15})$/.exec(text);
  if (!match) return undefined;
  const position = Number(match[2]);
  return Number.isSafeInteger(position) ? { epoch: match[1]!, position } : undefined;
}

/** Orders two cursors of one epoch. */
export function compareCursors(a: string, b: string): number {
  return positionOf(a) - positionOf(b);
}

function positionOf(cursor: string): number {
  return Number(cursor.slice(cursor.lastIndexOf('.') + 1));
}
