import { LogFilterError, MAX_FILTER_LENGTH, MAX_NAME_LENGTH, parseFilter } from '@tailrace/protocol';
import { z } from 'zod';
import { ROLES, type AccessKeyRecord } from './AuthStore.ts';

/** Digits of a key's hash that name it in lists: enough to tell keys apart, too few to find the token by. */
const ID_LENGTH = 12;
const MAX_ORIGINS = 100;
const MAX_STAMPED_FIELDS = 32;
const MAX_KEY_RATE = 1_000_000;

const name = z.string().trim().min(1).max(MAX_NAME_LENGTH);

/** What a request for a new key must look like. */
export const newAccessKeySchema = z.strictObject({
  name,
  role: z.enum(ROLES),
  tenant: z
    .string()
    .regex(/^[\w.-]{1,64}$/, 'must be 1 to 64 letters, digits, dots, hyphens or underscores')
    .exactOptional(),
  filter: z.string().max(MAX_FILTER_LENGTH).superRefine(checkFilter).exactOptional(),
  origins: z
    .array(z.string().refine(isOrigin, 'must be an origin such as https://shop.example'))
    .max(MAX_ORIGINS)
    .exactOptional(),
  rate: z.number().int().min(1).max(MAX_KEY_RATE).exactOptional(),
  stamp: z
    .record(
      z.string().regex(/^\w[\w.-]{0,127}$/, 'must be a field name of letters, digits, dots and hyphens'),
      z.union([z.string().max(MAX_NAME_LENGTH), z.number(), z.boolean()]),
    )
    .refine((fields) => Object.keys(fields).length <= MAX_STAMPED_FIELDS, {
      error: `has at most ${MAX_STAMPED_FIELDS} fields`,
    })
    .exactOptional(),
  expires_at: z
    .string()
    .refine((text) => Date.parse(text) > Date.now(), 'must be an ISO 8601 time to come')
    .exactOptional(),
});

/** What a new key is to be. */
export type NewAccessKey = z.infer<typeof newAccessKeySchema>;

/** A key as lists show it: all but what it is. */
export interface AccessKeyView extends Omit<AccessKeyRecord, 'hash' | 'token' | 'created_at' | 'expires_at'> {
  /** Names the key where it is revoked. */
  readonly id: string;
  /** ISO 8601, UTC. */
  readonly created_at: string;
  /** ISO 8601, UTC. */
  readonly expires_at?: string;
}

/** Public name of a key or of whoever holds it. */
export function keyId(hash: string): string {
  return hash.slice(0, ID_LENGTH);
}

export function viewOf({
  hash,
  token: _token,
  created_at,
  expires_at,
  ...key
}: AccessKeyRecord): AccessKeyView {
  return {
    id: keyId(hash),
    ...key,
    created_at: new Date(created_at).toISOString(),
    ...(expires_at !== undefined && { expires_at: new Date(expires_at).toISOString() }),
  };
}

function checkFilter(text: string, context: z.RefinementCtx): void {
  try {
    parseFilter(text);
  } catch (error) {
    if (!(error instanceof LogFilterError)) throw error;
    context.addIssue(error.message);
  }
}

function isOrigin(text: string): boolean {
  return /^https?:/.test(text) && URL.canParse(text) && new URL(text).origin === text;
}
