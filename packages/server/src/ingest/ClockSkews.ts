/** Requests of a session that are remembered. */
const REMEMBERED_REQUESTS = 4;
/** Sessions that are remembered: of those that sent last. */
const MAX_SESSIONS = 10_000;

interface Measured {
  /** Milliseconds since 1970 at which the request arrived. */
  readonly at: number;
  /** Milliseconds by which the sender's clock is behind, and those for which the request was on its way. */
  readonly offset: number;
}

/** How much a request's session is off by its `sent_at`, in milliseconds that its clock is behind the server's. */
export type SkewOf = (session: string, sentAt: string | undefined) => number;

/**
 * Measures senders' clocks. A request that took long to arrive looks as if its sender's clock were behind, so that
 * of a session's last requests the one counts that was quickest.
 */
export class ClockSkews {
  readonly #measured = new Map<string, readonly Measured[]>();

  /**
   * Takes one request as the measure of all sessions in it.
   *
   * @param tenant of the sender
   * @param arrivedAt milliseconds since 1970 at which the request's headers were there: its body may be slow
   */
  ofRequest(tenant: string, arrivedAt: number): SkewOf {
    return (session, sentAt) => {
      if (sentAt === undefined) return 0;
      return this.#take(`${tenant} ${session}`, { at: arrivedAt, offset: arrivedAt - Date.parse(sentAt) });
    };
  }

  #take(session: string, now: Measured): number {
    const before = (this.#measured.get(session) ?? []).filter(({ at }) => at !== now.at);
    const measured = [...before, now].slice(-REMEMBERED_REQUESTS);
    this.#measured.delete(session);
    this.#measured.set(session, measured);
    if (this.#measured.size > MAX_SESSIONS) this.#measured.delete(this.#measured.keys().next().value!);
    // The least has the least delay in it.
    return Math.min(...measured.map(({ offset }) => offset));
  }
}
