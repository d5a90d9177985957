import { z } from 'zod';
import { newAccessKeySchema } from '../../auth/accessKey.ts';
import { named } from './apiSchemas.ts';
import { time } from './entries.ts';

const count = z.int().min(0);

export const newAccessKey = named(
  'NewAccessKey',
  newAccessKeySchema,
  'A key that is to be. `filter` is and-ed to all that it reads; `stamp` is put on all that it sends.',
);

const keyView = { id: z.string(), ...newAccessKeySchema.shape, tenant: z.string(), created_at: time };

export const createdKey = named(
  'CreatedKey',
  z.strictObject({ token: z.string(), ...keyView }),
  'The token stands in this answer and nowhere else.',
);

export const accessKeys = named(
  'AccessKeys',
  z.strictObject({ keys: z.array(named('AccessKey', z.strictObject(keyView))) }),
);

export const auditReport = named(
  'AuditReport',
  z.strictObject({
    intact: z.boolean(),
    session: z.string().optional(),
    entries: count,
    hash: z.string().optional(),
    expired: z.array(z.strictObject({ from: count, to: count })),
    breaks: z.array(
      z.strictObject({
        from: count,
        to: count,
        problem: z.enum(['missing', 'unrecorded', 'changed', 'unchained']),
      }),
    ),
  }),
  '`expired` are entries that retention removed, as the trail itself says. `hash` is that of the last entry: noted elsewhere, it shows whether the whole trail was written anew.',
);
