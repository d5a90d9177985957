import { LOG_LEVELS, type LogFilterError, type LogLevel } from '@tailrace/protocol/core';
import { useCallback, useEffect, useMemo, useState } from 'react';
import type { FieldValue, NarrowMode } from '../filter/narrowFilter.ts';
import { fetchFilterLanguage, useFilterLanguage } from '../filter/useFilterLanguage.ts';
import { useControlled } from './useControlled.ts';

/** Milliseconds without a key press after which the text is applied. */
const DEBOUNCE_MS = 200;

export interface LogFilterState {
  readonly text: string;
  readonly setText: (text: string) => void;
  /** Where the text cannot be read, and why. */
  readonly error: LogFilterError | undefined;
  /** The chosen levels; none means all. */
  readonly levels: readonly LogLevel[];
  readonly toggleLevel: (level: LogLevel) => void;
  /** The level and all that are worse; the same ones again means all. */
  readonly chooseFrom: (level: LogLevel) => void;
  readonly clear: () => void;
  /** Adds a field's value to the text, at once. */
  readonly narrow: (field: string, value: FieldValue, mode: NarrowMode) => void;
  /** Whether the user narrows anything. */
  readonly active: boolean;
  /** The last text that could be read. */
  readonly applied: string;
  /** Whether the text that it began with has been read: what to ask for is not known before. */
  readonly isRead: boolean;
  /** What to ask the server for: the last text that could be read, the levels, and the viewer's scope. */
  readonly filter: string;
}

export interface LogFilterOptions {
  /** What the page shows of it all. */
  readonly scope: readonly (string | undefined)[];
  /** The user's text, where the page holds it. */
  readonly query?: string | undefined;
  readonly onQueryChange?: ((query: string) => void) | undefined;
}

/** What the user chooses to see, within a scope that the page chose. */
export function useLogFilter({ scope, query, onQueryChange }: LogFilterOptions): LogFilterState {
  const [text, setText] = useControlled(query, '', onQueryChange);
  const [levels, setLevels] = useState<readonly LogLevel[]>([]);
  const language = useFilterLanguage(text);
  const error = useMemo(() => language?.filterError(text), [language, text]);
  const isTextRead = language !== undefined || text.trim() === '';
  const [isRead, setIsRead] = useState(isTextRead);
  const [applied, setApplied] = useState(isTextRead && !error ? text : '');
  if (isTextRead && !isRead) {
    // The text that it began with: nothing has been asked for yet, so nobody waits for the typing to end.
    setIsRead(true);
    if (!error) setApplied(text);
  }

  useEffect(() => {
    if (!isTextRead || error) return;
    const timer = setTimeout(() => setApplied(text), DEBOUNCE_MS);
    return () => clearTimeout(timer);
  }, [text, error, isTextRead]);

  const choose = (chosen: readonly LogLevel[]) =>
    setLevels(
      chosen.length === LOG_LEVELS.length ? [] : LOG_LEVELS.filter((level) => chosen.includes(level)),
    );

  const narrow = useCallback(
    (field: string, value: FieldValue, mode: NarrowMode) => {
      void fetchFilterLanguage().then(({ filterError, narrowFilter }) => {
        const narrowed = narrowFilter(filterError(text) ? applied : text, field, value, mode);
        setText(narrowed);
        setApplied(narrowed);
      });
    },
    [text, applied, setText],
  );

  return {
    text,
    setText,
    narrow,
    applied,
    isRead,
    error,
    levels,
    toggleLevel: (level) =>
      choose(levels.includes(level) ? levels.filter((other) => other !== level) : [...levels, level]),
    chooseFrom: (level) => {
      const chosen = LOG_LEVELS.slice(LOG_LEVELS.indexOf(level));
      choose(chosen.join() === levels.join() ? [] : chosen);
    },
    clear: () => {
      setText('');
      setApplied('');
      setLevels([]);
    },
    active: applied.trim() !== '' || levels.length > 0,
    filter: joinFilters([...scope, levelFilter(levels), applied]),
  };
}

function levelFilter(levels: readonly LogLevel[]): string {
  const lowest = levels[0];
  if (!lowest) return '';
  const andWorse = LOG_LEVELS.slice(LOG_LEVELS.indexOf(lowest));
  if (levels.length > 1 && andWorse.length === levels.length) return `level:>=${lowest}`;
  return levels.map((level) => `level:${level}`).join(' OR ');
}

function joinFilters(filters: readonly (string | undefined)[]): string {
  const parts = filters.filter((part) => part !== undefined && part.trim() !== '');
  return parts.length === 1 ? parts[0]! : parts.map((part) => `(${part})`).join(' ');
}
