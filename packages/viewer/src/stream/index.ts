export type { EntryContext } from './EntryContext.ts';
export { LogBuffer, type LogBufferOptions } from './LogBuffer.ts';
export type {
  DropRow,
  EntryRow,
  GapRow,
  LogDrop,
  LogGap,
  LogLoss,
  LogRow,
  LogRowKind,
  LossRow,
} from './buffer/LogRow.ts';
export type { LogRows, LogRowsObserver, LogRowTotals } from './buffer/LogRows.ts';
export type { LogStreamer, LogStreamHandlers } from './LogStreamer.ts';
export { LogStreamError, type LogStreamErrorCode } from './LogStreamError.ts';
export { LogStreamingService, type LogStreamingServiceOptions } from './LogStreamingService.ts';
export type { LogSubscription, SubscribeOptions } from './LogSubscription.ts';
export type { LogSocket, LogSocketFactory, LogSocketListener } from './socket/LogSocket.ts';
export { reconnecting, type ReconnectingOptions } from './socket/reconnecting.ts';
export { ScriptedServer, type ScriptedServerOptions } from './socket/scripted.ts';
export type { StreamEvent } from './StreamEvent.ts';
export type { StreamState, StreamStatus } from './StreamStatus.ts';
export { LogSearch, type SearchState } from './search/LogSearch.ts';
export { SearchError, type SearchErrorCode } from './search/RegexWorker.ts';
export type { SearchQuery } from './search/SearchQuery.ts';
export type { FacetValue } from './counts/FacetCounts.ts';
export { LogCounts } from './counts/LogCounts.ts';
export type { HistogramBar, HistogramOptions } from './counts/LogHistogram.ts';
export { LogPins } from './LogPins.ts';
export { LogView, type LogViewOptions } from './LogView.ts';
export type { JobMessage } from './jobMessage.ts';
export { LogHistory, type GapSurroundings, type LogHistoryOptions } from './LogHistory.ts';
export { eventSource, type EventSourceOptions } from './socket/eventSource.ts';
export { withFallback } from './socket/withFallback.ts';
export type { StreamingStatus } from './StreamingStatus.ts';
