import { fetchFilterLanguage } from './filter/useFilterLanguage.ts';
import { lazyPart } from './lazyPart.tsx';

/** What is not seen at first, and so is not waited for. */
export const LogDetails = lazyPart(() => import('./details/LogDetails.tsx').then((part) => part.LogDetails));
export const SearchBox = lazyPart(() => import('./search/SearchBox.tsx').then((part) => part.SearchBox));
export const HelpDialog = lazyPart(() => import('./help/HelpDialog.tsx').then((part) => part.HelpDialog));
export const LookMenu = lazyPart(() => import('./columns/LookMenu.tsx').then((part) => part.LookMenu));
export const PinStrip = lazyPart(() => import('./parts/PinStrip.tsx').then((part) => part.PinStrip));

/** Fetches them all, for somebody who is about to do something. */
export function preloadParts(): void {
  for (const part of [LogDetails, SearchBox, HelpDialog, LookMenu, PinStrip]) part.preload();
  void fetchFilterLanguage();
}
