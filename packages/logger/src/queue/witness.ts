/**
 * Remembers in localStorage how far sessions came whose entries wait in the queue: what a damaged storage has lost
 * it cannot tell itself. Where there is no localStorage it remembers nothing.
 */
export interface Witness {
  /** All entries of the session up to `seq` are in the queue, or were. */
  note(session: string, seq: number): void;
  /** All up to `seq` are accounted for. */
  forget(session: string, seq: number): void;
  list(): [session: string, seq: number][];
}

/** Makes the witness of a queue. */
export function createWitness(name: string): Witness {
  const keyOf = (session: string) => `${name} ${session}`;
  const attempt = <T>(access: (storage: Storage) => T): T | undefined => {
    try {
      return access(localStorage);
    } catch {
      // Refused, or full: then the queue is without a witness.
      return undefined;
    }
  };
  return {
    note: (session, seq) => attempt((storage) => storage.setItem(keyOf(session), String(seq))),
    forget(session, seq) {
      const key = keyOf(session);
      attempt((storage) => Number(storage.getItem(key)) <= seq && storage.removeItem(key));
    },
    list() {
      const noted = attempt((storage) => Object.keys(storage).filter((key) => key.startsWith(keyOf(''))));
      return (noted ?? []).map((key) => [key.slice(keyOf('').length), Number(localStorage.getItem(key))]);
    },
  };
}
