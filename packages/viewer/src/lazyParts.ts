import { fetchFilterLanguage } from './filter/useFilterLanguage.ts';
import { lateCode } from './lateCode.ts';
import { lazyPart } from './lazyPart.tsx';

/** What is not seen at first, and so is not waited for. */
const lateParts = lateCode(() => import('./lateParts.ts'));
export const LogDetails = lazyPart(lateParts, (parts) => parts.LogDetails);
export const SearchBox = lazyPart(lateParts, (parts) => parts.SearchBox);
export const HelpDialog = lazyPart(lateParts, (parts) => parts.HelpDialog);
export const LookMenu = lazyPart(lateParts, (parts) => parts.LookMenu);
export const PinStrip = lazyPart(lateParts, (parts) => parts.PinStrip);

/** What stands beside the rows, and is fetched as soon as those are there. */
export const readingParts = lateCode(() => import('./readingParts.ts'));
export const Announcer = lazyPart(readingParts, (parts) => parts.Announcer);
export const SelectionBar = lazyPart(readingParts, (parts) => parts.SelectionBar);
export const Separator = lazyPart(readingParts, (parts) => parts.Separator);
export const Ticks = lazyPart(readingParts, (parts) => parts.Ticks);

/** Fetches all of it, for somebody who is about to do something. */
export function preloadParts(): void {
  readingParts.preload();
  lateParts.preload();
  void fetchFilterLanguage();
}
