import { StoreError } from '../LogStore.ts';
import type { RemoverThreads } from './DayRemover.ts';
import { ThreadError } from './rpc.ts';
import type { SalvagedDay } from './salvageDay.ts';

export interface DamagedDaysOptions extends RemoverThreads {
  readonly onSalvaged: ((salvaged: SalvagedDay) => void) | undefined;
}

/** Notices that a read came upon a damaged file, and has what can be read of it saved while the server runs. */
export class DamagedDays {
  readonly #options: DamagedDaysOptions;
  #isSaving = false;

  constructor(options: DamagedDaysOptions) {
    this.#options = options;
  }

  /** @throws {StoreError} when what was asked lies in a damaged file: later it will not */
  async watch<T>(answer: Promise<T>): Promise<T> {
    try {
      return await answer;
    } catch (error) {
      if (!isDamage(error)) throw error;
      void this.#save();
      throw new StoreError(
        'store_unavailable',
        'A file of the store is damaged, and what can be read of it is being saved: ask again later',
      );
    }
  }

  async #save(): Promise<void> {
    if (this.#isSaving) return;
    this.#isSaving = true;
    const { writer, readers, keeper, onSalvaged } = this.#options;
    try {
      for (const salvaged of await keeper.call('salvage')) {
        // Who had it open reads the new one from now on.
        // oxlint-disable-next-line no-await-in-loop
        await Promise.all(readers.map((reader) => reader.call('forgetDay', salvaged.day)));
        // oxlint-disable-next-line no-await-in-loop
        await writer.call('closeDay', salvaged.day);
        onSalvaged?.(salvaged);
      }
    } catch {
      // A disk that has no room for it, say. The next read comes upon the damage again.
    } finally {
      this.#isSaving = false;
    }
  }
}

function isDamage(error: unknown): boolean {
  const code = error instanceof ThreadError ? error.code : undefined;
  return code === 'SQLITE_NOTADB' || code?.startsWith('SQLITE_CORRUPT') === true;
}
