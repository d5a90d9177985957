import { LAST_RANGES, type TimeRange, type TimeSpan } from './TimeRange.ts';

/** What somebody looks at: all that a link to it must say. */
export interface LogExplorerState {
  /** In the filter language; it may be half written. @default '' */
  readonly query: string;
  /** @default 'live' */
  readonly range: TimeRange;
  /** The part of the range that was brushed over. */
  readonly brush?: TimeSpan | undefined;
  /** Fields in the rail besides those that are always there. */
  readonly fields: readonly string[];
  /** Id of the entry that is open. */
  readonly entry?: string | undefined;
}

export const INITIAL_STATE: LogExplorerState = { query: '', range: 'live', fields: [] };

const PARAMETERS = ['q', 'range', 'from', 'to', 'brush', 'fields'] as const;
const ENTRY_MARK = '#entry=';

/**
 * Reads what an address says.
 *
 * @returns `undefined` when it says nothing of an explorer
 */
export function readAddress(address: URL): LogExplorerState | undefined {
  const { searchParams: given, hash } = address;
  const entry = hash.startsWith(ENTRY_MARK) ? decode(hash.slice(ENTRY_MARK.length)) : undefined;
  if (!PARAMETERS.some((name) => given.has(name)) && !entry) return undefined;
  const [brushFrom, brushTo] = (given.get('brush') ?? '').split('~');
  return {
    query: given.get('q') ?? '',
    range:
      readSpan(given.get('from'), given.get('to')) ??
      LAST_RANGES.find((last) => last === given.get('range')) ??
      'live',
    brush: readSpan(brushFrom, brushTo),
    fields: [...new Set((given.get('fields') ?? '').split(',').filter(Boolean))],
    entry,
  };
}

/** The address with this state in it; what else it says stays. */
export function writeAddress(address: URL, { query, range, brush, fields, entry }: LogExplorerState): URL {
  const url = new URL(address);
  const said: Record<(typeof PARAMETERS)[number], string> = {
    q: query,
    range: typeof range === 'string' && range !== 'live' ? range : '',
    from: typeof range === 'object' ? isoTime(range.from) : '',
    to: typeof range === 'object' ? isoTime(range.to) : '',
    brush: brush ? `${isoTime(brush.from)}~${isoTime(brush.to)}` : '',
    fields: fields.join(','),
  };
  for (const name of PARAMETERS) {
    if (said[name] === '') url.searchParams.delete(name);
    else url.searchParams.set(name, said[name]);
  }
  if (entry) url.hash = `${ENTRY_MARK}${encodeURIComponent(entry)}`;
  else if (url.hash.startsWith(ENTRY_MARK)) url.hash = '';
  return url;
}

function isoTime(ms: number): string {
  return new Date(ms).toISOString();
}

function readSpan(from: string | null | undefined, to: string | null | undefined): TimeSpan | undefined {
  const span = { from: Date.parse(from ?? ''), to: Date.parse(to ?? '') };
  // Also false of what is no time.
  return span.from < span.to ? span : undefined;
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    // Somebody wrote a lone percent sign: it is taken as it is.
    return text;
  }
}
