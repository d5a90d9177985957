import { useCallback, useState } from 'react';
import { EXPORT_FORMATS, type ExportFormat } from '../api/LogApi.ts';
import { useQuery } from '../api/useQuery.ts';
import { useExplorerLabels } from './explorerLabels.ts';
import type { ExportMenuProps } from './ExportMenu.tsx';

const number = new Intl.NumberFormat('en');

/** Says what a file would hold and how much that is, and fetches it. */
export function ExportChoice({
  api,
  selection,
  described,
  onDone,
}: ExportMenuProps & { readonly onDone: () => void }) {
  const labels = useExplorerLabels();
  const { data, error } = useQuery(
    useCallback((signal: AbortSignal) => api.stats(selection, signal), [api, selection]),
  );
  const [failure, setFailure] = useState<string>();
  const [isBusy, setBusy] = useState(false);
  const fetchFile = async (format: ExportFormat) => {
    setBusy(true);
    try {
      save(await api.exportFile({ ...selection, format }), `tailrace-logs.${format}`);
      onDone();
    } catch (cause) {
      setFailure(cause instanceof Error ? cause.message : String(cause));
    } finally {
      setBusy(false);
    }
  };
  const problem = failure ?? error?.message;
  return (
    <div className="tailrace-export">
      <p>
        {data ? (
          <strong>{labels.exports(`${data.partial ? '≥ ' : ''}${number.format(data.total)}`)}</strong>
        ) : (
          <span className="tailrace-muted">{isBusy ? labels.exporting : labels.counting}</span>
        )}
        <code>{described ?? labels.exportsAll}</code>
      </p>
      {problem && <p role="alert">{problem}</p>}
      <div className="tailrace-export-formats">
        {EXPORT_FORMATS.map((format) => {
          const href = api.exportHref({ ...selection, format });
          const name = labels.exportFormats[format];
          return href === undefined ? (
            <button
              key={format}
              type="button"
              className="tailrace-action"
              disabled={isBusy}
              onClick={() => void fetchFile(format)}
            >
              {name}
            </button>
          ) : (
            <a key={format} className="tailrace-action" href={href} download onClick={onDone}>
              {name}
            </a>
          );
        })}
      </div>
    </div>
  );
}

/** Hands a file to the browser's downloads. */
function save(file: Blob, name: string): void {
  const href = URL.createObjectURL(file);
  const link = document.createElement('a');
  link.href = href;
  link.download = name;
  link.click();
  // The browser has taken it by then.
  setTimeout(() => URL.revokeObjectURL(href), 60_000);
}
