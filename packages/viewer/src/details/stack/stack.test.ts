import { expect, it } from 'vitest';
import { foldFrames } from './foldFrames.ts';
import { parseStack } from './parseStack.ts';
import { MAX_AT_ONCE, resolveOnce } from './resolveFrames.ts';
import { shortPlace, type StackFrame } from './StackFrame.ts';

it.each([
  ['    at charge (payment.ts:88:11)', 'charge', 'payment.ts', 88, 11],
  [
    '    at async submitOrder (https://shop.example/app.js?v=2:142:5)',
    'submitOrder',
    'https://shop.example/app.js?v=2',
    142,
    5,
  ],
  ['    at https://shop.example/app.js:1:2', undefined, 'https://shop.example/app.js', 1, 2],
  ['    at Object.<anonymous> (C:\\shop\\app.js:3:4)', 'Object.<anonymous>', 'C:\\shop\\app.js', 3, 4],
  ['    at new Cart [as make] (/srv/shop/Cart.js:5:6)', 'new Cart [as make]', '/srv/shop/Cart.js', 5, 6],
  ['charge@https://shop.example/app.js:88:11', 'charge', 'https://shop.example/app.js', 88, 11],
  ['@https://shop.example/app.js:88:11', undefined, 'https://shop.example/app.js', 88, 11],
  ['\tat shop.Checkout.pay(Checkout.java:88)', 'shop.Checkout.pay', 'Checkout.java', 88, undefined],
  ['  File "/srv/payment.py", line 88, in charge', 'charge', '/srv/payment.py', 88, undefined],
  ['    at Array.map (<anonymous>)', 'Array.map', '<anonymous>', undefined, undefined],
])('reads %s', (text, name, file, line, column) => {
  const { frames } = parseStack(`Error: no\n${text}`);
  expect(frames).toEqual([{ raw: text.trim(), function: name, file, line, column }]);
});

it('keeps what stands above the frames, and lines that are none with the frame before', () => {
  const { head, frames } = parseStack(
    'TypeError: a\nsecond line\n    at f (a.js:1:1)\n    code here\n    at g (a.js:2:1)',
  );
  expect(head).toBe('TypeError: a\nsecond line');
  expect(frames.map(({ raw }) => raw)).toEqual(['at f (a.js:1:1)\n    code here', 'at g (a.js:2:1)']);
});

it('reads 64 KiB of whatever it is in no time', () => {
  for (const part of ['at (', 'at a (b ', '@', 'a@b:', ' File "', ':1:', 'at async ']) {
    const text = part.repeat(65_536 / part.length);
    expect(parseStack(`Error\n${text}\n${part}\n`).frames.length).toBeLessThan(3);
  }
});

const at = (file: string, name = 'f'): StackFrame => ({
  raw: `${name} ${file}`,
  function: name,
  file,
  line: 1,
});

it('folds frames of a package, of the runtime, and long runs in one file', () => {
  const groups = foldFrames([
    at('/srv/src/a.ts'),
    at('/srv/node_modules/react-dom/index.js'),
    at('/srv/node_modules/react-dom/other.js'),
    at('/srv/node_modules/.pnpm/x@1/node_modules/@scope/name/index.js'),
    at('node:internal/timers'),
    at('/usr/lib/python3/site-packages/django/core.py'),
    at('https://shop.example/assets/vendor.1a2b.js'),
    at('/srv/src/b.ts'),
    at('/srv/src/b.ts'),
    at('/srv/src/b.ts'),
    at('/srv/src/b.ts'),
    at('/srv/src/c.ts'),
  ]);
  expect(
    groups.map((group) =>
      group.kind === 'frame' ? group.frame.file : `${group.frames.length} ${group.where}`,
    ),
  ).toEqual([
    '/srv/src/a.ts',
    '2 react-dom',
    '1 @scope/name',
    '1 node',
    '1 django',
    '1 vendor',
    '/srv/src/b.ts',
    '3 b.ts',
    '/srv/src/c.ts',
  ]);
});

it('tells places by the end of their path', () => {
  expect(
    shortPlace({ raw: '', file: 'https://shop.example/src/cart/total.ts?t=1', line: 3, column: 4 }),
  ).toBe('cart/total.ts:3:4');
});

it('asks for each place once, a few at a time, and takes no for an answer', async () => {
  let running = 0;
  let most = 0;
  let asked = 0;
  const resolve = async (frame: StackFrame) => {
    asked += 1;
    running += 1;
    most = Math.max(most, running);
    await Promise.resolve();
    await Promise.resolve();
    running -= 1;
    if (frame.line === 7) throw new Error('No map');
    return { ...frame, function: 'original' };
  };
  const frames = Array.from({ length: 30 }, (_, line) => ({
    raw: '',
    file: 'a.js',
    line: line + 1,
    column: 1,
  }));
  const answers = await Promise.all([...frames, ...frames].map((frame) => resolveOnce(resolve, frame)));
  expect(asked).toBe(30);
  expect(most).toBe(MAX_AT_ONCE);
  expect(answers.filter((answer) => answer?.function === 'original')).toHaveLength(58);
  await resolveOnce(resolve, frames[3]!);
  expect(asked).toBe(30);
});
