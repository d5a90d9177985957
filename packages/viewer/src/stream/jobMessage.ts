import type { LogEntry, LogLevel, LogStreamName } from '@tailrace/protocol';

/** Levels of a job's lines have the short names that consoles use. */
const JOB_LEVELS = {
  debug: 'debug',
  info: 'info',
  warning: 'warn',
  error: 'error',
  critical: 'error',
} as const satisfies Readonly<Record<LogLevel, string>>;

/** An entry as a line of a job run. */
export interface JobMessage {
  readonly job_run_id?: string;
  readonly task_run_id?: string;
  readonly task_name?: string;
  /** The producer's clock: ISO 8601, UTC. */
  readonly timestamp: string;
  readonly level: 'debug' | 'info' | 'warn' | 'error';
  readonly stream: LogStreamName;
  readonly message: string;
}

/** Makes the line of a job run that an entry is. */
export function jobMessage(entry: LogEntry): JobMessage {
  const { timestamp, level, message, stream = 'stdout', context = {}, metadata = {} } = entry;
  return {
    ...text('job_run_id', context['job_run_id']),
    ...text('task_run_id', context['task_run_id']),
    ...text('task_name', context['task_name'] ?? metadata['task_name']),
    timestamp,
    level: JOB_LEVELS[level],
    stream,
    message,
  };
}

/** Absent is absent. */
function text(name: string, value: unknown): Readonly<Record<string, string>> {
  return typeof value === 'string' || typeof value === 'number' ? { [name]: String(value) } : {};
}
