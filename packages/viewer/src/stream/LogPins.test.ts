import { describe, expect, it, vi } from 'vitest';
import { entryAt } from './arbitraryRows.ts';
import { LogBuffer } from './LogBuffer.ts';
import { LogPins } from './LogPins.ts';

describe('LogPins', () => {
  it('keeps pinned rows in order, also when the buffer has let go of them', () => {
    const buffer = new LogBuffer({ capacity: 3 });
    buffer.append([entryAt(1), entryAt(2), entryAt(3)]);
    const [first, second] = [buffer.get(0)!, buffer.get(1)!];
    const pins = new LogPins();
    const listener = vi.fn<() => void>();
    pins.subscribe(listener);
    pins.toggle(second);
    pins.toggle(first);
    buffer.append([entryAt(4), entryAt(5), entryAt(6)]);
    expect(pins.rows).toEqual([first, second]);
    pins.toggle(first);
    expect([pins.has(first), pins.has(second)]).toEqual([false, true]);
    pins.clear();
    pins.clear();
    expect(pins.rows).toEqual([]);
    expect(listener).toHaveBeenCalledTimes(4);
  });
});
