import { safeText, truncateText, type LogLevel } from '@tailrace/protocol';
import type { Logger } from '../Logger.ts';
import { createSelfReport, type SelfReport } from '../selfReport.ts';
import { AUDIT_ACTIONS, type AuditAction } from './AuditAction.ts';

export interface AuditOptions {
  /** What was done. */
  readonly action: AuditAction;
  readonly metadata?: unknown;
  /** @default 'info' */
  readonly level?: LogLevel;
}

export interface AuditActionsOptions {
  /** Is told of actions that nobody defined, each once. @default console.warn */
  readonly onError?: (error: Error) => void;
}

/** Unknown actions that are reported: more of them are a mistake of another kind, such as an id in the action. */
export const MAX_REPORTED_ACTIONS = 20;

/**
 * Characters of an action; what is longer is no name of anything, and cut. It is far below the protocol's limit
 * of names, for redaction may write more than it takes out.
 */
export const MAX_ACTION_LENGTH = 64;

const known = new Set<string>(AUDIT_ACTIONS);
const reported = new Set<string>();
let report: SelfReport | undefined;

/**
 * Logs who did what: an entry of category `audit`. An action that is not in the vocabulary is logged all the
 * same, and reported once. It goes past the logger's `level`.
 *
 * @example
 * audit(logger, 'Signed in', { action: 'user_login', metadata: { method: 'passkey' } });
 */
export function audit(logger: Logger, message: string, options: AuditOptions): void {
  // Calls from JavaScript may come without: a logger does not throw for that.
  const { action, metadata, level = 'info' }: Partial<AuditOptions> = options ?? {};
  const name = truncateText(safeText(action), MAX_ACTION_LENGTH);
  if (!known.has(name)) reportUnknown(name);
  logger.emit({ category: 'audit', action: name, level, message, metadata });
}

/**
 * Adds actions to the vocabulary of the whole program. The type checker learns of them by
 * `AuditActions`; what it does not know it refuses here, so that both lists stay the same.
 *
 * @example
 * declare module '@tailrace/logger' {
 *   interface AuditActions { invoice_paid: true }
 * }
 * defineAuditActions(['invoice_paid']);
 */
export function defineAuditActions(
  actions: readonly AuditAction[],
  { onError }: AuditActionsOptions = {},
): void {
  for (const action of actions) known.add(action);
  if (onError) report = createSelfReport(onError);
}

function reportUnknown(action: string): void {
  if (reported.has(action) || reported.size >= MAX_REPORTED_ACTIONS) return;
  reported.add(action);
  report ??= createSelfReport(undefined);
  report(
    `audit action "${action}" is not defined: add it by defineAuditActions, or use one of the known ones.`,
  );
}
