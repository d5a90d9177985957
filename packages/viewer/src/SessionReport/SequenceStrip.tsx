import type { SessionAnswer } from '@tailrace/protocol/core';

interface SequenceStripProps {
  readonly account: SessionAnswer;
  /** What the picture shows, in words. */
  readonly label: string;
}

/** Least width of a hole, in percent: one entry of a million must be seen. */
const LEAST_WIDTH = 0.4;

/** A picture of the numbers that a session gave out: where it has holes, and what is still to come. */
export function SequenceStrip({ account: { emitted, missing, queued }, label }: SequenceStripProps) {
  const percent = (count: number) => (count / Math.max(1, emitted)) * 100;
  return (
    <svg
      className="tailrace-strip"
      role="img"
      aria-label={label}
      viewBox="0 0 100 10"
      preserveAspectRatio="none"
    >
      <rect width="100" height="10" data-part="stored" />
      {queued > 0 && (
        <rect x={100 - percent(queued)} width={percent(queued)} height="10" data-part="queued" />
      )}
      {missing.map(([from, to]) => {
        const width = Math.max(LEAST_WIDTH, percent(to - from + 1));
        return (
          <rect
            key={from}
            x={Math.min(100 - width, percent(from - 1))}
            width={width}
            height="10"
            data-part="missing"
          />
        );
      })}
    </svg>
  );
}
