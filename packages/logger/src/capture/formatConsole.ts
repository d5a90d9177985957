import { isError, safeText } from '@tailrace/protocol';

/** What a call of the console says. */
export interface ConsoleText {
  readonly message: string;
  readonly metadata: {
    readonly error?: Error | undefined;
    readonly arguments?: readonly unknown[] | undefined;
  };
}

/**
 * Formats arguments as consoles do (WHATWG Console, "Formatter"). Objects are not printed into the text but
 * kept as data, where fields can be found and redacted by name. The first error is taken as the error.
 *
 * @example
 * formatConsole(['%s has %d items', 'Cart', 2, { id: 7 }]);
 * // { message: 'Cart has 2 items {…}', metadata: { arguments: [{ id: 7 }] } }
 */
export function formatConsole(args: readonly unknown[]): ConsoleText {
  const objects: unknown[] = [];
  let error: Error | undefined;
  const print = (value: unknown): string => {
    if (!error && isError(value)) error = value;
    else if (Object(value) === value) {
      objects.push(value);
      return '{…}';
    }
    return safeText(value);
  };
  const rest = [...args];
  const format = typeof args[0] === 'string' && args.length > 1 ? (rest.shift() as string) : '';
  const text = format.replace(/%[sdifoOc%]/g, (specifier) => {
    if (specifier === '%%') return '%';
    if (rest.length === 0) return specifier;
    const value = print(rest.shift());
    if (specifier === '%c') return '';
    if (specifier === '%f') return `${Number.parseFloat(value)}`;
    return /[di]/.test(specifier) ? `${Number.parseInt(value, 10)}` : value;
  });
  return {
    message: [text, ...rest.map(print)].join(' ').trim(),
    metadata: { error, arguments: objects[0] ? objects : undefined },
  };
}
