/** What the server's own audit trail tells of. */
export const AUDIT_ACTIONS = [
  'sign_in',
  'sign_in_failed',
  'sign_out',
  'key_create',
  'key_revoke',
  'settings_change',
  'logs_delete',
  'logs_export',
  'audit_expire',
] as const;

export type AuditAction = (typeof AUDIT_ACTIONS)[number];
