import { entriesInLocalStorage, withLocalStorage } from '../page/localStorage.ts';

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
  const prefix = `${name} `;
  return {
    note: (session, seq) => withLocalStorage((storage) => storage.setItem(prefix + session, String(seq))),
    forget(session, seq) {
      const key = prefix + session;
      withLocalStorage((storage) => Number(storage.getItem(key)) <= seq && storage.removeItem(key));
    },
    list: () => entriesInLocalStorage(prefix).map(([session, seq]) => [session, Number(seq)]),
  };
}
