export type {
  AccessKeyAnswer,
  AccessRole,
  ActionDurations,
  CleanupAnswer,
  CreatedKeyAnswer,
  EntryContextAnswer,
  LogFacetsAnswer,
  LogHistogramAnswer,
  LogPageAnswer,
  LogPagination,
  LogSourcesAnswer,
  LogStatsAnswer,
  NewAccessKeyRequest,
  PerformanceAnswer,
  ReadinessAnswer,
  RetentionAnswer,
  SessionAnswer,
  StreamStatusAnswer,
  TraceAnswer,
  TraceSpanAnswer,
} from '@tailrace/protocol/core';
export {
  createLogApi,
  EXPORT_FORMATS,
  type ContextScope,
  type ExportFormat,
  type LogApi,
  type LogSelection,
  type PageSelection,
} from './api/LogApi.ts';
export { LogApiError } from './api/LogApiError.ts';
export type { Load, QueryState } from './api/Query.ts';
export type { LogApiOptions } from './api/requester.ts';
export type { LogApiProps } from './api/useLogApi.ts';
export { useQuery, type QueryResult } from './api/useQuery.ts';
export { DualPanel, type DualPanelLabels, type DualPanelProps } from './DualPanel/DualPanel.tsx';
export { LogFeed, type LogFeedOptions } from './LogFeed.ts';
export type { LogViewerLabels } from './labels.ts';
export { LevelSettings, type LevelSettingsProps } from './LevelSettings/LevelSettings.tsx';
export type { LevelSettingsLabels } from './LevelSettings/levelSettingsLabels.ts';
export type { LoadContext } from './details/EntryContext.tsx';
export type { ResolveFrame, StackFrame } from './details/stack/StackFrame.ts';
export type { Density } from './hooks/useListLook.ts';
export type { FieldValue, NarrowMode } from './filter/narrowFilter.ts';
export type { LogExplorerLabels } from './LogExplorer/explorerLabels.ts';
export type { LogExplorerState } from './LogExplorer/explorerState.ts';
export { LogExplorer, type LogExplorerProps } from './LogExplorer/LogExplorer.tsx';
export type { LastRange, TimeRange, TimeSpan } from './LogExplorer/TimeRange.ts';
export type { StateChange } from './LogExplorer/useExplorerState.ts';
export { LogViewer } from './LogViewer.tsx';
export type { LogViewerHandle, LogViewerProps } from './LogViewerProps.ts';
export type { TimeStyle } from './time/TimeStyle.ts';
export type { PanelProps } from './panel/Panel.tsx';
export type { QueryLabels } from './panel/QueryNotice.tsx';
export type { PerformancePanelLabels } from './PerformancePanel/performanceLabels.ts';
export { PerformancePanel, type PerformancePanelProps } from './PerformancePanel/PerformancePanel.tsx';
export type { SessionReportLabels } from './SessionReport/sessionLabels.ts';
export { SessionReport, type SessionReportProps } from './SessionReport/SessionReport.tsx';
export {
  filterOfCard,
  STAT_CARDS,
  StatCards,
  type StatCard,
  type StatCardsLabels,
  type StatCardsProps,
} from './StatCards/StatCards.tsx';
export type { TraceViewLabels } from './TraceView/traceLabels.ts';
export { TraceView, type TraceViewProps } from './TraceView/TraceView.tsx';
