import type { Context } from 'hono';
import { ProblemError } from '../Problem.ts';

export interface WholeNumberRange {
  readonly min: number;
  readonly max: number;
}

/**
 * Reads a parameter that is a whole number.
 *
 * @returns `undefined` when it is not given, or empty
 * @throws {ProblemError} `invalid_parameter`
 */
export function wholeNumber(c: Context, name: string, { min, max }: WholeNumberRange): number | undefined {
  const text = c.req.query(name) ?? '';
  if (text === '') return undefined;
  const number = /^\d{1,15}$/.test(text) ? Number(text) : Number.NaN;
  if (number >= min && number <= max) return number;
  throw new ProblemError('invalid_parameter', `${name} must be a whole number from ${min} to ${max}`);
}
