export type {
  AccessKeyAnswer,
  AccessRole,
  ActionDurations,
  CleanupAnswer,
  CreatedKeyAnswer,
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
} from './api/answers.ts';
export { createLogApi, type LogApi, type LogSelection, type PageSelection } from './api/LogApi.ts';
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
export { LogViewer, type LogViewerProps } from './LogViewer.tsx';
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
