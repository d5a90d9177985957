/** What the keyboard does, as the help lists it. `useViewerKeys` acts on it. */
export const VIEWER_KEYS = [
  ['move', ['j', 'k', '↓', '↑']],
  ['page', ['PgDn', 'PgUp']],
  ['ends', ['g', 'G', 'Home', 'End']],
  ['choose', ['Shift+↑↓']],
  ['chooseAll', ['Ctrl+A']],
  ['errors', ['e', 'E']],
  ['warnings', ['w', 'W']],
  ['search', ['/']],
  ['hits', ['n', 'N']],
  ['filter', ['f']],
  ['pause', ['Space']],
  ['copy', ['c']],
  ['pin', ['p']],
  ['time', ['t']],
  ['open', ['Enter']],
  ['back', ['Esc']],
  ['help', ['?']],
] as const satisfies readonly (readonly [string, readonly string[]])[];

export type KeyName = (typeof VIEWER_KEYS)[number][0];
