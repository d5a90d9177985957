import type { FilterRegex } from '../LogFilter.ts';
import type { FilterScanner } from './FilterScanner.ts';
import { readRegex } from './readRegex.ts';

const DELIMITED = /\/([^/\\]*(?:\\[^][^/\\]*)*)\//y;
const FLAGS_WITHIN = /^\(\?([ims]+)\)/;

/** Reads `/pattern/flags`. */
export function parseRegex(scanner: FilterScanner): FilterRegex {
  const start = scanner.at;
  const found = scanner.takeMatch(DELIMITED);
  if (!found) throw scanner.error('This regular expression is not closed; put a path in quotes');
  const within = FLAGS_WITHIN.exec(found[1]!);
  const pattern = found[1]!.slice(within?.[0].length ?? 0);
  const after = scanner.takeMatch(/[ims]*/y)![0];
  if (!scanner.atBoundary) {
    throw scanner.error(
      'After a regular expression come its flags i, m and s, then a space; put a path in quotes',
    );
  }
  if (pattern === '') {
    throw scanner.error('A regular expression has at least one character; put a path in quotes', start);
  }
  const given = (within?.[1] ?? '') + after;
  const flags = ['i', 'm', 's'].filter((flag) => given.includes(flag)).join('');
  const regex = { pattern, flags };
  readRegex(regex, start + 2 + (within?.[0].length ?? 0));
  return regex;
}
