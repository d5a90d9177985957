export { fieldValues, isEntryField, KEYED_PARTS, TIME_FIELDS } from './filter/fields.ts';
export { createMatcher, type LogMatcher } from './filter/matches.ts';
export { parseFilter } from './filter/parse.ts';
export { platformRegex } from './filter/platformRegex.ts';
export { printFilter } from './filter/print.ts';
export type { RegexEngine } from './filter/RegexEngine.ts';
export { searchableText, splitWords } from './filter/words.ts';
