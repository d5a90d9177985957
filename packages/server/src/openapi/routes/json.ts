import type { z } from 'zod';
import type { DescribedAnswer } from '../RouteDescription.ts';

/** An answer of JSON. */
export function json(description: string, schema: z.ZodType): DescribedAnswer {
  return { description, content: { 'application/json': schema } };
}
