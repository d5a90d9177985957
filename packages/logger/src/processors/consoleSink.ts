import type { LogLevel, LogLine } from '@tailrace/protocol';
import type { LogProcessor } from '../LogProcessor.ts';

/** The methods of a console that the levels go to. */
export type ConsoleMethods = Pick<Console, 'debug' | 'info' | 'warn' | 'error'>;

/** How entries are shown on the console. */
export interface ConsoleSinkOptions {
  /**
   * `true`: a coloured line with level and logger, and the data as objects that can be opened. `false`: the JSON
   * line. @default true on localhost, false elsewhere
   */
  readonly pretty?: boolean;
  /**
   * Shows metadata as it was given, live and with all its secrets, in place of the redacted copy that is stored and
   * sent. For development only. @default false
   */
  readonly originals?: boolean;
  /** @default the platform's, as it was when this module was loaded, so that a capture does not log it again */
  readonly console?: ConsoleMethods;
}

/** The platform's own methods, before anybody can have replaced them. */
const platform: ConsoleMethods = { ...globalThis.console };

const METHODS: Readonly<Record<LogLevel, keyof ConsoleMethods>> = {
  debug: 'debug',
  info: 'info',
  warning: 'warn',
  error: 'error',
  critical: 'error',
};
/** Readable on light and dark. */
const COLOURS: Readonly<Record<LogLevel, string>> = {
  debug: '#7f8c8d',
  info: '#2e86de',
  warning: '#d68910',
  error: '#e74c3c',
  critical: '#c2185b',
};

/**
 * Shows each entry on the console as it is stored: redacted.
 *
 * @example
 * createLogger({ ...options, processors: [consoleSink()] });
 */
export function consoleSink(options: ConsoleSinkOptions = {}): LogProcessor {
  const { pretty = isLocal(), originals = false, console: target = platform } = options;
  return {
    onLine(line, record) {
      const level = record.level ?? 'info';
      if (!pretty) return target[METHODS[level]](line);
      const { logger, source, message, metadata, context, error } = JSON.parse(line) as LogLine;
      // By `%s`: a message may hold format specifiers itself.
      const parts: unknown[] = [
        '%c%s%c %s%c %s',
        `color:${COLOURS[level]};font-weight:bold`,
        level.toUpperCase(),
        'color:#7f8c8d',
        logger ?? source,
        '',
        message,
      ];
      const data = originals ? record.metadata : metadata;
      if (data !== undefined) parts.push(data);
      if (context) parts.push(context);
      // Its stack as text, for consoles make links of it.
      if (error) parts.push(`\n${error.stack ?? `${error.name}: ${error.message}`}`);
      if (error?.cause) parts.push(error.cause);
      target[METHODS[level]](...parts);
    },
  };
}

function isLocal(): boolean {
  return /^(.+\.)?localhost$|^127\.|^\[::1\]$/.test(globalThis.location?.hostname ?? '');
}
