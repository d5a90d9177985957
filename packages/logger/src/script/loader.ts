import type { LoaderRecord, Recorder } from './LoaderRecord.ts';

// Stands in the head of pages and must stay below 1 KB, hence its terseness.
const page = window as unknown as { Tailrace?: unknown };
const own = document.currentScript as HTMLScriptElement;
const calls: LoaderRecord['calls'] = [];
/** Calls that wait, at most; what comes after them is only counted. */
let limit = 1000;

/** In this order: what logs, what returns nothing, a logger, a way to stop, or a promise. */
const METHODS =
  'debug info warning warn error critical log emit pause resume with child onStatus flush persisted forget close';

const createRecorder = (): Recorder => {
  const recorder: Recorder & Record<string, unknown> = {};
  METHODS.split(' ').forEach((method, index) => {
    recorder[method] = (...args: unknown[]) => {
      const { real } = recorder as { real?: Record<string, (...given: unknown[]) => unknown> };
      if (real) return real[method]!(...args);
      const isLogger = index > 9 && index < 12;
      const made = isLogger ? createRecorder() : {};
      const isKept = calls.length < limit;
      if (isKept) calls.push([recorder, method, args, Date.now(), made]);
      else if (index < 8) recorder.lost = (recorder.lost || 0) + 1;
      if (isLogger) return isKept ? made : recorder;
      if (index === 12) return () => (made as { real?: () => void }).real?.();
      if (index > 12)
        return new Promise<unknown>((resolve) => (isKept ? (made.resolve = resolve) : resolve(0)));
      return undefined;
    };
  });
  return recorder;
};

const onError = (event: Event) => {
  const { error, reason, message } = event as Event & Partial<ErrorEvent & PromiseRejectionEvent>;
  if (calls.length < limit) calls.push([undefined, event.type, [error ?? reason ?? message], Date.now(), {}]);
};
const EVENTS = ['error', 'unhandledrejection'];
const stop = () => EVENTS.forEach((type) => removeEventListener(type, onError));

if (!page.Tailrace) {
  EVENTS.forEach((type) => addEventListener(type, onError));
  page.Tailrace = {
    loader: { calls, stop },
    createLogger(options: unknown) {
      const made = createRecorder();
      calls.push([undefined, 'createLogger', [options], Date.now(), made]);
      return made;
    },
  };
  const script = document.createElement('script');
  script.src = own.dataset['src']!;
  script.nonce = own.nonce;
  script.onerror = () => {
    // It is blocked or gone: nothing may wait for it.
    limit = 0;
    stop();
    calls.splice(0).forEach(([, , , , made]) => made.resolve?.());
  };
  document.head.append(script);
}
