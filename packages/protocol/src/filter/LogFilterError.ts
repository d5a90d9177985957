/** A filter that cannot be read; `column` is where, from 1. */
export class LogFilterError extends Error {
  override readonly name = 'LogFilterError';
  readonly column: number;

  constructor(message: string, column: number) {
    super(`${message} (column ${column})`);
    this.column = column;
  }
}
