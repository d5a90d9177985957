import type { FilterRegex } from '../LogFilter.ts';
import { readRegex } from './readRegex.ts';

/**
 * Compiles with the `RegExp` that the platform has. It tracks back, so that the author of an expression can make it
 * take for ever: for a page in which the reader filters for themselves, and not for a server.
 *
 * @throws {LogFilterError} for an expression that the filter language does not have
 * @example
 * const matches = createMatcher(parseFilter('/time(d )?out/i'), platformRegex);
 */
export function platformRegex(regex: FilterRegex): (text: string) => boolean {
  const compiled = new RegExp(readRegex(regex), regex.flags.includes('i') ? 'iv' : 'v');
  return (text) => compiled.test(text);
}
