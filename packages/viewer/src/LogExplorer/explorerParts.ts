import { lateCode } from '../lateCode.ts';
import { lazyPart } from '../lazyPart.tsx';

const lateParts = lateCode(() => import('./lateParts.ts'));

/** What the explorer opens when it is asked to, and fetches then. */
export const DeleteDialog = lazyPart(lateParts, (parts) => parts.DeleteDialog);
export const ExportChoice = lazyPart(lateParts, (parts) => parts.ExportChoice);
export const TimeRangeChoice = lazyPart(lateParts, (parts) => parts.TimeRangeChoice);

/** Fetches them, for somebody who is about to do something. */
export const preloadExplorerParts: () => void = lateParts.preload;
