import type { Handler } from 'hono';
import type { AppEnv } from '../AppEnv.ts';
import type { RetentionPeriods } from '../retention/RetentionPeriods.ts';

/** `GET /api/v1/settings/retention`: for how many days each class is kept; null, which JSON has for it, is for ever. */
export function retentionSettingsRoute(periods: RetentionPeriods): Handler<AppEnv> {
  return (c) => c.json({ days: periods });
}
