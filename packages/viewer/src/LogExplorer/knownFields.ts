import type { LogBuffer } from '../stream/LogBuffer.ts';

/** Entries whose fields are looked at, the newest. */
const LOOKED_AT = 300;
/** Names of an entry's own, the likeliest first. */
const ENTRY_FIELDS = [
  'level',
  'source',
  'logger',
  'message',
  'category',
  'action',
  'stream',
  'timestamp',
  'session',
  'error.name',
] as const;

/** Fields that somebody may filter by: the entry's own, and those that the newest entries have. */
export function knownFields(buffer: LogBuffer): readonly string[] {
  const found = new Map<string, number>();
  for (let index = Math.max(0, buffer.length - LOOKED_AT); index < buffer.length; index += 1) {
    const entry = buffer.entryAt(index);
    for (const part of [entry?.context, entry?.metadata, entry?.trace]) {
      for (const [key, value] of Object.entries(part ?? {})) {
        if (typeof value !== 'object') found.set(key, (found.get(key) ?? 0) + 1);
      }
    }
  }
  const frequent = [...found].toSorted((a, b) => b[1] - a[1]).map(([name]) => name);
  return [...new Set<string>([...ENTRY_FIELDS, ...frequent])];
}
