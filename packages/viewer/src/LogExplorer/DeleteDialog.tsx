import { useEffect, useId, useRef, useState, type FormEvent } from 'react';
import type { LogApi } from '../api/LogApi.ts';
import { useExplorerLabels } from './explorerLabels.ts';

export interface DeleteDialogProps {
  readonly api: LogApi;
  readonly onClose: () => void;
  /** So many entries are gone. */
  readonly onDeleted: (entries: number) => void;
}

/** Deletes everything, once the word has been typed. */
export function DeleteDialog({ api, onClose, onDeleted }: DeleteDialogProps) {
  const labels = useExplorerLabels();
  const ids = useId();
  const dialog = useRef<HTMLDialogElement>(null);
  const [word, setWord] = useState('');
  const [isBusy, setBusy] = useState(false);
  const [failure, setFailure] = useState<string>();
  useEffect(() => {
    const element = dialog.current!;
    element.showModal();
    return () => element.close();
  }, []);
  const isMeant = word.trim().toLowerCase() === labels.deleteWord.toLowerCase();
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (!isMeant || isBusy) return;
    setBusy(true);
    setFailure(undefined);
    try {
      const { deleted_count: deleted } = await api.cleanup(0);
      onDeleted(deleted);
    } catch (cause) {
      setFailure(cause instanceof Error ? cause.message : String(cause));
      setBusy(false);
    }
  };
  return (
    <dialog
      ref={dialog}
      className="tailrace-dialog"
      aria-labelledby={`${ids}title`}
      aria-describedby={`${ids}text`}
      onCancel={(event) => {
        event.preventDefault();
        if (!isBusy) onClose();
      }}
    >
      <form onSubmit={(event) => void submit(event)}>
        <h2 id={`${ids}title`}>{labels.deleteTitle}</h2>
        <p id={`${ids}text`}>{labels.deleteWarning}</p>
        <label>
          {labels.typeToDelete(labels.deleteWord)}
          <input
            className="tailrace-input"
            value={word}
            autoFocus
            autoComplete="off"
            spellCheck={false}
            onChange={(event) => setWord(event.target.value)}
          />
        </label>
        {failure && (
          <p role="alert" className="tailrace-range-error">
            {failure}
          </p>
        )}
        <div className="tailrace-dialog-actions">
          <button type="button" className="tailrace-action" disabled={isBusy} onClick={onClose}>
            {labels.cancel}
          </button>
          <button type="submit" className="tailrace-action" data-danger disabled={!isMeant || isBusy}>
            {isBusy ? labels.deleting : labels.deleteAll}
          </button>
        </div>
      </form>
    </dialog>
  );
}
