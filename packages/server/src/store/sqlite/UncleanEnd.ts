import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { PrivateFile } from './PrivateFile.ts';

const RUNNING = 'running\n';
const DAMAGED = 'damaged\n';

/** A file that is there while a server has the folder, and stays when the server does not come to its end. */
export class UncleanEnd {
  readonly #path: string;
  /** Whether the server before this one did not end as it should. */
  readonly happened: boolean;
  /** Whether it ended because it had found damage. */
  readonly foundDamage: boolean;
  #isDamaged = false;

  constructor(folder: string) {
    this.#path = join(folder, 'running');
    this.happened = existsSync(this.#path);
    this.foundDamage = this.happened && readFileSync(this.#path, 'utf8') === DAMAGED;
  }

  begin(): void {
    this.#write(RUNNING);
  }

  /** The next start shall look at all of it, however long that takes. */
  noteDamage(): void {
    this.#isDamaged = true;
    this.#write(DAMAGED);
  }

  end(): void {
    if (!this.#isDamaged) rmSync(this.#path, { force: true });
  }

  #write(text: string): void {
    const file = new PrivateFile(this.#path);
    file.write(text);
    file.finish();
  }
}
