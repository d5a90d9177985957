import { z } from 'zod';
import { ProblemError } from '../Problem.ts';

/** Query parameters, each with all its values. */
export type QueryParameters = Readonly<Record<string, readonly string[]>>;

/** A parameter that is a whole number, written in digits. */
export function wholeNumber(min: number, max: number) {
  const error = `must be a whole number from ${min} to ${max}`;
  return z
    .string()
    .regex(/^\d{1,15}$/, error)
    .transform(Number)
    .pipe(z.number().int().min(min, error).max(max, error));
}

/** A parameter that is one of a few words. */
export function oneOf<const T extends readonly [string, ...string[]]>(values: T) {
  return z.enum(values, { error: `must be ${alternatives(values)}` });
}

/** A parameter that is on or off. */
export function flag() {
  return oneOf(['true', 'false'])
    .transform((value) => value === 'true')
    .pipe(z.boolean());
}

/** A parameter that is a day of the calendar, in UTC. */
export function calendarDay() {
  return z.iso.date('must be a day, such as 2026-11-20');
}

/**
 * Reads the parameters that a schema names; an empty one counts as absent, and of several the first counts.
 * The schema is what the API's description is made of, too.
 *
 * @throws {ProblemError} `invalid_parameter`, naming the parameter and what it must be
 * @example
 * const { limit } = readParameters(z.object({ limit: wholeNumber(1, 10).default(5) }), c.req.queries());
 */
export function readParameters<S extends z.ZodObject>(schema: S, query: QueryParameters): z.output<S> {
  const given: Record<string, string> = {};
  for (const name of Object.keys(schema.shape)) {
    const value = Object.hasOwn(query, name) ? query[name]!.find((one) => one !== '') : undefined;
    if (value !== undefined) given[name] = value;
  }
  const parsed = schema.safeParse(given);
  if (parsed.success) return parsed.data;
  const { path, message } = parsed.error.issues[0]!;
  throw new ProblemError('invalid_parameter', `${path.join('.')} ${message}`);
}

/** @throws {ProblemError} `invalid_parameter` when there are parameters that the schema does not name */
export function refuseOtherParameters(schema: z.ZodObject, query: QueryParameters): void {
  const other = Object.keys(query).find((name) => !Object.hasOwn(schema.shape, name));
  if (other !== undefined) throw unknownParameter(other);
}

export function unknownParameter(name: string): ProblemError {
  return new ProblemError('invalid_parameter', `There is no parameter ${name.slice(0, 64)}`);
}

/** `a or b`, `one of a, b, c`. */
export function alternatives(values: readonly string[]): string {
  return values.length === 2 ? values.join(' or ') : `one of ${values.join(', ')}`;
}
