import { useMemo, useState, useSyncExternalStore } from 'react';
import type { LogRow } from '../stream/buffer/LogRow.ts';
import { LogPins } from '../stream/LogPins.ts';

const NONE: readonly LogRow[] = [];

export interface PinsState {
  readonly pins: LogPins;
  /** In the order of their time. */
  readonly rows: readonly LogRow[];
  readonly byKey: ReadonlyMap<string, LogRow>;
}

/** Rows that are kept in sight, as long as the viewer is there. */
export function usePins(): PinsState {
  const [pins] = useState(() => new LogPins());
  const rows = useSyncExternalStore(
    pins.subscribe,
    () => pins.rows,
    () => NONE,
  );
  const byKey = useMemo(() => new Map(rows.map((row) => [row.key, row])), [rows]);
  return { pins, rows, byKey };
}
