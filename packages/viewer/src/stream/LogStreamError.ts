/** What went wrong with a stream: an error frame's code, or one of the client's own. */
export type LogStreamErrorCode =
  | 'malformed_message'
  | 'connection_lost'
  | 'ticket_failed'
  | 'refused'
  | 'server_error';

/** A stream's trouble, with a sentence that can be shown. */
export class LogStreamError extends Error {
  override readonly name = 'LogStreamError';
  readonly code: LogStreamErrorCode;

  constructor(code: LogStreamErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}
