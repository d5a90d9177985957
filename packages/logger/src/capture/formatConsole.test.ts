import { describe, expect, it } from 'vitest';
import { formatConsole } from './formatConsole.ts';

const message = (...args: unknown[]) => formatConsole(args).message;

describe('formatConsole', () => {
  it('formats as consoles do', () => {
    expect(message('%s has %d items, %i%% of %f', 'Cart', '2.7', 40.9, '1.5kg')).toBe(
      'Cart has 2 items, 40% of 1.5',
    );
    expect(message('%cStyled%c text', 'color: red', '')).toBe('Styled text');
    expect(message('%s and %s', 'one')).toBe('one and %s');
    expect(message('100%', 'sure')).toBe('100% sure');
    expect(message('50%% %s')).toBe('50%% %s');
    expect(message(1, null, undefined, true, 10n, Symbol('s'))).toBe('1 null undefined true 10 Symbol(s)');
    expect(message()).toBe('');
  });

  it('keeps objects as data, in order, and says where they stood', () => {
    const list = [1, 2];
    const user = { id: 7 };
    expect(formatConsole(['%o is new', user, list])).toEqual({
      message: '{…} is new {…}',
      metadata: { arguments: [user, list] },
    });
    expect(formatConsole(['plain']).metadata).toEqual({});
  });

  it('takes the first error as the error', () => {
    const [first, second] = [new TypeError('No'), new Error('Neither')];
    expect(formatConsole(['Failed:', first, second])).toEqual({
      message: 'Failed: TypeError: No {…}',
      metadata: { error: first, arguments: [second] },
    });
  });

  it('reads nothing of an object that could throw', () => {
    const { proxy, revoke } = Proxy.revocable({}, {});
    revoke();
    const thrower = {
      toString: () => {
        throw new Error('toString');
      },
      get message() {
        throw new Error('message');
      },
    };
    const error = Object.defineProperty(new Error('x'), 'toString', { value: thrower.toString });
    expect(message('%s %d', proxy, thrower, error)).toBe('{…} NaN [Throws]');
  });
});
