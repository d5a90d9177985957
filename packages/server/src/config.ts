import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { SanitizerOptions } from '@tailrace/protocol/sanitize';
import { LOG_LEVELS, MAX_ENTRIES_PER_SECOND, parseLogLevel, type LogLevel } from '@tailrace/protocol';
import { readRedactionRules } from './ingest/redactionRules.ts';
import { readKeeping, type KeepingConfig } from './retention/readKeeping.ts';

/** How a server is set up. */
export interface Config {
  /** Address to listen on. @default '127.0.0.1' */
  readonly host: string;
  /** TCP port; 0 takes a free one. @default 8765 */
  readonly port: number;
  /** Last entries that a plain subscriber gets first. @default 1000 */
  readonly bufferSize: number;
  /** Entries a second that one key may send, with a burst of ten times as many; 0 is no limit. @default 1000 */
  readonly ingestRate: number;
  /** Streams that one key may have open; 0 is no limit. @default 1000 */
  readonly streamsPerKey: number;
  /** Streams that one address may have open; 0 is no limit, as behind a proxy. @default 1000 */
  readonly streamsPerAddress: number;
  /** Folder of the database files. @default 'tailrace-data' in the working directory */
  readonly dataDir: string;
  /** Least severe level that the server itself logs. @default 'info' */
  readonly level: LogLevel;
  /** `off` makes everybody an administrator, and holds on loopback only. @default true */
  readonly auth: boolean;
  /** Host names under which the server may be asked, besides loopback and `host`. @default none */
  readonly allowedHosts: readonly string[];
  /** Origins whose pages may use the server, besides its own: `https://shop.example`. @default none */
  readonly allowedOrigins: readonly string[];
  /** Certificate and private key, in PEM; absent, the server speaks HTTP. @default none */
  readonly tls?: { readonly certificate: string; readonly key: string };
  /** What is redacted of all that comes in, whatever the logger did. @default the profile `production` */
  readonly redaction?: SanitizerOptions;
  /** For how long entries are kept, and where else they go. */
  readonly keeping: KeepingConfig;
  /** Folder of built pages, served under `/demo/`. @default none */
  readonly publicDir?: string;
  /** Folder of the console's build, served at `/`; without it, `/` leads to the demo. @default none */
  readonly consoleDir?: string;
}

/** A configuration that cannot be used: one line for each value that is wrong. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(problems.join('\n'));
    this.problems = problems;
  }
}

const LOOPBACK_HOSTS: ReadonlySet<string> = new Set(['127.0.0.1', '::1', 'localhost']);
const MAX_PORT = 65_535;
const MAX_BUFFER_SIZE = 10_000;
const MAX_INGEST_RATE = 1_000_000;
const DEFAULT_STREAMS = 1000;
const MAX_STREAMS = 100_000;

/**
 * Reads the configuration from environment variables; an empty one counts as absent.
 *
 * @throws {ConfigError} naming every variable that is wrong, its value and what is allowed
 * @example
 * readConfig({ LOG_SERVICE_PORT: '9000', LOG_DATA_DIR: '/var/lib/tailrace' });
 */
export function readConfig(environment: Readonly<Record<string, string | undefined>>): Config {
  const problems: string[] = [];

  function read<T>(name: string, fallback: T, allowed: string, parse: (text: string) => T | undefined): T {
    const text = environment[name]?.trim() ?? '';
    if (text === '') return fallback;
    let reason = '';
    try {
      const value = parse(text);
      if (value !== undefined) return value;
    } catch (error) {
      reason = `: ${(error as Error).message}`;
    }
    problems.push(`${name} is ${JSON.stringify(text)}; it must be ${allowed}${reason}`);
    return fallback;
  }

  const readStreams = (name: string) =>
    read(
      name,
      DEFAULT_STREAMS,
      `a whole number from 0, which is no limit, to ${MAX_STREAMS}`,
      wholeNumber(0, MAX_STREAMS),
    );

  const host = read('LOG_SERVICE_HOST', '127.0.0.1', 'a host name or an IP address', hostOf);
  const auth = read('LOG_AUTH', true, 'on, or off when the host is a loopback address', (text) => {
    if (text === 'on') return true;
    return text === 'off' && LOOPBACK_HOSTS.has(host) ? false : undefined;
  });
  const publicDir = read<string | undefined>('LOG_PUBLIC_DIR', undefined, 'a folder', (text) =>
    resolve(text),
  );
  const consoleDir = read<string | undefined>('LOG_CONSOLE_DIR', undefined, 'a folder', (text) =>
    resolve(text),
  );
  const redaction = read<SanitizerOptions | undefined>(
    'LOG_REDACTION',
    undefined,
    'on, development, off, or a file of redaction rules',
    readRedactionRules,
  );
  const certificate = read('LOG_TLS_CERT', '', 'a file with a certificate in PEM', readPem('CERTIFICATE'));
  const key = read('LOG_TLS_KEY', '', 'a file with a private key in PEM', readPem('PRIVATE KEY'));
  if (problems.length === 0 && (certificate === '') !== (key === '')) {
    problems.push('LOG_TLS_CERT and LOG_TLS_KEY must be set both, or neither');
  }
  const config: Config = {
    host,
    auth,
    port: read('LOG_SERVICE_PORT', 8765, `a whole number from 0 to ${MAX_PORT}`, wholeNumber(0, MAX_PORT)),
    bufferSize: read(
      'LOG_BUFFER_SIZE',
      1000,
      `a whole number from 0 to ${MAX_BUFFER_SIZE}`,
      wholeNumber(0, MAX_BUFFER_SIZE),
    ),
    ingestRate: read(
      'LOG_INGEST_RATE',
      MAX_ENTRIES_PER_SECOND,
      `a whole number from 0, which is no limit, to ${MAX_INGEST_RATE}`,
      wholeNumber(0, MAX_INGEST_RATE),
    ),
    streamsPerKey: readStreams('LOG_STREAMS_PER_KEY'),
    streamsPerAddress: readStreams('LOG_STREAMS_PER_ADDRESS'),
    dataDir: resolve(environment['LOG_DATA_DIR']?.trim() || 'tailrace-data'),
    level: read('LOG_LEVEL', 'info', `one of ${LOG_LEVELS.join(', ')}`, parseLogLevel),
    allowedHosts: read('LOG_ALLOWED_HOSTS', [], 'host names without port, joined by commas', listOf(hostOf)),
    allowedOrigins: read(
      'LOG_ALLOWED_ORIGINS',
      [],
      'origins such as https://shop.example, joined by commas',
      listOf(originOf),
    ),
    ...(certificate !== '' && { tls: { certificate, key } }),
    ...(redaction && { redaction }),
    keeping: readKeeping(read),
    ...(publicDir !== undefined && { publicDir }),
    ...(consoleDir !== undefined && { consoleDir }),
  };
  if (problems.length > 0) throw new ConfigError(problems);
  return config;
}

/** @throws when the file cannot be read */
function readPem(kind: string): (path: string) => string | undefined {
  return (path) => {
    const text = readFileSync(path, 'utf8');
    return text.includes('-----BEGIN ') && text.includes(`${kind}-----`) ? text : undefined;
  };
}

function wholeNumber(min: number, max: number): (text: string) => number | undefined {
  return (text) => {
    const value = Number(text);
    return /^\d+$/.test(text) && value >= min && value <= max ? value : undefined;
  };
}

function listOf(
  parse: (text: string) => string | undefined,
): (text: string) => readonly string[] | undefined {
  return (text) => {
    const values = text.split(',').map((part) => parse(part.trim()));
    return values.every((value) => value !== undefined) ? values : undefined;
  };
}

function hostOf(text: string): string | undefined {
  return /^(?:[A-Za-z0-9.-]+|[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*)$/.test(text) ? text.toLowerCase() : undefined;
}

function originOf(text: string): string | undefined {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const isWeb = url?.protocol === 'http:' || url?.protocol === 'https:';
  return url && isWeb && url.origin === text.toLowerCase() ? url.origin : undefined;
}
