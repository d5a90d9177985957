import { MAX_NAME_LENGTH } from '@tailrace/protocol';
import fc from 'fast-check';
import { beforeEach, expect, it, vi } from 'vitest';
import { linesLogged } from '../../test/linesLogged.ts';
import type * as Audit from './audit.ts';
import { AUDIT_ACTIONS, type AuditAction } from './AuditAction.ts';

const unknown = (action: unknown) => ({ action: action as AuditAction });

/** A vocabulary of its own for each test: it is the whole program's. */
let audit: typeof Audit.audit;
let defineAuditActions: typeof Audit.defineAuditActions;
let MAX_REPORTED_ACTIONS: number;
const warn = vi.spyOn(console, 'warn');

beforeEach(async () => {
  vi.resetModules();
  ({ audit, defineAuditActions, MAX_REPORTED_ACTIONS } = await import('./audit.ts'));
  warn.mockReset().mockImplementation(() => {});
});

it('logs an entry of category audit, with its action, past the level of the logger', () => {
  const { logger, lines } = linesLogged({ level: 'error' });
  audit(logger.child('auth'), 'Signed in', { action: 'user_login', metadata: { method: 'passkey' } });
  audit(logger, 'Deleted', { action: 'data_delete', level: 'warning' });
  expect(lines).toMatchObject([
    {
      category: 'audit',
      action: 'user_login',
      level: 'info',
      logger: 'auth',
      message: 'Signed in',
      metadata: { method: 'passkey' },
    },
    { category: 'audit', action: 'data_delete', level: 'warning' },
  ]);
});

it('says nothing of the actions that it knows, nor of those that the app defines', () => {
  const { logger, lines } = linesLogged();
  defineAuditActions(['invoice_paid']);
  for (const action of [...AUDIT_ACTIONS, 'invoice_paid'] as const) audit(logger, 'm', { action });
  expect(lines.map(({ action }) => action)).toEqual([...AUDIT_ACTIONS, 'invoice_paid']);
  expect(warn).not.toHaveBeenCalled();
});

it('logs an action that nobody defined, and reports it once', () => {
  const { logger, lines } = linesLogged();
  audit(logger, 'm', unknown('user_logn'));
  audit(logger, 'm', unknown('user_logn'));
  expect(lines.map(({ action }) => action)).toEqual(['user_logn', 'user_logn']);
  expect(warn).toHaveBeenCalledOnce();
  expect(String(warn.mock.calls[0]![0])).toContain('user_logn');
});

it('reports to the listener it was given, and not without end', () => {
  const onError = vi.fn<(error: Error) => void>();
  defineAuditActions([], { onError });
  const { logger, lines } = linesLogged();
  const count = MAX_REPORTED_ACTIONS + 5;
  for (let id = 1; id <= count; id += 1) audit(logger, 'm', unknown(`order_${id}_paid`));
  expect(lines).toHaveLength(count);
  expect(onError).toHaveBeenCalledTimes(MAX_REPORTED_ACTIONS);
  expect(warn).not.toHaveBeenCalled();
});

it('logs an entry without an action, too', () => {
  const { logger, lines } = linesLogged();
  audit(logger, 'm', undefined as never);
  expect(lines).toMatchObject([{ message: 'm', category: 'audit' }]);
  expect(warn).toHaveBeenCalledOnce();
});

it('logs whatever it is given for an action as the server takes it', () => {
  const { logger, lines } = linesLogged();
  fc.assert(
    fc.property(
      fc.oneof(
        fc.anything(),
        fc.string({ minLength: MAX_NAME_LENGTH }),
        fc.constant('a@b.co '.repeat(MAX_NAME_LENGTH)),
      ),
      (action) => {
        lines.length = 0;
        audit(logger, 'm', unknown(action));
        expect(lines).toHaveLength(1);
        expect(lines[0]!.category).toBe('audit');
      },
    ),
  );
});
