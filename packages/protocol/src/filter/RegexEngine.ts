import type { FilterRegex } from '../LogFilter.ts';

/**
 * Compiles a filter's regular expression into a test that tells whether a text has a match anywhere. Handed to
 * `createMatcher`, because an engine that needs linear time weighs more than a browser should carry: servers
 * hand in one that does, pages `platformRegex`.
 */
export type RegexEngine = (regex: FilterRegex) => (text: string) => boolean;
