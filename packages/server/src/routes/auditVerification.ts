import type { Handler } from 'hono';
import type { AppEnv } from '../AppEnv.ts';
import type { AuditTrail } from '../audit/AuditTrail.ts';
import { tenantAskedFor } from '../auth/operator.ts';

/** `GET /api/v1/audit/verification`: whether a tenant's audit trail is as it was written, and where it is not. */
export function auditVerificationRoute(audit: Pick<AuditTrail, 'verify'>): Handler<AppEnv> {
  return async (c) => {
    const tenant = tenantAskedFor(c.get('identity'), c.req.query('tenant'));
    c.header('Cache-Control', 'no-store');
    return c.json(await audit.verify(tenant));
  };
}
