import { readFileSync } from 'node:fs';
import { REDACTION_RULES, type SanitizerOptions } from '@tailrace/protocol/sanitize';
import { firstProblem } from '@tailrace/protocol/schema';
import { z } from 'zod';

const PROFILES = ['production', 'development', 'off'] as const;

/** A text is compared as a whole; `/…/i` is a regular expression. */
const listed = z.array(z.string().min(1).max(1024).transform(readExpression)).max(1000);

const rulesSchema = z.strictObject({
  profile: z.union([z.enum(PROFILES), z.array(z.enum(REDACTION_RULES))]).exactOptional(),
  keys: listed.exactOptional(),
  patterns: z
    .array(
      z.strictObject({
        name: z.string().regex(/^[\w-]{1,64}$/, 'must be letters, digits, _ and -'),
        pattern: z.string().min(1).max(1024).transform(readPattern),
        replace: z.string().max(256).exactOptional(),
      }),
    )
    .max(100)
    .exactOptional(),
  allow: z.strictObject({ keys: listed.exactOptional(), values: listed.exactOptional() }).exactOptional(),
});

/**
 * Reads `LOG_REDACTION`: `production` (also `on`), `development`, `off`, or the path of a JSON file with the options
 * of `createSanitizer`.
 *
 * @throws {Error} with a sentence that says what to change
 */
export function readRedactionRules(text: string): SanitizerOptions {
  if (text === 'on') return { profile: 'production' };
  const profile = PROFILES.find((name) => name === text);
  if (profile) return { profile };
  let json: unknown;
  try {
    json = JSON.parse(readFileSync(text, 'utf8'));
  } catch (error) {
    throw new Error(`no file of JSON (${(error as Error).message})`, { cause: error });
  }
  const rules = rulesSchema.safeParse(json);
  if (!rules.success) throw new Error(firstProblem(rules.error));
  return rules.data;
}

function readExpression(text: string, context: z.RefinementCtx): string | RegExp {
  const [, source, flags] = /^\/(.+)\/(i?)$/.exec(text) ?? [];
  return source === undefined ? text : compile(source, flags ?? '', context);
}

function readPattern(text: string, context: z.RefinementCtx): RegExp {
  const [, source = text, flags = ''] = /^\/(.+)\/([imsu]*)$/.exec(text) ?? [];
  return compile(source, flags, context);
}

function compile(source: string, flags: string, context: z.RefinementCtx): RegExp {
  try {
    return new RegExp(source, flags);
  } catch {
    context.addIssue(`must be a regular expression: ${JSON.stringify(source)} is none`);
    return z.NEVER;
  }
}
