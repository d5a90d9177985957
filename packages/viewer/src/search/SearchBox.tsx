import { useCallback, useEffect, useRef, useState, useSyncExternalStore } from 'react';
import { oncePerFrame } from '../hooks/oncePerFrame.ts';
import { usePartLabels } from '../partLabels.ts';
import type { ListView } from '../list/ListView.ts';
import type { FindMarks } from '../list/text/renderText.ts';
import { Icon } from '../parts/Icon.tsx';
import type { LogRows } from '../stream/buffer/LogRows.ts';
import { LogSearch } from '../stream/search/LogSearch.ts';
import { searchMarks } from './searchMarks.ts';
import { useLogSearch } from './useLogSearch.ts';
import { PART_ICONS } from '../parts/partIconPaths.ts';

/** A search that goes on, and what it marks. */
export interface ShownSearch {
  readonly search: LogSearch;
  readonly marks: FindMarks | undefined;
  /** Goes to the next hit, or the one before. */
  readonly go: (step: 1 | -1) => void;
}

export interface SearchBoxProps {
  readonly rows: LogRows;
  readonly view: ListView;
  /** What to look for at first; an object of its own each time. */
  readonly asked: { readonly text: string };
  readonly onSearch: (shown: ShownSearch | undefined) => void;
  /** Goes back to the list, and keeps what was found. */
  readonly onLeave: () => void;
  readonly onClose: () => void;
}

/** Looks for text in the messages that are there. */
export function SearchBox({ rows, view, asked, onSearch, onLeave, onClose }: SearchBoxProps) {
  const labels = usePartLabels();
  const input = useRef<HTMLInputElement>(null);
  const [text, setText] = useState(asked.text);
  const [regex, setRegex] = useState(false);
  const [caseSensitive, setCaseSensitive] = useState(false);
  const [seen, setSeen] = useState(asked);
  if (asked !== seen) {
    setSeen(asked);
    if (asked.text !== '') setText(asked.text);
  }
  const search = useLogSearch(rows);
  useEffect(() => {
    input.current?.focus();
    input.current?.select();
  }, [asked]);
  useEffect(() => {
    if (!search) return;
    search.find({ text, regex, ...(caseSensitive && { caseSensitive }) });
    onSearch({ search, marks: searchMarks(search), go: (step) => goToHit(search, view, step) });
  }, [search, view, text, regex, caseSensitive, onSearch]);
  useEffect(() => () => onSearch(undefined), [onSearch]);

  const found = useFound(search, view);
  const error = search?.error;
  const go = (step: 1 | -1) => search && goToHit(search, view, step);
  return (
    <div
      className="tailrace-search"
      role="search"
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return;
        event.preventDefault();
        event.stopPropagation();
        if (text === '') onClose();
        else onLeave();
      }}
    >
      <input
        ref={input}
        type="text"
        className="tailrace-search-input"
        value={text}
        aria-label={labels.searchFor}
        placeholder={labels.searchFor}
        aria-invalid={error !== undefined}
        autoComplete="off"
        autoCapitalize="off"
        spellCheck={false}
        onChange={(event) => setText(event.target.value)}
        onKeyDown={(event) => {
          if (event.key !== 'Enter') return;
          event.preventDefault();
          go(event.shiftKey ? -1 : 1);
        }}
      />
      <output className="tailrace-search-count" aria-live="polite">
        {text !== '' && !error && labels.hits(found.place, found.count, found.complete)}
      </output>
      <Toggle label={labels.matchCase} on={caseSensitive} onChange={setCaseSensitive}>
        Aa
      </Toggle>
      <Toggle label={labels.regex} on={regex} onChange={setRegex}>
        .*
      </Toggle>
      <button
        type="button"
        className="tailrace-button"
        aria-label={labels.previous}
        title={`${labels.previous} (N)`}
        onClick={() => go(-1)}
      >
        <Icon name={PART_ICONS.up} />
      </button>
      <button
        type="button"
        className="tailrace-button"
        aria-label={labels.next}
        title={`${labels.next} (n)`}
        onClick={() => go(1)}
      >
        <Icon name="down" />
      </button>
      <button
        type="button"
        className="tailrace-button"
        aria-label={labels.closeSearch}
        title={labels.closeSearch}
        onClick={onClose}
      >
        <Icon name="close" />
      </button>
      {error && (
        <p role="alert" className="tailrace-search-error">
          {error.message}
        </p>
      )}
    </div>
  );
}

interface ToggleProps {
  readonly label: string;
  readonly on: boolean;
  readonly onChange: (on: boolean) => void;
  readonly children: string;
}

function Toggle({ label, on, onChange, children }: ToggleProps) {
  return (
    <button
      type="button"
      className="tailrace-button"
      aria-label={label}
      aria-pressed={on}
      title={label}
      data-on={on || undefined}
      onClick={() => onChange(!on)}
    >
      <span aria-hidden="true">{children}</span>
    </button>
  );
}

/** Goes to the next row that was found, from the one that the user is on or else from the first that is seen. */
function goToHit(search: LogSearch, view: ListView, step: 1 | -1): void {
  const at = placeOf(view);
  const { first = 0, end = 0 } = view.placement ?? {};
  const index = step === 1 ? search.next(at < 0 ? first - 1 : at) : search.previous(at < 0 ? end : at);
  if (index >= 0) view.moveTo(index);
}

function placeOf({ selection, source }: ListView): number {
  return selection.current ? source.indexOf(selection.current) : -1;
}

interface Found {
  /** Of the row that the user is on among those found, from 1; 0 when it is none. */
  readonly place: number;
  readonly count: number;
  readonly complete: boolean;
}

/** What was found so far. */
function useFound(search: LogSearch | undefined, view: ListView): Found {
  const subscribe = useCallback(
    (changed: () => void) => {
      const frame = oncePerFrame(changed);
      const stops = [search?.subscribe(frame.request), view.subscribe(frame.request)];
      return () => {
        stops.forEach((stop) => stop?.());
        frame.cancel();
      };
    },
    [search, view],
  );
  const told = useSyncExternalStore(subscribe, () =>
    [search ? search.ordinalOf(placeOf(view)) + 1 : 0, search?.count ?? 0, search?.state].join(' '),
  );
  const [place, count, state] = told.split(' ');
  return { place: Number(place), count: Number(count), complete: state !== 'searching' };
}
