export type { LogViewerLabels } from './labels.ts';
export { LogViewer, type LogViewerProps } from './LogViewer.tsx';
