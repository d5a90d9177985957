import { useState } from 'react';
import type { LogBuffer } from '../stream/LogBuffer.ts';

/**
 * The entry that a link named and that is to be shown among its neighbours: one that was named before anything
 * was clicked, or that is not among what is listed.
 */
export function useLinkedEntry(
  entry: string | undefined,
  buffer: LogBuffer,
): { readonly id: string | undefined; readonly leave: () => void } {
  const [id, setId] = useState(entry);
  const [seen, setSeen] = useState(entry);
  if (entry !== seen) {
    setSeen(entry);
    if (entry !== undefined && entry !== id && !hasEntry(buffer, entry)) setId(entry);
  }
  return { id, leave: () => setId(undefined) };
}

function hasEntry(buffer: LogBuffer, id: string): boolean {
  for (let index = buffer.length - 1; index >= 0; index -= 1) if (buffer.keyAt(index) === id) return true;
  return false;
}
