import type { LogLevel } from '@tailrace/protocol';
import { ENGLISH_QUERY, type QueryLabels } from '../panel/QueryNotice.tsx';

/** Every word of `LevelSettings`. */
export interface LevelSettingsLabels extends QueryLabels {
  readonly title: string;
  readonly hint: string;
  readonly loading: string;
  readonly none: string;
  readonly noneHint: string;
  readonly everyLogger: string;
  readonly prefix: string;
  readonly prefixExample: string;
  readonly level: string;
  readonly add: string;
  readonly exists: string;
  readonly saving: string;
  readonly notSaved: string;
  readonly remove: (prefix: string) => string;
  readonly levelOf: (prefix: string) => string;
  readonly levels: Readonly<Record<LogLevel, string>>;
}

export const ENGLISH_LEVELS: LevelSettingsLabels = {
  ...ENGLISH_QUERY,
  title: 'Log levels',
  hint: 'The least severe level that each logger lets through, obeyed everywhere within 30 s.',
  loading: 'Loading the levels',
  none: 'No level is set',
  noneHint: 'Every logger goes by its own.',
  everyLogger: 'every other logger',
  prefix: 'Logger',
  prefixExample: 'shop.cart, or nothing for every logger',
  level: 'Level',
  add: 'Add',
  exists: 'This logger has a level already',
  saving: 'Saving',
  notSaved: 'Not saved',
  remove: (prefix) => `Remove the level of ${prefix}`,
  levelOf: (prefix) => `Level of ${prefix}`,
  levels: { debug: 'Debug', info: 'Info', warning: 'Warning', error: 'Error', critical: 'Critical' },
};
