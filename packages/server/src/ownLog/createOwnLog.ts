import { compareLogLevels, levelOf, type LogLevel } from '@tailrace/protocol';
import { DEFAULT_TENANT } from '../auth/Identity.ts';
import { logTo, type ServerLog } from '../ServerLog.ts';
import type { RuntimeLevels } from '../settings/RuntimeLevels.ts';
import type { OwnLogQueue } from './OwnLogQueue.ts';

/** Name by which the level settings govern the server's own log. */
export const OWN_LOGGER = 'tailrace';

export interface OwnLogOptions {
  /** Where every entry goes that its level lets through, besides the store. */
  readonly output: ServerLog;
  readonly queue: Pick<OwnLogQueue, 'add'>;
  readonly levels: Pick<RuntimeLevels, 'of'>;
  /** What holds until the level settings say otherwise. */
  readonly level: LogLevel;
}

/** Makes the server's own log: to its output and into its own store, at the level that is set at run time. */
export function createOwnLog({ output, queue, levels, level }: OwnLogOptions): ServerLog {
  return logTo((of, message, fields) => {
    const least = levelOf(levels.of(DEFAULT_TENANT), OWN_LOGGER) ?? level;
    if (compareLogLevels(of, least) < 0) return;
    if (of === 'critical') output.error(message, fields);
    else output[of](message, fields);
    queue.add(of, message, fields);
  });
}
