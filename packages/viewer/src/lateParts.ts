/** What the viewer opens when it is asked to, in one piece: fetched at once, each part would bring its own request. */
export { LookMenu } from './columns/LookMenu.tsx';
export { LogDetails } from './details/LogDetails.tsx';
export { HelpDialog } from './help/HelpDialog.tsx';
export { PinStrip } from './parts/PinStrip.tsx';
export { SearchBox } from './search/SearchBox.tsx';
