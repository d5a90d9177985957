import fc from 'fast-check';
import { expect, it } from 'vitest';
import { sampleTrace } from '../api/sampleTrace.ts';
import { layOutTrace } from './layOutTrace.ts';

it('begins where the first operation began, and ends with the last', () => {
  const { groups, duration, origin, errors } = layOutTrace(sampleTrace());
  expect(groups.map(({ source }) => source)).toEqual(['web', 'checkout', 'api', 'payment', 'worker']);
  expect(new Date(origin).toISOString()).toBe('2026-11-20T09:30:00.000Z');
  expect(duration).toBe(1640);
  expect(errors).toBe(2);
});

it('draws an entry without a duration as a moment', () => {
  const [entry] = sampleTrace();
  const { trace: _trace, ...moment } = entry!;
  const { rows, duration } = layOutTrace([moment]);
  expect(rows).toMatchObject([{ start: 0, end: 0, isSpan: false }]);
  expect(duration).toBe(0);
});

it('leaves out what has no time, and nothing else', () => {
  const [entry] = sampleTrace();
  expect(layOutTrace([{ ...entry!, timestamp: 'yesterday' }]).rows).toHaveLength(0);
  expect(layOutTrace([]).duration).toBe(0);
});

it('keeps every row within the axis, whatever a producer wrote', () => {
  const times = fc.integer({ min: 0, max: 4e12 }).map((ms) => new Date(ms).toISOString());
  const took = fc.oneof(fc.double(), fc.constant(undefined));
  fc.assert(
    fc.property(fc.array(fc.record({ timestamp: times, took }), { maxLength: 30 }), (lines) => {
      const [sample] = sampleTrace();
      const entries = lines.map(({ timestamp, took: ms }, i) => ({
        ...sample!,
        source: `s${i % 3}`,
        timestamp,
        trace: ms === undefined ? {} : { execution_time_ms: ms },
      }));
      const { rows, duration } = layOutTrace(entries);
      expect(rows).toHaveLength(entries.length);
      for (const { start, end } of rows) {
        expect(start).toBeGreaterThanOrEqual(0);
        expect(end).toBeGreaterThanOrEqual(start);
        expect(end).toBeLessThanOrEqual(duration);
      }
    }),
  );
});
