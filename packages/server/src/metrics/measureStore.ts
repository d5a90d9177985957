import type { Histogram } from 'prom-client';
import type { LogStore } from '../store/LogStore.ts';

/** Measures every call of a store, whatever methods it has. */
export function measureStore(store: LogStore, calls: Histogram<'operation' | 'result'>): LogStore {
  const measured = new Map<PropertyKey, unknown>();
  return new Proxy(store, {
    get(target, name) {
      const member: unknown = Reflect.get(target, name, target);
      if (typeof member !== 'function') return member;
      const known = measured.get(name) ?? measure(String(name), member.bind(target) as Method);
      measured.set(name, known);
      return known;
    },
  });

  function measure(operation: string, method: Method): Method {
    return (...parameters) => {
      const end = calls.startTimer({ operation });
      const answer = method(...parameters);
      // A stream of answers takes as long as its reader.
      if (!(answer instanceof Promise)) return answer;
      return answer.then(
        (value: unknown) => {
          end({ result: 'ok' });
          return value;
        },
        (error: unknown) => {
          end({ result: 'failed' });
          throw error;
        },
      );
    };
  }
}

type Method = (...parameters: readonly unknown[]) => unknown;
