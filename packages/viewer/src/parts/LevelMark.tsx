import type { LogLevel } from '@tailrace/protocol';
import { useLabels } from '../labels.ts';
import { Icon } from './Icon.tsx';

/** A level as a glyph and a word; colour is only the third way to tell. */
export function LevelMark({ level }: { level: LogLevel }) {
  const { levels } = useLabels();
  return (
    <span className="tailrace-level" data-level={level}>
      <Icon name={level} />
      <span className="tailrace-level-word">{levels[level]}</span>
    </span>
  );
}
