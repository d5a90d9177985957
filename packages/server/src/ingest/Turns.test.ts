import { describe, expect, it } from 'vitest';
import { TURN_LENGTH, Turns } from './Turns.ts';

/** Tells in which turn of the event loop something happens. */
function countTurns(): { readonly now: number; stop(): void } {
  let turn = 0;
  let handle = setImmediate(next);
  function next() {
    turn += 1;
    handle = setImmediate(next);
  }
  return {
    get now() {
      return turn;
    },
    stop: () => clearImmediate(handle),
  };
}

describe('Turns', () => {
  it('give small work its turn at once, and large work one for itself', async () => {
    const turns = new Turns();
    const clock = countTurns();
    const taken = await Promise.all(
      [1, 1, TURN_LENGTH, 1, 1, 3 * TURN_LENGTH, 1].map(async (length) => {
        await turns.take(length);
        return clock.now;
      }),
    );
    clock.stop();
    const order = [...new Set(taken)];
    expect(order).toEqual(order.toSorted((a, b) => a - b));
    expect(taken.map((turn) => order.indexOf(turn))).toEqual([0, 0, 1, 2, 2, 3, 4]);
  });

  it('let others in between the parts of a long list, whose results keep their order', async () => {
    const turns = new Turns();
    const clock = countTurns();
    const list = Array.from({ length: 10 }, (_, i) => i);
    const seen: number[] = [];
    const results = await turns.map(
      list,
      () => TURN_LENGTH / 2,
      (i) => {
        seen.push(clock.now);
        return i * 2;
      },
    );
    clock.stop();
    expect(results).toEqual(list.map((i) => i * 2));
    const perTurn = new Map<number, number>();
    for (const turn of seen) perTurn.set(turn, (perTurn.get(turn) ?? 0) + 1);
    expect([...perTurn.values()]).toEqual([2, 2, 2, 2, 2]);
  });

  it('fail only for the work that fails', async () => {
    const turns = new Turns();
    const failing = turns.map(
      [1],
      () => TURN_LENGTH,
      () => {
        throw new Error('no');
      },
    );
    const working = turns.map(
      [1],
      () => TURN_LENGTH,
      (i) => i,
    );
    await expect(failing).rejects.toThrow('no');
    expect(await working).toEqual([1]);
  });
});
