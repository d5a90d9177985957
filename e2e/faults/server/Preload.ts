import { execFileSync } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, readSync, rmSync, writeFileSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Inconclusive } from '../Scenario.ts';

const SOURCE = fileURLToPath(new URL('preload.c', import.meta.url));
/** Where in the file that both map each number stands: eight bytes each. */
const OFFSETS = { clockOffsetMs: 0, isStalled: 8, stalledSyncs: 16, movedReads: 24 } as const;
const CONTROL_BYTES = 32;

/** A library within the server's process: its syncs to disk hang, and its clock jumps, when it is told so. */
export class Preload {
  /** What a server is started with. */
  readonly environment: Readonly<Record<string, string>>;
  readonly #folder: string;
  readonly #control: number;

  /**
   * @param dataDir only files in it are stalled
   * @throws {Inconclusive} where nothing can be compiled
   */
  constructor(dataDir: string) {
    this.#folder = mkdtempSync(join(tmpdir(), 'tailrace-preload-'));
    const library = join(this.#folder, 'preload.so');
    try {
      execFileSync('cc', ['-shared', '-fPIC', '-O1', '-o', library, SOURCE, '-ldl'], { stdio: 'pipe' });
    } catch (error) {
      this.remove();
      throw new Inconclusive('There is no C compiler, called cc, to make the fault with', { cause: error });
    }
    const control = join(this.#folder, 'control');
    writeFileSync(control, Buffer.alloc(CONTROL_BYTES));
    this.#control = openSync(control, 'r+');
    this.environment = { LD_PRELOAD: library, FAULT_CONTROL: control, FAULT_FOLDER: dataDir };
  }

  /** How far the process's clock is from the machine's. Milliseconds. */
  set clockOffsetMs(ms: number) {
    this.#write('clockOffsetMs', ms);
  }

  /** Whether syncs hang. */
  set isStalled(isStalled: boolean) {
    this.#write('isStalled', Number(isStalled));
  }

  /** Syncs that really hung. */
  get stalledSyncs(): number {
    return this.#read('stalledSyncs');
  }

  /** How often the process really read a clock that was moved. */
  get movedReads(): number {
    return this.#read('movedReads');
  }

  remove(): void {
    if (this.#control !== undefined) closeSync(this.#control);
    rmSync(this.#folder, { recursive: true, force: true });
  }

  #write(name: keyof typeof OFFSETS, value: number): void {
    const bytes = Buffer.alloc(8);
    bytes.writeBigInt64LE(BigInt(Math.round(value)));
    writeSync(this.#control, bytes, 0, 8, OFFSETS[name]);
  }

  #read(name: keyof typeof OFFSETS): number {
    const bytes = Buffer.alloc(8);
    readSync(this.#control, bytes, 0, 8, OFFSETS[name]);
    return Number(bytes.readBigInt64LE());
  }
}
