import { useState, type FormEvent, type ReactNode } from 'react';
import { Icon } from '../parts/Icon.tsx';
import { useExplorerLabels } from './explorerLabels.ts';
import { PART_ICONS } from '../parts/partIconPaths.ts';

export interface FacetRailProps {
  /** Whether it lies over the list and must be closed. */
  readonly isSheet: boolean;
  readonly onClose: () => void;
  /** Says what the counts are of, where that is not everything. */
  readonly note: string | undefined;
  /** Fields that can be counted by as well. */
  readonly offered: () => readonly string[];
  readonly onAddField: (field: string) => void;
  readonly children: ReactNode;
}

/** Fields with their most frequent values, beside the list. */
export function FacetRail({ isSheet, onClose, note, offered, onAddField, children }: FacetRailProps) {
  const labels = useExplorerLabels();
  return (
    <aside
      className="tailrace-facets"
      aria-label={labels.facets}
      data-sheet={isSheet || undefined}
      onKeyDown={(event) => {
        if (isSheet && event.key === 'Escape') onClose();
      }}
    >
      {isSheet && (
        <header className="tailrace-facets-head">
          <strong>{labels.facets}</strong>
          <button
            type="button"
            className="tailrace-button"
            aria-label={labels.closeFacets}
            // It came because it was asked for.
            ref={(button) => button?.focus()}
            onClick={onClose}
          >
            <Icon name="close" />
          </button>
        </header>
      )}
      <div className="tailrace-facets-body">
        {children}
        <AddField offered={offered} onAdd={onAddField} />
        {note && <p className="tailrace-facets-note">{note}</p>}
      </div>
    </aside>
  );
}

function AddField({
  offered,
  onAdd,
}: {
  readonly offered: () => readonly string[];
  readonly onAdd: (field: string) => void;
}) {
  const labels = useExplorerLabels();
  const [field, setField] = useState('');
  const [options, setOptions] = useState<readonly string[]>([]);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (field.trim() !== '') onAdd(field.trim());
    setField('');
  };
  return (
    <form className="tailrace-facet-add" onSubmit={submit}>
      <input
        className="tailrace-input"
        list="tailrace-fields"
        value={field}
        aria-label={labels.addField}
        placeholder={labels.addField}
        autoComplete="off"
        autoCapitalize="off"
        spellCheck={false}
        onFocus={() => setOptions(offered())}
        onChange={(event) => setField(event.target.value)}
      />
      <datalist id="tailrace-fields">
        {options.map((option) => (
          <option key={option} value={option} />
        ))}
      </datalist>
      <button
        type="submit"
        className="tailrace-button"
        aria-label={labels.add}
        disabled={field.trim() === ''}
      >
        <Icon name={PART_ICONS.plus} />
      </button>
    </form>
  );
}
