import {
  LogFilterError,
  MAX_CLIENT_FRAME_BYTES,
  MAX_REQUEST_ID_LENGTH,
  parseCursor,
  parseFilter,
  type ClientMessage,
  type Cursor,
  type StreamErrorCode,
} from '@tailrace/protocol';
import { firstProblem, parseClientMessage } from '@tailrace/protocol/schema';
import { createStreamFilter, type StreamFilter, type StreamReader } from './StreamFilter.ts';

/** What a client asked for cannot be done; it is told, and the stream goes on. */
export class FrameError extends Error {
  readonly code: StreamErrorCode;
  /** Of the analysis that cannot be made. */
  readonly requestId: string | undefined;

  constructor(code: StreamErrorCode, message: string, requestId?: string) {
    super(message);
    this.code = code;
    this.requestId = requestId;
  }
}

/** The name of a request that is no good otherwise, so that it can be answered. */
function requestIdOf(value: unknown): string | undefined {
  const { type, request_id: id } = (value ?? {}) as {
    readonly type?: unknown;
    readonly request_id?: unknown;
  };
  const isNamed = type === 'analysis_request' && typeof id === 'string';
  return isNamed && id !== '' && id.length <= MAX_REQUEST_ID_LENGTH ? id : undefined;
}

/** @throws {FrameError} */
export function parseFrame(frame: unknown): ClientMessage {
  if (typeof frame !== 'string') throw new FrameError('invalid_message', 'Send frames as text');
  if (Buffer.byteLength(frame) > MAX_CLIENT_FRAME_BYTES) {
    throw new FrameError('frame_too_large', `A frame has at most ${MAX_CLIENT_FRAME_BYTES} bytes`);
  }
  let value: unknown;
  try {
    value = JSON.parse(frame);
  } catch {
    throw new FrameError('invalid_json', 'The frame is not valid JSON');
  }
  const parsed = parseClientMessage(value);
  if (!parsed.success) {
    throw new FrameError('invalid_message', firstProblem(parsed.error), requestIdOf(value));
  }
  return parsed.data;
}

/**
 * @param reader who asks
 * @throws {FrameError} `invalid_filter`
 */
export function readFilter(text: string, reader: Pick<StreamReader, 'permission'>): StreamFilter {
  try {
    return createStreamFilter(parseFilter(text), reader);
  } catch (error) {
    if (error instanceof LogFilterError) throw new FrameError('invalid_filter', error.message);
    throw error;
  }
}

/** @throws {FrameError} `invalid_cursor` */
export function readCursor(text: string): Cursor {
  const cursor = parseCursor(text);
  if (!cursor) throw new FrameError('invalid_cursor', 'A cursor is text that the server gave');
  return cursor;
}
