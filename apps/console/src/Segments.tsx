interface SegmentsProps {
  readonly label: string;
  /** Names by value. */
  readonly options: Readonly<Record<string, string>>;
  readonly value: string;
  readonly onChange: (value: string) => void;
}

/** A few choices, one of which holds. */
export function Segments({ label, options, value, onChange }: SegmentsProps) {
  return (
    <div className="console-segments" role="group" aria-label={label}>
      {Object.entries(options).map(([option, name]) => (
        <button key={option} type="button" aria-pressed={option === value} onClick={() => onChange(option)}>
          {name}
        </button>
      ))}
    </div>
  );
}
