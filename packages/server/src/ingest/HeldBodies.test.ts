import { describe, expect, it } from 'vitest';
import { ProblemError } from '../Problem.ts';
import { HeldBodies, MAX_ARRIVING_BYTES, MAX_HELD_BYTES } from './HeldBodies.ts';

describe('HeldBodies', () => {
  it('refuses whoever is one too many before a byte is read, until one is answered', () => {
    const bodies = new HeldBodies(() => undefined);
    const first = bodies.open();
    first.complete(MAX_HELD_BYTES);
    expect(() => bodies.open()).toThrow(ProblemError);
    first.release();
    bodies.open().complete(MAX_HELD_BYTES);
  });

  it('refuses what does not fit, and goes on with what does', () => {
    const bodies = new HeldBodies(() => undefined);
    const [first, second] = [bodies.open(), bodies.open()];
    first.complete(MAX_HELD_BYTES - 10);
    expect(() => second.complete(11)).toThrow(ProblemError);
    second.release();
    bodies.open().complete(10);
    expect(() => bodies.open()).toThrow(ProblemError);
  });

  it('counts what is on its way apart, and not any more when it is there', () => {
    const bodies = new HeldBodies(() => undefined);
    const slow = bodies.open();
    slow.arrive(MAX_ARRIVING_BYTES);
    const quick = bodies.open();
    expect(() => quick.arrive(1)).toThrow(ProblemError);
    quick.complete(MAX_HELD_BYTES);
    slow.release();
    const next = () => bodies.open();
    expect(next).toThrow(ProblemError);
    quick.release();
    next().arrive(MAX_ARRIVING_BYTES);
  });

  it('gives room back once, however often a body is released', () => {
    const bodies = new HeldBodies(() => undefined);
    const [first, second] = [bodies.open(), bodies.open()];
    first.complete(MAX_HELD_BYTES / 2);
    second.complete(MAX_HELD_BYTES / 2);
    first.release();
    first.release();
    expect(() => bodies.open().complete(MAX_HELD_BYTES / 2 + 1)).toThrow(ProblemError);
  });

  it('tells once that it is full, and again after there was room for all', () => {
    let told = 0;
    const bodies = new HeldBodies(() => (told += 1));
    const refuse = () => {
      const body = bodies.open();
      expect(() => body.complete(MAX_HELD_BYTES + 1)).toThrow(ProblemError);
      return body;
    };
    const kept = bodies.open();
    kept.complete(1);
    for (const body of [refuse(), refuse()]) body.release();
    expect(told).toBe(1);
    kept.release();
    refuse().release();
    expect(told).toBe(2);
  });
});
