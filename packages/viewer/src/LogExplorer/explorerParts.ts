import { lazyPart } from '../lazyPart.tsx';

/** What the explorer opens when it is asked to, and fetches then. */
export const DeleteDialog = lazyPart(() => import('./DeleteDialog.tsx').then((part) => part.DeleteDialog));
export const ExportChoice = lazyPart(() => import('./ExportChoice.tsx').then((part) => part.ExportChoice));
export const TimeRangeChoice = lazyPart(() =>
  import('./TimeRangeChoice.tsx').then((part) => part.TimeRangeChoice),
);

/** Fetches them all, for somebody who is about to do something. */
export function preloadExplorerParts(): void {
  for (const part of [DeleteDialog, ExportChoice, TimeRangeChoice]) part.preload();
}
