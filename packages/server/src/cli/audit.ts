import type { AuditRange, AuditReport } from '../audit/verifyTrail.ts';
import type { AskServer } from './askServer.ts';

export const AUDIT_USAGE = `Usage: tailrace audit verify [TENANT]

Tells whether the audit trail of a tenant (main) is as it was written, and where entries are missing or changed.
Ends with 1 when it is not. Entries that retention removed, and wrote down before, are expired, and no break.
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
  const { intact, entries, hash, expired, breaks } = report;
  const lines = [
    ...expired.map((range) => `expired: ${rangeText(range)}`),
    ...breaks.map((range) => `${range.problem}: ${rangeText(range)}`),
  ];
  lines.push(
    `${intact ? 'intact' : 'broken'}: ${entries} entries${hash === undefined ? '' : `, ends with ${hash}`}`,
  );
  return { text: `${lines.join('\n')}\n`, isIntact: intact };
}

function rangeText({ from, to }: AuditRange): string {
  return from === to ? `entry ${from}` : `entries ${from} to ${to}`;
}
