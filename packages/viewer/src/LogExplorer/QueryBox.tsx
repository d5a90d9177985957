import { useId, useState, type KeyboardEvent, type RefObject } from 'react';
import { Icon } from '../parts/Icon.tsx';
import {
  applyCompletion,
  completionsAt,
  MAX_COMPLETIONS,
  placeInQuery,
  type Completion,
} from './completeQuery.ts';
import { useExplorerLabels, type FirstExplorerLabels } from './explorerLabels.ts';
import { recentFilters, rememberFilter } from './filterHistory.ts';
import { useFieldValues, type FieldValueSource } from './useFieldValues.ts';
import type { QueryText } from './useQueryText.ts';

export interface QueryBoxProps {
  readonly query: QueryText;
  /** What the server says of the query, if anything. */
  readonly serverError: string | undefined;
  readonly input: RefObject<HTMLInputElement | null>;
  /** Fields that are known of. */
  readonly fields: () => readonly string[];
  readonly values: FieldValueSource;
  /** Name under which filters are remembered; `''` remembers none. */
  readonly historyKey: string;
}

/** Takes the filter language, and offers how to go on: fields, their values, and what was asked before. */
export function QueryBox({ query, serverError, input, fields, values, historyKey }: QueryBoxProps) {
  const labels = useExplorerLabels();
  const ids = useId();
  const [isOpen, setOpen] = useState(false);
  const [caret, setCaret] = useState(0);
  const [active, setActive] = useState(-1);
  const [known, setKnown] = useState<readonly string[]>([]);

  const { text } = query;
  const place = placeInQuery(text, caret);
  const found = useFieldValues(values, isOpen ? place.field : undefined);
  const completions = !isOpen
    ? []
    : text === ''
      ? [...recent(historyKey), ...completionsAt(place, { fields: known, values: found })]
      : completionsAt(place, { fields: known, values: found });
  const shown = completions.slice(0, MAX_COMPLETIONS);
  const current = Math.min(active, shown.length - 1);
  const problem = query.error?.message ?? serverError;
  // While somebody is still writing, an offer helps more than a complaint.
  const complains = problem !== undefined && shown.length === 0;

  const open = () => {
    setKnown(fields());
    setOpen(true);
    setActive(-1);
  };
  const close = () => {
    setOpen(false);
    setActive(-1);
  };
  const commit = (next: string) => {
    query.commit(next);
    if (next.trim() !== '') rememberFilter(historyKey, next);
    close();
  };
  const take = (completion: Completion) => {
    const applied = applyCompletion(text, completion);
    if (completion.kind === 'recent') return commit(applied.text);
    query.type(applied.text);
    setCaret(applied.caret);
    open();
    requestAnimationFrame(() => {
      input.current?.focus();
      input.current?.setSelectionRange(applied.caret, applied.caret);
    });
  };

  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>) => {
    if (event.nativeEvent.isComposing) return;
    const { key } = event;
    if (key === 'ArrowDown' || key === 'ArrowUp') {
      event.preventDefault();
      if (!isOpen) return open();
      const step = key === 'ArrowDown' ? 1 : -1;
      // One more than there are: none, which is what was typed.
      setActive(((current + 1 + step + shown.length + 1) % (shown.length + 1)) - 1);
    } else if (key === 'Enter') {
      event.preventDefault();
      const chosen = shown[current];
      if (chosen) take(chosen);
      else commit(text);
    } else if (key === 'Tab' && !event.shiftKey && shown.length > 0 && current >= 0) {
      event.preventDefault();
      take(shown[current]!);
    } else if (key === 'Escape' && isOpen && shown.length > 0) {
      event.stopPropagation();
      close();
    }
  };

  return (
    <div className="tailrace-filter tailrace-query">
      <Icon name="search" />
      <input
        ref={input}
        type="text"
        className="tailrace-filter-input"
        value={text}
        placeholder={labels.filterExample}
        role="combobox"
        aria-label={labels.filter}
        aria-expanded={shown.length > 0}
        aria-controls={`${ids}list`}
        aria-autocomplete="list"
        aria-activedescendant={current >= 0 ? `${ids}${current}` : undefined}
        aria-invalid={complains}
        aria-describedby={complains ? `${ids}error` : undefined}
        autoComplete="off"
        autoCapitalize="off"
        spellCheck={false}
        onChange={(event) => {
          query.type(event.target.value);
          setCaret(event.target.selectionStart ?? event.target.value.length);
          open();
        }}
        onSelect={(event) => setCaret(event.currentTarget.selectionStart ?? 0)}
        onClick={open}
        onBlur={close}
        onKeyDown={onKeyDown}
      />
      {text === '' ? (
        <kbd className="tailrace-key" aria-hidden="true">
          /
        </kbd>
      ) : (
        <button
          type="button"
          className="tailrace-button"
          aria-label={labels.clearFilter}
          onClick={() => commit('')}
        >
          <Icon name="close" />
        </button>
      )}
      <ul
        id={`${ids}list`}
        className="tailrace-completions"
        role="listbox"
        aria-label={labels.completions}
        hidden={shown.length === 0}
      >
        {shown.map((completion, index) => (
          <li
            key={`${completion.kind} ${completion.text}`}
            id={`${ids}${index}`}
            role="option"
            aria-selected={index === current}
            data-kind={completion.kind}
            // The box keeps the focus.
            onPointerDown={(event) => {
              event.preventDefault();
              take(completion);
            }}
          >
            <bdi>{completion.text}</bdi>
            <small>{hintOf(completion, labels)}</small>
          </li>
        ))}
      </ul>
      {complains && (
        <p id={`${ids}error`} role="alert" className="tailrace-filter-error">
          {query.error && (
            <code className="tailrace-filter-place">
              <span>{text.slice(0, query.error.column - 1)}</span>
              <mark>{text.slice(query.error.column - 1) || ' '}</mark>
            </code>
          )}
          {problem}
        </p>
      )}
    </div>
  );
}

function hintOf({ kind, text, hint }: Completion, labels: FirstExplorerLabels): string | undefined {
  if (kind === 'recent') return labels.recent;
  return kind === 'operator' && text === '*' ? labels.anyValue : hint;
}

function recent(key: string): Completion[] {
  return recentFilters(key)
    .slice(0, MAX_COMPLETIONS / 2)
    .map((text) => ({ kind: 'recent', text, insert: text, from: 0, to: 0 }));
}
