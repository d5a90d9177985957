import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { ListenerAnswer, ListenerOrder, Received } from './listenerMessages.ts';

type AnswerTo<Type extends ListenerAnswer['type']> = Extract<ListenerAnswer, { type: Type }>;

/** Milliseconds between two looks at what has arrived. */
const LOOK_MS = 200;
/** Looks without anything new after which nothing more is waited for. */
const MAX_IDLE_LOOKS = 75;

/** Listeners in a process of their own. */
export class Listeners {
  readonly #child: ChildProcess;

  private constructor(child: ChildProcess) {
    this.#child = child;
  }

  static async open(order: Omit<Extract<ListenerOrder, { type: 'open' }>, 'type'>): Promise<Listeners> {
    const child = fork(fileURLToPath(new URL('./listenerProcess.ts', import.meta.url)));
    const listeners = new Listeners(child);
    await listeners.#ask({ type: 'open', ...order }, 'opened');
    return listeners;
  }

  count(): Promise<AnswerTo<'count'>> {
    return this.#ask({ type: 'count' }, 'count');
  }

  /** Resolves when so many entries have come, or nothing more does. */
  async settled(entries: number): Promise<void> {
    let before = -1;
    for (let idle = 0; idle < MAX_IDLE_LOOKS; idle += 1) {
      const { entries: now } = await this.count();
      if (now >= entries) return;
      if (now !== before) idle = 0;
      before = now;
      await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
    }
  }

  async received(): Promise<readonly Received[]> {
    return (await this.#ask({ type: 'report' }, 'report')).received;
  }

  async close(): Promise<void> {
    if (this.#child.exitCode !== null) return;
    const exited = once(this.#child, 'exit');
    this.#child.kill();
    await exited;
  }

  async #ask<Type extends ListenerAnswer['type']>(order: ListenerOrder, type: Type): Promise<AnswerTo<Type>> {
    this.#child.send(order);
    const [answer] = (await Promise.race([
      once(this.#child, 'message'),
      once(this.#child, 'exit').then(([code]) => {
        throw new Error(`The listeners ended with ${String(code)}`);
      }),
    ])) as [ListenerAnswer];
    if (answer.type !== type) throw new Error(`Asked for ${type}, and was answered ${answer.type}`);
    return answer as AnswerTo<Type>;
  }
}
