import { useEffect, useState } from 'react';
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
  useEffect(() => {
    if (entry === undefined || entry === id) return;
    for (let index = buffer.length - 1; index >= 0; index -= 1) if (buffer.keyAt(index) === entry) return;
    setId(entry);
  }, [entry, id, buffer]);
  return { id, leave: () => setId(undefined) };
}
