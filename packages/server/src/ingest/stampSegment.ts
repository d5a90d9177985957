import { KEYED_PARTS, type LogLine } from '@tailrace/protocol';
import type { KeyTerms } from '../auth/AuthStore.ts';
import type { NewEntry } from '../store/LogStore.ts';
import type { ParsedSegment } from './ParsedSegment.ts';

type Stamp = NonNullable<KeyTerms['stamp']>;

/**
 * Puts a key's fields into the context of all that it sends, over whatever the sender claims. A bare field of a
 * filter is looked for in other parts too, and so they may not claim it either.
 */
export function stampSegment(segment: ParsedSegment, stamp: Stamp): ParsedSegment {
  return {
    ...segment,
    resource: segment.resource === undefined ? undefined : stampResource(segment.resource, stamp),
    entries: segment.entries.map(({ entry }) => stampEntry(entry, stamp)),
  };
}

function stampEntry(entry: LogLine, stamp: Stamp): NewEntry {
  const stamped: Record<string, unknown> = { ...entry };
  for (const part of KEYED_PARTS) {
    const claimed = stamped[part] as object | undefined;
    if (!claimed) continue;
    const rest = without(claimed, stamp);
    if (Object.keys(rest).length > 0) stamped[part] = rest;
    else delete stamped[part];
  }
  stamped['context'] = { ...(stamped['context'] as object | undefined), ...stamp };
  return { line: JSON.stringify(stamped), entry: stamped as unknown as LogLine };
}

function stampResource(json: string, stamp: Stamp): string | undefined {
  const rest = without(JSON.parse(json) as object, stamp);
  return Object.keys(rest).length > 0 ? JSON.stringify(rest) : undefined;
}

function without(claimed: object, stamp: Stamp): object {
  return Object.fromEntries(Object.entries(claimed).filter(([name]) => !Object.hasOwn(stamp, name)));
}
