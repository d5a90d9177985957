import { z } from 'zod';

/** Schemas that the API's description names; each stands there once, and is referred to. */
export const apiSchemas = z.registry<{ readonly id: string; readonly description?: string }>();

/** Gives a schema its name in the API's description. */
export function named<S extends z.ZodType>(id: string, schema: S, description?: string): S {
  apiSchemas.add(schema, { id, ...(description !== undefined && { description }) });
  return schema;
}
