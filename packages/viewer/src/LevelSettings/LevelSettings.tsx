import { LOG_LEVELS, type LogLevel } from '@tailrace/protocol/core';
import { useState } from 'react';
import { useLogApi, type LogApiProps } from '../api/useLogApi.ts';
import { Panel, type PanelProps } from '../panel/Panel.tsx';
import { PanelNotice } from '../panel/PanelNotice.tsx';
import { QueryNotice } from '../panel/QueryNotice.tsx';
import { SkeletonLines } from '../panel/SkeletonLines.tsx';
import { Icon } from '../parts/Icon.tsx';
import { ENGLISH_LEVELS, type LevelSettingsLabels } from './levelSettingsLabels.ts';
import { useLevelSettings, type EditableLevels } from './useLevelSettings.ts';

export interface LevelSettingsProps extends LogApiProps, PanelProps {
  /** Whether levels can be changed; the server lets administrators alone. @default true */
  readonly editable?: boolean;
  /** Words to use in place of the English ones. */
  readonly labels?: Partial<LevelSettingsLabels>;
}

/**
 * Shows, and changes at run time, which levels loggers let through.
 *
 * @example
 * <LevelSettings url="https://logs.example.com" editable={user.isAdmin} />
 */
export function LevelSettings(props: LevelSettingsProps) {
  const { editable = true } = props;
  const labels = { ...ENGLISH_LEVELS, ...props.labels };
  const settings = useLevelSettings(useLogApi(props));
  const { levels, error, failure, isSaving, refresh } = settings;
  return (
    <Panel
      label={labels.title}
      kind="tailrace-levels"
      isBusy={isSaving || (!levels && !error)}
      theme={props.theme}
      className={props.className}
    >
      <div className="tailrace-panel-head">
        <h2>{labels.title}</h2>
        <p className="tailrace-panel-facts">{labels.hint}</p>
        {isSaving && (
          <span className="tailrace-panel-end" role="status">
            {labels.saving}
          </span>
        )}
      </div>
      {error && !levels && <QueryNotice error={error} labels={labels} onRetry={refresh} />}
      {!levels && !error && <SkeletonLines label={labels.loading} />}
      {levels && Object.keys(levels).length === 0 && (
        <PanelNotice title={labels.none} reason={labels.noneHint} />
      )}
      {levels && Object.keys(levels).length > 0 && (
        <ul className="tailrace-levels-list">
          {Object.entries(levels)
            .toSorted(([a], [b]) => a.localeCompare(b))
            .map(([prefix, level]) => (
              <LevelOfPrefix
                key={prefix}
                prefix={prefix}
                level={level}
                editable={editable && !isSaving}
                labels={labels}
                settings={settings}
              />
            ))}
        </ul>
      )}
      {failure !== undefined && (
        <p className="tailrace-levels-failure" role="alert">
          <Icon name="error" />
          {labels.notSaved}: {failure}
        </p>
      )}
      {levels && editable && <NewLevel labels={labels} settings={settings} />}
    </Panel>
  );
}

interface PartProps {
  readonly labels: LevelSettingsLabels;
  readonly settings: EditableLevels;
}

interface LevelOfPrefixProps extends PartProps {
  readonly prefix: string;
  readonly level: LogLevel;
  readonly editable: boolean;
}

function LevelOfPrefix({ prefix, level, editable, labels, settings }: LevelOfPrefixProps) {
  const name = prefix || labels.everyLogger;
  return (
    <li data-level={level}>
      <span className="tailrace-levels-prefix" {...(prefix === '' && { 'data-any': '' })}>
        {name}
      </span>
      <LevelChoice
        label={labels.levelOf(name)}
        level={level}
        labels={labels}
        disabled={!editable}
        onChange={(next) => settings.setLevel(prefix, next)}
      />
      <button
        type="button"
        className="tailrace-button"
        aria-label={labels.remove(name)}
        disabled={!editable}
        onClick={() => settings.remove(prefix)}
      >
        <Icon name="close" />
      </button>
    </li>
  );
}

function NewLevel({ labels, settings }: PartProps) {
  const [prefix, setPrefix] = useState('');
  const [level, setLevel] = useState<LogLevel>('debug');
  const name = prefix.trim();
  const exists = Object.hasOwn(settings.levels ?? {}, name);
  return (
    <form
      className="tailrace-levels-new"
      onSubmit={(event) => {
        event.preventDefault();
        if (exists || settings.isSaving) return;
        settings.setLevel(name, level);
        setPrefix('');
      }}
    >
      <input
        className="tailrace-input"
        aria-label={labels.prefix}
        placeholder={labels.prefixExample}
        value={prefix}
        spellCheck={false}
        onChange={(event) => setPrefix(event.target.value)}
      />
      <LevelChoice label={labels.level} level={level} labels={labels} onChange={setLevel} />
      <button
        type="submit"
        className="tailrace-action"
        disabled={exists || settings.isSaving}
        title={exists ? labels.exists : undefined}
      >
        {labels.add}
      </button>
    </form>
  );
}

interface LevelChoiceProps {
  readonly label: string;
  readonly level: LogLevel;
  readonly labels: LevelSettingsLabels;
  readonly disabled?: boolean;
  readonly onChange: (level: LogLevel) => void;
}

function LevelChoice({ label, level, labels, disabled = false, onChange }: LevelChoiceProps) {
  return (
    <select
      className="tailrace-input"
      aria-label={label}
      value={level}
      disabled={disabled}
      onChange={(event) => {
        const chosen = LOG_LEVELS.find((one) => one === event.target.value);
        if (chosen) onChange(chosen);
      }}
    >
      {LOG_LEVELS.map((one) => (
        <option key={one} value={one}>
          {labels.levels[one]}
        </option>
      ))}
    </select>
  );
}
