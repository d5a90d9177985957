import type { LogContext } from '@tailrace/protocol';

/** Lays fields over the inherited ones. Never throws. */
export function mergeContext(inherited: LogContext, own: LogContext | undefined): LogContext {
  try {
    return { ...inherited, ...own };
  } catch {
    // A getter of the app's own threw: the context stays as it was.
    return inherited;
  }
}
