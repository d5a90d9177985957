import { StoreError } from '../LogStore.ts';
import type { RemoverThreads } from './DayRemover.ts';
import { ThreadError } from './rpc.ts';
import type { SalvagedDay } from './salvageDay.ts';

export interface DamagedDaysOptions extends RemoverThreads {
  /** Ends the process when the day that is written to is damaged: the next start saves what can be read. */
  readonly checkNewest: () => Promise<void>;
  readonly onSalvaged: ((salvaged: SalvagedDay) => void) | undefined;
}

/** Milliseconds that a read waits at most for what it asks for to be saved: most days take less. */
const WAIT_MS = 10_000;

/**
 * Notices that a read came upon a damaged file, and has what can be read of it saved while the server runs. The read
 * waits for that and is then made anew. It is not answered without the day: whoever pages on from such an answer would
 * never see it, and a file that was exported so would not say what it lacks.
 */
export class DamagedDays {
  readonly #options: DamagedDaysOptions;
  #saving: Promise<boolean> | undefined;

  constructor(options: DamagedDaysOptions) {
    this.#options = options;
  }

  /** @throws {StoreError} when what was asked lies in a damaged file that takes long to save: later it will not */
  async watch<T>(read: () => Promise<T>): Promise<T> {
    const end = performance.now() + WAIT_MS;
    // More than one day may be damaged, and each is read again as soon as it is saved.
    while (performance.now() < end) {
      try {
        return await read();
      } catch (error) {
        if (!isDamage(error)) throw error;
      }
      this.#saving ??= this.#save().finally(() => (this.#saving = undefined));
      if (!(await within(this.#saving, end - performance.now()))) break;
    }
    throw new StoreError(
      'store_unavailable',
      'A file of the store is damaged, and what can be read of it is being saved: ask again later',
    );
  }

  /** @returns whether there was anything to save */
  async #save(): Promise<boolean> {
    const { writer, readers, keeper, onSalvaged, checkNewest } = this.#options;
    let isAnySaved = false;
    try {
      for (const day of await keeper.call('daysOver')) {
        const salvaged = await keeper.call('salvage', day);
        if (!salvaged) continue;
        // Who had it open reads the new one from now on.
        await Promise.all(readers.map((reader) => reader.call('forgetDay', day)));
        await writer.call('closeDay', day);
        isAnySaved = true;
        onSalvaged?.(salvaged);
      }
      if (!isAnySaved) await checkNewest();
    } catch {
      // A disk that has no room for it, say. The next read comes upon the damage again.
    }
    return isAnySaved;
  }
}

/** What came of it, or `false` when the time is up. */
async function within(done: Promise<boolean>, ms: number): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const timeUp = new Promise<false>((resolve) => (timer = setTimeout(resolve, ms, false)));
  const result = await Promise.race([done, timeUp]);
  clearTimeout(timer);
  return result;
}

function isDamage(error: unknown): boolean {
  const code = error instanceof ThreadError ? error.code : undefined;
  return code === 'SQLITE_NOTADB' || code?.startsWith('SQLITE_CORRUPT') === true;
}
