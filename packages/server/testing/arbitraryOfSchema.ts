import fc from 'fast-check';
import type { JsonSchema } from '../src/openapi/OpenApi.ts';
import { hostileJson } from './hostileValues.ts';

/** Follows references such as `#/components/schemas/Problem`. */
export type FollowReference = (reference: string) => JsonSchema;

/** Levels of a schema that are followed; what lies deeper is whatever JSON can say. */
const MAX_DEPTH = 5;
/** One value of so many is not what the schema says, wherever it stands. */
const HONEST = 8;

/** Values that a schema allows for the most part: near enough to get past the first check, and to fail at the next. */
export function fromSchema(schema: JsonSchema, follow: FollowReference, depth = 0): fc.Arbitrary<unknown> {
  if (depth > MAX_DEPTH) return hostileJson;
  const inner = (part: JsonSchema) => fromSchema(part, follow, depth + 1);
  return fc.oneof(
    { weight: HONEST, arbitrary: honest(schema, follow, inner) },
    { weight: 1, arbitrary: hostileJson },
  );
}

function honest(
  schema: JsonSchema,
  follow: FollowReference,
  inner: (part: JsonSchema) => fc.Arbitrary<unknown>,
): fc.Arbitrary<unknown> {
  const { $ref, anyOf, minimum = -1, maximum = 10 } = schema;
  if ($ref !== undefined) return inner(follow($ref));
  if (anyOf) return fc.oneof(...anyOf.map(inner));
  if ('const' in schema) return fc.constant(schema.const);
  if (schema.enum) return fc.constantFrom(...schema.enum);
  switch (schema.type) {
    case 'integer':
      return fc.integer({ min: Math.max(minimum, -1e6), max: Math.min(maximum, 1e6) });
    case 'number':
      return fc.double({ noNaN: true, noDefaultInfinity: true });
    case 'boolean':
      return fc.boolean();
    case 'string':
      return fc.oneof(fc.constantFrom('a', 'shop', 'error', '2999-01-01T00:00:00.000Z'), fc.string());
    case 'array':
      return fc.array(typeof schema.items === 'object' ? inner(schema.items) : hostileJson, { maxLength: 4 });
    case 'object':
      return ofObject(schema, inner);
    default:
      return hostileJson;
  }
}

function ofObject(
  { properties = {}, required = [], additionalProperties }: JsonSchema,
  inner: (part: JsonSchema) => fc.Arbitrary<unknown>,
): fc.Arbitrary<unknown> {
  const known = fc.record(
    Object.fromEntries(Object.entries(properties).map(([name, part]) => [name, inner(part)])),
    { requiredKeys: required.filter((name) => Object.hasOwn(properties, name)), noNullPrototype: true },
  );
  const others = fc.dictionary(
    fc.oneof(fc.constantFrom('shop', '', '__proto__', 'a.b'), fc.string({ maxLength: 8 })),
    typeof additionalProperties === 'object' ? inner(additionalProperties) : hostileJson,
    { maxKeys: 2, noNullPrototype: true },
  );
  // Strict objects get a member too many now and then.
  const some = additionalProperties === false ? fc.option(others, { nil: {}, freq: HONEST }) : others;
  return fc.tuple(known, some).map(([own, more]) => ({ ...more, ...own }));
}
