/** Widths in percent. */
const WIDTHS = [62, 41, 78, 55, 30, 68];

/** Stands for lines that are still to come. */
export function SkeletonLines({ label }: { readonly label: string }) {
  return (
    <div className="tailrace-panel-skeleton" role="img" aria-label={label}>
      {WIDTHS.map((width) => (
        <span key={width} style={{ inlineSize: `${width}%` }} />
      ))}
    </div>
  );
}
