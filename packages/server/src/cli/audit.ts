import type { AuditReport } from '../audit/verifyTrail.ts';
import type { AskServer } from './askServer.ts';

export const AUDIT_USAGE = `Usage: tailrace audit verify

Tells whether the audit trail of the tenant main is as it was written, and where entries are missing or changed.
Ends with 1 when it is not.
`;

/**
 * `tailrace audit verify`
 *
 * @returns what to print, and whether the trail is intact
 */
export async function verifyAudit(ask: AskServer): Promise<{ text: string; isIntact: boolean }> {
  const report = (await ask('GET', '/api/v1/audit/verification')) as AuditReport;
  const { intact, entries, hash, breaks } = report;
  const lines = breaks.map(
    ({ from, to, problem }) => `${problem}: ${from === to ? `entry ${from}` : `entries ${from} to ${to}`}`,
  );
  lines.push(
    `${intact ? 'intact' : 'broken'}: ${entries} entries${hash === undefined ? '' : `, ends with ${hash}`}`,
  );
  return { text: `${lines.join('\n')}\n`, isIntact: intact };
}
