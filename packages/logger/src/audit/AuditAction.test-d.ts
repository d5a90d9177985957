import { expectTypeOf } from 'vitest';
import { audit, defineAuditActions, type AuditAction, type Logger } from '../index.ts';

declare module '@tailrace/logger' {
  interface AuditActions {
    invoice_paid: true;
  }
}

declare const logger: Logger;

audit(logger, 'Signed in', { action: 'user_login' });
audit(logger, 'Paid', { action: 'invoice_paid', metadata: { total: 12 }, level: 'warning' });
defineAuditActions(['invoice_paid']);
expectTypeOf<'invoice_paid' | 'user_login'>().toExtend<AuditAction>();
expectTypeOf<string>().not.toExtend<AuditAction>();

// @ts-expect-error -- not an action
audit(logger, 'Signed in', { action: 'user_logn' });
// @ts-expect-error -- an audit entry says what was done
audit(logger, 'Signed in', {});
// @ts-expect-error -- the type checker has to know what run time knows
defineAuditActions(['never_declared']);
