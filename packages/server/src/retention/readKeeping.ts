import { resolve } from 'node:path';
import type { LogFilesConfig } from '../logFiles/LogFiles.ts';
import { parseSize } from './diskSize.ts';
import { DEFAULT_RETENTION, RETENTION_CLASSES, type RetentionPeriods } from './RetentionPeriods.ts';

/** For how long entries are kept, and where else they go. */
export interface KeepingConfig {
  readonly retention: RetentionPeriods;
  /** Folder in which days are archived before anything of them is removed. @default none */
  readonly archiveDir?: string;
  /** Bytes of free disk below which nothing more is taken; 0 is never. @default 5 % of the disk, at most 200 MB */
  readonly minFreeBytes?: number;
  /** @default none */
  readonly logFiles?: LogFilesConfig;
}

/** Reads one environment variable, and notes what is wrong with it. */
export type ReadVariable = <T>(
  name: string,
  fallback: T,
  allowed: string,
  parse: (text: string) => T | undefined,
) => T;

const MAX_DAYS = 36_500;
const MIN_FILE_BYTES = 1024;
const MAX_BACKUPS = 1000;
const DEFAULT_FILE_BYTES = 10 * 1024 ** 2;
const DEFAULT_BACKUPS = 5;

/** Reads what the environment says of keeping. */
export function readKeeping(read: ReadVariable): KeepingConfig {
  const retention = Object.fromEntries(
    RETENTION_CLASSES.map((name) => [
      name,
      read(
        `LOG_RETENTION_${name.toUpperCase()}_DAYS`,
        DEFAULT_RETENTION[name],
        `a whole number of days from 1 to ${MAX_DAYS}, or forever`,
        parseDays,
      ),
    ]),
  ) as RetentionPeriods;
  const folder = (text: string) => resolve(text);
  const archiveDir = read<string | undefined>('LOG_ARCHIVE_DIR', undefined, 'a folder', folder);
  const minFreeBytes = read<number | undefined>(
    'LOG_MIN_FREE',
    undefined,
    'a size such as 200MB, or 0 for no limit',
    parseSize,
  );
  const logDir = read<string | undefined>('LOG_DIR', undefined, 'a folder', folder);
  const readFileSize = (name: string, fallback: number) =>
    read(name, fallback, 'a size from 1KB on, such as 10MB', (text) => {
      const bytes = parseSize(text);
      return bytes !== undefined && bytes >= MIN_FILE_BYTES ? bytes : undefined;
    });
  const maxBytes = readFileSize('LOG_MAX_BYTES', readFileSize('LOG_ROTATION_SIZE', DEFAULT_FILE_BYTES));
  const backups = read(
    'LOG_BACKUP_COUNT',
    DEFAULT_BACKUPS,
    `a whole number from 0 to ${MAX_BACKUPS}`,
    (text) => (/^\d{1,4}$/.test(text) && Number(text) <= MAX_BACKUPS ? Number(text) : undefined),
  );
  return {
    retention,
    ...(archiveDir !== undefined && { archiveDir }),
    ...(minFreeBytes !== undefined && { minFreeBytes }),
    ...(logDir !== undefined && { logFiles: { folder: logDir, maxBytes, backups } }),
  };
}

function parseDays(text: string): number | undefined {
  if (text === 'forever') return Infinity;
  const days = Number(text);
  return /^\d+$/.test(text) && days >= 1 && days <= MAX_DAYS ? days : undefined;
}
