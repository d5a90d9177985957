import type { Logger } from '../src/index.ts';

export interface RecordedEntry {
  readonly level: string;
  readonly message: string;
  readonly metadata: Record<string, unknown> | undefined;
}

/** A logger that keeps what it is told, as data that can leave the page. */
export interface RecordingLogger extends Logger {
  readonly entries: RecordedEntry[];
  /** Called with each entry, before it is kept: tests print or throw there. */
  onEntry: (entry: RecordedEntry) => void;
  /** Calls the status listeners in a task of their own, as the real logger does. */
  notify: () => Promise<void>;
}

/** Makes one of the public interface. */
export function createRecordingLogger(): RecordingLogger {
  const entries: RecordedEntry[] = [];
  const listeners = new Set<() => void>();
  const status = {} as Logger['status'];
  const at = (level: string) => (message: unknown, metadata?: unknown) => {
    const entry: RecordedEntry = {
      level,
      message: String(message),
      metadata: readable(metadata) as RecordedEntry['metadata'],
    };
    logger.onEntry(entry);
    entries.push(entry);
  };
  const logger: RecordingLogger = {
    entries,
    onEntry: () => {},
    notify: () =>
      new Promise((resolve) => {
        setTimeout(() => {
          for (const listener of listeners) listener();
          setTimeout(resolve);
        });
      }),
    debug: at('debug'),
    info: at('info'),
    warning: at('warning'),
    warn: at('warning'),
    error: at('error'),
    critical: at('critical'),
    log: (level, message, metadata) => at(level)(message, metadata),
    emit: ({ level = 'info', message, metadata }) => at(level)(message, metadata),
    with: () => logger,
    child: () => logger,
    status,
    onStatus: (listener) => {
      const call = () => listener(status);
      listeners.add(call);
      return () => listeners.delete(call);
    },
    flush: () => Promise.resolve(status),
    persisted: () => Promise.resolve(),
    pause: () => {},
    resume: () => {},
    forget: () => Promise.resolve(),
    close: () => Promise.resolve(),
  };
  return logger;
}

/** Errors do not survive JSON; what throws while it is read must not end the test. */
function readable(value: unknown): unknown {
  try {
    return JSON.parse(
      JSON.stringify(value, (_, item: unknown) =>
        item instanceof Error ? { name: item.name, message: item.message } : item,
      ) ?? 'null',
    ) as unknown;
  } catch {
    return { unreadable: true };
  }
}
