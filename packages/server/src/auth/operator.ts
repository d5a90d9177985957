import { ProblemError } from '../Problem.ts';
import { DEFAULT_TENANT, type Identity } from './Identity.ts';

/** Administrators of the server's own tenant look after all tenants, others after their own. */
export function isOperatorOf({ tenant }: Pick<Identity, 'tenant'>, other: string): boolean {
  return tenant === DEFAULT_TENANT || tenant === other;
}

/**
 * The tenant that an administrator asks about: one's own, unless another is named.
 *
 * @throws {ProblemError} `forbidden`
 */
export function tenantAskedFor(identity: Pick<Identity, 'tenant'>, asked: string | undefined): string {
  const tenant = asked ?? identity.tenant;
  if (isOperatorOf(identity, tenant)) return tenant;
  throw new ProblemError(
    'forbidden',
    `Use a key of the tenant ${DEFAULT_TENANT} to look after other tenants`,
  );
}
