import { useState } from 'react';
import { useThrottled } from '../hooks/useThrottled.ts';
import { useLabels } from '../labels.ts';
import type { LogBuffer } from '../stream/LogBuffer.ts';
import { Icon } from './Icon.tsx';

export interface TailPillProps {
  readonly buffer: LogBuffer;
  readonly onClick: () => void;
}

/** Leads back to the tail, and counts what has come since it was left: since this was mounted. */
export function TailPill({ buffer, onClick }: TailPillProps) {
  const labels = useLabels();
  useThrottled(buffer);
  const [left] = useState(buffer.totals);
  const entries = buffer.totals.entries - left.entries;
  const errors = buffer.totals.errors - left.errors;
  return (
    <button type="button" className="tailrace-pill" onClick={onClick}>
      <Icon name="down" />
      {entries > 0 ? labels.newEntries(entries) : labels.toLatest}
      {errors > 0 && <span className="tailrace-pill-errors">{labels.newErrors(errors)}</span>}
    </button>
  );
}
