/** One call of a stack trace. */
export interface StackFrame {
  /** The line as it was sent. */
  readonly raw: string;
  readonly function?: string | undefined;
  /** Address or path. */
  readonly file?: string | undefined;
  /** From 1. */
  readonly line?: number | undefined;
  readonly column?: number | undefined;
}

/** Finds the original of a frame, or nothing where it has none. */
export type ResolveFrame = (frame: StackFrame) => Promise<StackFrame | undefined>;

/** Where a frame is, in few characters: the end of its path, line and column. */
export function shortPlace({ file, line, column }: StackFrame): string {
  if (file === undefined) return '';
  const path = file.replace(/^[\w+.-]+:\/\/+[^/]*\/|[?#].*$/g, '');
  const name = path.split('/').slice(-2).join('/') || file;
  return [name, line, column].filter((part) => part !== undefined).join(':');
}
