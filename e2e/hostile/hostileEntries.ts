import { HOSTILE_TEXTS } from './payloads.ts';

/** Entries that are hostile wherever they may say what they like. */
export function hostileEntries(): object[] {
  return HOSTILE_TEXTS.map((text, index) => ({
    message: text,
    level: index % 9 === 0 ? 'error' : 'info',
    source: text.slice(0, 100) || 'none',
    logger: text.slice(0, 100) || 'none',
    context: { job_run_id: text, [text]: 'a hostile name' },
    metadata: { value: text, list: [text, { [text]: text }] },
    error: { name: text.slice(0, 200), message: text, stack: `${text}\n    at ${text} (${text}:1:1)` },
    action: text.slice(0, 100),
  }));
}
