/** Gives each text a small number, the same each time. 0 is the empty text. */
export class NameTable {
  readonly #numbers = new Map<string, number>();
  readonly #names: string[] = [];

  constructor() {
    this.clear();
  }

  numberOf(name: string): number {
    const known = this.#numbers.get(name);
    if (known !== undefined) return known;
    this.#numbers.set(name, this.#names.length);
    return this.#names.push(name) - 1;
  }

  /** Numbers that were given, from 0. */
  get size(): number {
    return this.#names.length;
  }

  nameOf(number: number): string {
    return this.#names[number]!;
  }

  clear(): void {
    this.#numbers.clear();
    this.#names.length = 0;
    this.numberOf('');
  }
}
