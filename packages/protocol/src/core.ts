export type {
  AnalysisOutcome,
  AnalysisRequestMessage,
  AnalysisResultMessage,
  ErrorPattern,
  LogAnalysis,
  ModelEntry,
} from './analysisMessages.ts';
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
} from './apiAnswers.ts';
export {
  CLOSE_CODES,
  DROP_REASONS,
  isDropReason,
  PROBLEM_STATUS,
  REJECTION_CODES,
  STREAM_ERROR_CODES,
  type DropReason,
  type Problem,
  type ProblemCode,
  type RejectionCode,
  type StreamErrorCode,
} from './codes.ts';
export { categoryOf } from './categoryOf.ts';
export { compareCursors, formatCursor, parseCursor, type Cursor } from './cursor.ts';
export { LogFilterError } from './filter/LogFilterError.ts';
export { printValue } from './filter/printValue.ts';
export {
  createSessionId,
  formatEntryId,
  isSessionId,
  parseEntryId,
  randomBase62,
  type RandomSource,
} from './ids.ts';
export { isIngestReply, type EntryRejection, type IngestReply, type SegmentReply } from './ingestMessages.ts';
export { levelOf } from './levelOf.ts';
export { isLevelSettings, NO_LEVEL_SETTINGS, type LevelSettings } from './LevelSettings.ts';
export {
  PROTOCOL_VERSION,
  SESSION_ID_LENGTH,
  MAX_BODY_BYTES,
  MAX_INFLATED_BYTES,
  MAX_INFLATE_RATIO,
  MAX_BATCH_ENTRIES,
  MAX_ENTRIES_PER_SECOND,
  MAX_ENTRY_BURST,
  MAX_HEADER_BYTES,
  SHIPPER_BATCH_ENTRIES,
  SHIPPER_BATCH_BYTES,
  MAX_ENTRY_BYTES,
  MAX_MESSAGE_LENGTH,
  MAX_STACK_LENGTH,
  MAX_NAME_LENGTH,
  MAX_DEPTH,
  MAX_OBJECT_KEYS,
  MAX_ENTRY_KEYS,
  MAX_ARRAY_LENGTH,
  MAX_PAGE_ENTRIES,
  MAX_RESOURCE_BYTES,
  QUERY_BUDGET_MS,
  MAX_FILTER_LENGTH,
  MAX_FILTER_DEPTH,
  MAX_REGEX_LENGTH,
  MAX_REGEX_SIZE,
  MAX_LEVEL_PREFIXES,
  MAX_CLIENT_FRAME_BYTES,
  MAX_CLIENT_FRAMES_PER_SECOND,
  MAX_SUBSCRIPTIONS,
  MAX_UNACKNOWLEDGED_BYTES,
  MAX_ENTRIES_BEHIND,
  HEARTBEAT_MS,
  SILENCE_MS,
  DEFAULT_BATCH_MS,
  MIN_BATCH_MS,
  MAX_BATCH_MS,
  MAX_RATE,
  MAX_ANALYSIS_SECONDS,
  MAX_REQUEST_ID_LENGTH,
  MAX_STREAM_ANALYSES,
  TICKET_LIFETIME_MS,
  MAX_CLOCK_SKEW_MS,
} from './limits.ts';
export type { LogContext } from './LogContext.ts';
export {
  LOG_CATEGORIES,
  LOG_STREAMS,
  type LogCategory,
  type LogCode,
  type LogEntry,
  type LogError,
  type LogLine,
  type LogResource,
  type LogStreamName,
  type LogTrace,
} from './LogEntry.ts';
export {
  allOf,
  anyOf,
  EVERYTHING,
  isEverything,
  type Comparison,
  type FieldTest,
  type FilterRegex,
  type LogFilter,
  type RangeEnd,
} from './LogFilter.ts';
export {
  compareLogLevels,
  isLogLevel,
  LOG_LEVELS,
  parseLogLevel,
  SEVERITY_NUMBERS,
  type LogLevel,
} from './LogLevel.ts';
export { PART_BUDGET, serializeError, serializeValue } from './serializeValue.ts';
export { truncateText } from './truncateText.ts';
export { isError } from './isError.ts';
export { safeText } from './safeText.ts';
export { wellFormedJson } from './wellFormedJson.ts';
export {
  formatSegments,
  isHeaderLine,
  type DroppedRange,
  type Segment,
  type SegmentHeader,
} from './segment.ts';
export {
  PLAIN_FORMATS,
  STREAM_SUBPROTOCOL,
  type ClientMessage,
  type GapMessage,
  type GapReason,
  type HelloMessage,
  type LevelsMessage,
  type LiveMessage,
  type LogsMessage,
  type PlainFormat,
  type ServerMessage,
  type StreamErrorMessage,
  type StreamStart,
  type StreamTicket,
  type SubscribedMessage,
  type SubscribeMessage,
} from './streamMessages.ts';
