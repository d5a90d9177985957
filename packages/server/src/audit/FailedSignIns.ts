import { RateLimiterMemory } from 'rate-limiter-flexible';
import { DEFAULT_TENANT } from '../auth/Identity.ts';
import type { ServerLog } from '../ServerLog.ts';
import type { AuditTrail } from './AuditTrail.ts';

/** Failed sign-ins that are written down in a minute; the others are counted. */
export const MAX_FAILED_SIGN_INS = 10;
const WINDOW_SECONDS = 60;

/** Writes down who tried to come in and could not, without letting them fill the store. */
export class FailedSignIns {
  readonly #audit: AuditTrail;
  readonly #log: ServerLog;
  readonly #limiter = new RateLimiterMemory({ points: MAX_FAILED_SIGN_INS, duration: WINDOW_SECONDS });
  #uncounted = 0;

  constructor(audit: AuditTrail, log: ServerLog) {
    this.#audit = audit;
    this.#log = log;
  }

  /** @param way by which somebody tried: the answer does not wait for it */
  record(way: 'link' | 'key'): void {
    void this.#record(way).catch((error: unknown) => {
      this.#log.error('A failed sign-in could not be written down', { error: String(error) });
    });
  }

  async #record(way: 'link' | 'key'): Promise<void> {
    if ((await this.#limiter.penalty('all')).consumedPoints > MAX_FAILED_SIGN_INS) {
      this.#uncounted += 1;
      return;
    }
    const more = this.#uncounted;
    this.#uncounted = 0;
    await this.#audit.record(
      { tenant: DEFAULT_TENANT, name: 'unknown', hash: '' },
      {
        action: 'sign_in_failed',
        level: 'warning',
        message:
          way === 'link' ? 'Somebody opened a sign-in link that is not good' : 'Somebody sent an unknown key',
        metadata: { way, ...(more > 0 && { not_recorded_before: more }) },
      },
    );
  }
}
