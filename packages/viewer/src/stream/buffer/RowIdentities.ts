import { SeqRanges } from './SeqRanges.ts';

interface Session {
  readonly name: string;
  readonly number: number;
  readonly seqs: SeqRanges;
}

/**
 * Which rows are there, as pairs of a session's number and a number within it: a million identities in a few
 * ranges. What has no such pair (gaps, or an id of another form) is a session of its own with the number 0.
 */
export class RowIdentities {
  readonly #byName = new Map<string, Session>();
  readonly #byNumber: (Session | undefined)[] = [];
  readonly #free: number[] = [];

  /** @returns the session's number, or -1 when the row is there already */
  add(name: string, seq: number): number {
    const session = this.#byName.get(name) ?? this.#create(name);
    return session.seqs.add(seq) ? session.number : -1;
  }

  delete(number: number, seq: number): void {
    const session = this.#byNumber[number]!;
    session.seqs.delete(seq);
    if (session.seqs.size > 0) return;
    this.#byName.delete(session.name);
    this.#byNumber[number] = undefined;
    this.#free.push(number);
  }

  nameOf(number: number): string {
    return this.#byNumber[number]!.name;
  }

  /** @returns the session's number, or -1 when nothing of it is there */
  find(name: string): number {
    return this.#byName.get(name)?.number ?? -1;
  }

  keyOf(number: number, seq: number): string {
    const name = this.nameOf(number);
    return seq === 0 ? name : `${name}-${seq}`;
  }

  clear(): void {
    this.#byName.clear();
    this.#byNumber.length = this.#free.length = 0;
  }

  #create(name: string): Session {
    const number = this.#free.pop() ?? this.#byNumber.length;
    const session = { name, number, seqs: new SeqRanges() };
    this.#byNumber[number] = session;
    this.#byName.set(name, session);
    return session;
  }
}
