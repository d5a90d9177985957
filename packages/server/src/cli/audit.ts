import type { AuditReport } from '../audit/verifyTrail.ts';
import type { AskServer } from './askServer.ts';

export const AUDIT_USAGE = `Usage: tailrace audit verify [TENANT]

Tells whether the audit trail of a tenant (main) is as it was written, and where entries are missing or changed.
Ends with 1 when it is not.
`;

/**
 * `tailrace audit verify`
 *
 * @returns what to print, and whether the trail is intact
 */
export async function verifyAudit(
  ask: AskServer,
  tenant: string | undefined,
): Promise<{ text: string; isIntact: boolean }> {
  const query = tenant === undefined ? '' : `?tenant=${encodeURIComponent(tenant)}`;
  const report = (await ask('GET', `/api/v1/audit/verification${query}`)) as AuditReport;
  const { intact, entries, hash, breaks } = report;
  const lines = breaks.map(
    ({ from, to, problem }) => `${problem}: ${from === to ? `entry ${from}` : `entries ${from} to ${to}`}`,
  );
  lines.push(
    `${intact ? 'intact' : 'broken'}: ${entries} entries${hash === undefined ? '' : `, ends with ${hash}`}`,
  );
  return { text: `${lines.join('\n')}\n`, isIntact: intact };
}
