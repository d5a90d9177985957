import { createHash } from 'node:crypto';

/** Hash by which a random secret is kept and looked up: too random to be guessed from it, so it needs no salt. */
export function hashSecret(secret: string): string {
  return createHash('sha256').update(secret).digest('hex');
}
