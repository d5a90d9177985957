import {
  isLogLevel,
  MAX_NAME_LENGTH,
  truncateText,
  type LogContext,
  type LogLevel,
  type LogResource,
} from '@tailrace/protocol';
import type { LogProcessor } from './LogProcessor.ts';
import type { LinePrinting } from './line.ts';
import type { ValuePrinter } from './printing/ValuePrinter.ts';
import type { DeferredRequest } from './transport/fetchLater.ts';
import type { BodyCompressor } from './transport/gzip.ts';

/** What every logger is made with. */
export interface CommonOptions {
  /** Base URL of the server: entries are posted to `{url}/api/v1/logs`. */
  readonly url: string;
  /** Ingest key, sent as a bearer token. It is public by nature: it can write, and nothing else. */
  readonly key: string;
  /** The component or service that speaks. */
  readonly source: string;
  /** Hierarchical name of the first logger: `shop`. Children append to it. */
  readonly logger?: string;
  /**
   * Entries below cost nearly nothing, and leave no trace. It is a floor: levels set at run time do not go below it.
   * @default 'debug'
   */
  readonly level?: LogLevel;
  /** What every entry carries. */
  readonly context?: LogContext;
  /** What sends: app, version, environment. */
  readonly resource?: LogResource;
  /** Takes out of each entry's JSON line what must not be stored or sent; the line must stay valid. */
  readonly redact?: ((line: string) => string) | undefined;
  /** Begins as after `pause`: nothing is stored or sent before `resume`. @default false */
  readonly paused?: boolean;
  /** Is told what is wrong with the logger itself, each kind of problem once. @default console.warn */
  readonly onError?: (error: Error) => void;
}

/** What a logger is made with. */
export interface LoggerOptions extends CommonOptions {
  /** Steps that every entry passes: sampling, rate limits, levels, further places to write to. In this order. */
  readonly processors?: readonly LogProcessor[];
}

/** What a logger of the core is made with. */
export interface CoreLoggerOptions extends CommonOptions {
  /** How values become JSON. @default as `JSON.stringify` does, a value that throws as a text */
  readonly printer?: ValuePrinter;
  /** Is asked about every entry. */
  readonly processor?: LogProcessor;
  /** Compresses bodies of requests. @default they are sent as they are */
  readonly compress?: BodyCompressor;
  /** Leaves what waits with the browser, to be sent when the page ends. @default nothing is left with it */
  readonly defer?: DeferredRequest;
}

/** Options after a look at them. */
export interface ResolvedOptions extends LinePrinting {
  /** Without a trailing slash; `undefined` when there is no usable one. */
  readonly url: string | undefined;
  readonly key: string | undefined;
  readonly source: string;
  readonly logger: string;
  readonly level: LogLevel;
  readonly context: LogContext;
  readonly resource: LogResource | undefined;
  readonly processor: LogProcessor | undefined;
  readonly paused: boolean;
}

/** Reads options as a JavaScript caller may give them. What is unusable is done without. */
export function resolveOptions(
  options: Partial<CoreLoggerOptions> | undefined,
  fallback: ValuePrinter,
): ResolvedOptions {
  const { url, key, source, logger, level, context = {}, resource } = options ?? {};
  const { redact = (line: string) => line, processor, paused = false, printer = fallback } = options ?? {};
  return {
    url: resolveUrl(url),
    key,
    source: nameOr(source, 'unknown'),
    logger: nameOr(logger, ''),
    level: isLogLevel(level) ? level : 'debug',
    context,
    // What cannot be cloned would keep every segment out of storage.
    resource: resource && (JSON.parse(printer.value(resource)) as LogResource),
    redact,
    printer,
    processor,
    paused,
  };
}

/** A name within the protocol's limit. */
export function nameOr(name: unknown, fallback: string): string {
  return typeof name === 'string' && name !== '' ? truncateText(name, MAX_NAME_LENGTH) : fallback;
}

/** Without a trailing slash; `undefined` when it is no http(s) URL. */
export function resolveUrl(url: string | undefined): string | undefined {
  try {
    const { protocol, origin, pathname } = new URL(url!, globalThis.location?.href);
    return url && protocol.startsWith('http') ? (origin + pathname).replace(/\/+$/, '') : undefined;
  } catch {
    // Not a URL: the caller reports it.
    return undefined;
  }
}
