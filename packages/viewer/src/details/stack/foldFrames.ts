import type { StackFrame } from './StackFrame.ts';

/** Frames of one's own code that follow each other in one file: of more than that the rest is folded. */
export const MAX_SAME_FILE = 3;

/** Frames that are shown, or that one line stands for. */
export type FrameGroup =
  | { readonly kind: 'frame'; readonly frame: StackFrame }
  | { readonly kind: 'folded'; readonly where: string; readonly frames: readonly StackFrame[] };

/** Folds what follows each other in one package that is not one's own, and long runs in one file. */
export function foldFrames(frames: readonly StackFrame[]): readonly FrameGroup[] {
  const groups: FrameGroup[] = [];
  for (let from = 0; from < frames.length;) {
    const place = placeOf(frames[from]!);
    let to = from + 1;
    while (to < frames.length && place.where !== undefined && placeOf(frames[to]!).where === place.where)
      to += 1;
    const run = frames.slice(from, to);
    const shown = place.foreign ? 0 : run.length > MAX_SAME_FILE ? 1 : run.length;
    for (const frame of run.slice(0, shown)) groups.push({ kind: 'frame', frame });
    if (shown < run.length) groups.push({ kind: 'folded', where: place.where!, frames: run.slice(shown) });
    from = to;
  }
  return groups;
}

interface FramePlace {
  /** A package, or the name of a file; `undefined` where nothing is known. */
  readonly where: string | undefined;
  /** Whether it is code that one uses and has not written. */
  readonly foreign: boolean;
}

const PACKAGE = String.raw`((?:@[^/]+\/)?[^/]+)`;
const FOREIGN: readonly RegExp[] = [
  new RegExp(String.raw`.*\/node_modules\/(?!\.)${PACKAGE}\/`),
  new RegExp(String.raw`(?:site|dist)-packages\/${PACKAGE}`),
  new RegExp(String.raw`^(?:https?:\/\/[^/]+)?\/?(?:.*\/)?(vendors?|chunk-vendors)(?:[./~-]|$)`),
  /^(node):/,
  /^(?:chrome|moz|safari-web)-(extension):/,
];

function placeOf({ file }: StackFrame): FramePlace {
  if (file === undefined) return { where: undefined, foreign: false };
  const path = `/${file.replaceAll('\\', '/')}`;
  for (const pattern of FOREIGN) {
    const name = pattern.exec(pattern.source.startsWith('^') ? path.slice(1) : path)?.[1];
    if (name !== undefined) return { where: name, foreign: true };
  }
  return {
    where: file
      .replace(/[?#].*$/, '')
      .split('/')
      .at(-1),
    foreign: false,
  };
}
