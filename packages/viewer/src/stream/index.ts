export {
  LogBuffer,
  type EntryRow,
  type GapRow,
  type LogBufferOptions,
  type LogGap,
  type LogRow,
} from './LogBuffer.ts';
export type { LogStreamer, LogStreamHandlers } from './LogStreamer.ts';
export { LogStreamError, type LogStreamErrorCode } from './LogStreamError.ts';
export { LogStreamingService, type LogStreamingServiceOptions } from './LogStreamingService.ts';
export type { LogSubscription, SubscribeOptions } from './LogSubscription.ts';
export type { LogSocket, LogSocketFactory, LogSocketListener } from './socket/LogSocket.ts';
export { reconnecting, type ReconnectingOptions } from './socket/reconnecting.ts';
export { ScriptedServer, type ScriptedServerOptions } from './socket/scripted.ts';
export type { StreamEvent } from './StreamEvent.ts';
export type { StreamState, StreamStatus } from './StreamStatus.ts';
