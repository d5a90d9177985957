import { expect, it } from 'vitest';
import { columnTemplates, orderColumns, widthOf } from './LogColumns.ts';

it('puts own columns first, fields after them, and the message last, each once', () => {
  expect(orderColumns(['user_id', 'message', 'logger', 'time', 'user_id'])).toEqual([
    'time',
    'logger',
    'user_id',
    'message',
  ]);
  expect(orderColumns([])).toEqual(['message']);
});

it('gives each column its width, and a phone what it has room for', () => {
  expect(columnTemplates(['time', 'level', 'user_id', 'message'], { user_id: 77 })).toEqual({
    wide: '96px 84px 77px minmax(0, 1fr)',
    narrow: '92px 14px minmax(0, 1fr)',
  });
});

it('has a width for a field that is called as what every object has', () => {
  expect(['constructor', '__proto__', 'toString'].map((field) => widthOf(field, {}))).toEqual([
    120, 120, 120,
  ]);
});
