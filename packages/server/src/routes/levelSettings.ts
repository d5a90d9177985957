import type { LevelSettings } from '@tailrace/protocol';
import { firstProblem, levelSettingsChangeSchema } from '@tailrace/protocol/schema';
import type { Context, Handler } from 'hono';
import type { AppEnv } from '../AppEnv.ts';
import type { AuditTrail } from '../audit/AuditTrail.ts';
import { readBody } from '../ingest/readBody.ts';
import { ProblemError } from '../Problem.ts';
import type { RuntimeLevels } from '../settings/RuntimeLevels.ts';
import { entityTag, namesTag } from './entityTag.ts';

/** `GET /api/v1/settings/levels`: the tenant's level settings, or `304` for who has them already. */
export function getLevelsRoute(levels: RuntimeLevels): Handler<AppEnv> {
  return (c) => {
    const settings = levels.of(c.get('identity').tenant);
    setCacheHeaders(c, settings);
    const known = c.req.header('If-None-Match');
    return known !== undefined && namesTag(known, entityTag(settings.version))
      ? c.body(null, 304)
      : c.json(settings);
  };
}

/** `PUT /api/v1/settings/levels`: replaces the tenant's levels, with `If-Match` only those that were seen. */
export function putLevelsRoute(levels: RuntimeLevels, audit: Pick<AuditTrail, 'record'>): Handler<AppEnv> {
  return async (c) => {
    const { tenant } = c.get('identity');
    const change = await readChange(c);
    const { version } = levels.of(tenant);
    const seen = c.req.header('If-Match');
    if (seen !== undefined && !namesTag(seen, entityTag(version))) throw otherVersion();
    await audit.record(c.get('identity'), {
      action: 'settings_change',
      message: 'Set the log levels',
      metadata: { levels: change.levels },
    });
    const settings = await levels.set(tenant, change.levels, seen === undefined ? undefined : version);
    if (!settings) throw otherVersion();
    setCacheHeaders(c, settings);
    return c.json(settings);
  };
}

async function readChange(c: Context): Promise<Pick<LevelSettings, 'levels'>> {
  if (c.req.header('Content-Type')?.split(';')[0]?.trim().toLowerCase() !== 'application/json') {
    throw new ProblemError('unsupported_media_type', 'Send the levels as application/json');
  }
  const body = await readBody(c.req.raw);
  let value: unknown;
  try {
    value = JSON.parse(body);
  } catch {
    throw new ProblemError('invalid_json', 'The body is not valid JSON');
  }
  const parsed = levelSettingsChangeSchema.safeParse(value);
  if (!parsed.success) throw new ProblemError('invalid_settings', firstProblem(parsed.error));
  return parsed.data;
}

function otherVersion(): ProblemError {
  return new ProblemError(
    'precondition_failed',
    'The level settings have changed since: get them again, and send the change with their ETag in If-Match',
  );
}

/** May be kept, by this client alone, and is asked for again each time. */
function setCacheHeaders(c: Context, { version }: LevelSettings): void {
  c.header('ETag', entityTag(version));
  c.header('Cache-Control', 'private, no-cache');
}
