/** What audit entries say was done, without the app's own actions. */
export const AUDIT_ACTIONS = [
  'spawn',
  'terminate',
  'message_sent',
  'message_received',
  'state_change',
  'coordination_start',
  'coordination_complete',
  'error',
  'timeout',
  'user_login',
  'user_logout',
  'login_failed',
  'permission_change',
  'config_change',
  'data_access',
  'data_export',
  'data_delete',
] as const;

/**
 * What the type checker takes for an action: a key for each. Apps add their own by declaration merging.
 *
 * @example
 * declare module '@tailrace/logger' {
 *   interface AuditActions {
 *     invoice_paid: true;
 *   }
 * }
 */
export interface AuditActions extends Record<(typeof AUDIT_ACTIONS)[number], true> {}

/** What was done: one of `AUDIT_ACTIONS`, or of those that the app added to `AuditActions`. */
export type AuditAction = keyof AuditActions;
