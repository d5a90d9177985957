import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { DEFAULT_RETENTION } from './retention/RetentionPeriods.ts';
import { ConfigError, readConfig } from './config.ts';

function problemsOf(environment: Record<string, string>): readonly string[] {
  try {
    readConfig(environment);
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
  return [];
}

describe('readConfig', () => {
  it('has a default for everything, and takes an empty variable for none', () => {
    expect(readConfig({ LOG_SERVICE_PORT: '', LOG_AUTH: ' ' })).toEqual({
      host: '127.0.0.1',
      port: 8765,
      bufferSize: 1000,
      streamsPerKey: 1000,
      streamsPerAddress: 1000,
      ingestRate: 1000,
      dataDir: resolve('tailrace-data'),
      level: 'info',
      auth: true,
      allowedHosts: [],
      allowedOrigins: [],
      keeping: { retention: DEFAULT_RETENTION },
    });
  });

  it('reads every variable', () => {
    expect(
      readConfig({
        LOG_SERVICE_HOST: 'localhost',
        LOG_SERVICE_PORT: '0',
        LOG_BUFFER_SIZE: '50',
        LOG_INGEST_RATE: '0',
        LOG_DATA_DIR: '/var/lib/tailrace',
        LOG_LEVEL: 'WARN',
        LOG_AUTH: 'off',
        LOG_ALLOWED_HOSTS: 'logs.example, Other.example',
        LOG_ALLOWED_ORIGINS: 'https://shop.example,http://localhost:5173',
        LOG_PUBLIC_DIR: '/srv/demo',
        LOG_CONSOLE_DIR: '/srv/console',
        LOG_RETENTION_DEBUG_DAYS: '1',
        LOG_RETENTION_AUDIT_DAYS: 'forever',
        LOG_ARCHIVE_DIR: '/srv/archive',
        LOG_MIN_FREE: '1GB',
        LOG_DIR: '/var/log/tailrace',
        LOG_ROTATION_SIZE: '2 mb',
        LOG_BACKUP_COUNT: '0',
      }),
    ).toEqual({
      host: 'localhost',
      port: 0,
      bufferSize: 50,
      streamsPerKey: 1000,
      streamsPerAddress: 1000,
      ingestRate: 0,
      dataDir: '/var/lib/tailrace',
      level: 'warning',
      auth: false,
      allowedHosts: ['logs.example', 'other.example'],
      allowedOrigins: ['https://shop.example', 'http://localhost:5173'],
      keeping: {
        retention: { ...DEFAULT_RETENTION, debug: 1, audit: Infinity },
        archiveDir: '/srv/archive',
        minFreeBytes: 1024 ** 3,
        logFiles: { folder: '/var/log/tailrace', maxBytes: 2 * 1024 ** 2, backups: 0 },
      },
      publicDir: '/srv/demo',
      consoleDir: '/srv/console',
    });
  });

  it.each([
    [
      { LOG_SERVICE_HOST: 'http://x' },
      'LOG_SERVICE_HOST is "http://x"; it must be a host name or an IP address',
    ],
    [{ LOG_SERVICE_PORT: '65536' }, 'LOG_SERVICE_PORT is "65536"; it must be a whole number from 0 to 65535'],
    [{ LOG_SERVICE_PORT: '80a' }, 'LOG_SERVICE_PORT is "80a"; it must be a whole number from 0 to 65535'],
    [{ LOG_BUFFER_SIZE: '-1' }, 'LOG_BUFFER_SIZE is "-1"; it must be a whole number from 0 to 10000'],
    [
      { LOG_INGEST_RATE: 'off' },
      'LOG_INGEST_RATE is "off"; it must be a whole number from 0, which is no limit, to 1000000',
    ],
    [{ LOG_LEVEL: 'loud' }, 'LOG_LEVEL is "loud"; it must be one of debug, info, warning, error, critical'],
    [{ LOG_AUTH: 'no' }, 'LOG_AUTH is "no"; it must be on, or off when the host is a loopback address'],
    [
      { LOG_AUTH: 'off', LOG_SERVICE_HOST: '0.0.0.0' },
      'LOG_AUTH is "off"; it must be on, or off when the host is a loopback address',
    ],
    [
      { LOG_ALLOWED_ORIGINS: 'https://shop.example/' },
      'LOG_ALLOWED_ORIGINS is "https://shop.example/"; it must be origins such as https://shop.example, joined by commas',
    ],
    [
      { LOG_ALLOWED_HOSTS: 'a,,b' },
      'LOG_ALLOWED_HOSTS is "a,,b"; it must be host names without port, joined by commas',
    ],
    [
      { LOG_RETENTION_INFO_DAYS: '0' },
      'LOG_RETENTION_INFO_DAYS is "0"; it must be a whole number of days from 1 to 36500, or forever',
    ],
    [{ LOG_MIN_FREE: '5%' }, 'LOG_MIN_FREE is "5%"; it must be a size such as 200MB, or 0 for no limit'],
    [{ LOG_MAX_BYTES: '100' }, 'LOG_MAX_BYTES is "100"; it must be a size from 1KB on, such as 10MB'],
    [{ LOG_BACKUP_COUNT: 'x' }, 'LOG_BACKUP_COUNT is "x"; it must be a whole number from 0 to 1000'],
  ])('says of %o what is wrong', (environment, problem) => {
    expect(problemsOf(environment)).toEqual([problem]);
  });

  it('says everything that is wrong at once', () => {
    expect(problemsOf({ LOG_SERVICE_PORT: 'x', LOG_LEVEL: 'y', LOG_AUTH: 'z' })).toHaveLength(3);
  });
});
