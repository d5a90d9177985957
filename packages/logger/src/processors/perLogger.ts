/** Loggers whose answer is remembered, at most: some apps make a logger per job. */
const MAX_REMEMBERED_LOGGERS = 1000;

/** Remembers an answer per logger name, within bounds. */
export function rememberPerLogger<T>(answer: (logger: string) => T): {
  readonly of: (logger: string) => T;
  readonly forget: () => void;
} {
  const known = new Map<string, T>();
  // Mostly the same logger speaks again, and comparing its name is cheaper than looking it up.
  let lastLogger: string | undefined;
  let last: T;
  return {
    of(logger) {
      if (logger === lastLogger) return last;
      const old = known.get(logger);
      lastLogger = logger;
      last = old ?? answer(logger);
      if (old !== undefined) return last;
      if (known.size >= MAX_REMEMBERED_LOGGERS) known.clear();
      known.set(logger, last);
      return last;
    },
    forget() {
      known.clear();
      lastLogger = undefined;
    },
  };
}

/** Finds what is set for the longest prefix of a logger's name, by segments; `''` stands for all. */
export function valueByPrefix<T>(values: Readonly<Record<string, T>>, logger: string): T | undefined {
  let prefix = logger;
  // Own keys only: a logger may be called `constructor`.
  while (prefix && !Object.hasOwn(values, prefix)) {
    prefix = prefix.slice(0, Math.max(prefix.lastIndexOf('.'), 0));
  }
  return Object.hasOwn(values, prefix) ? values[prefix] : undefined;
}
