import { Icon } from './Icon.tsx';
import type { IconName } from './iconPaths.ts';

export interface ToolButtonProps {
  readonly icon: IconName;
  readonly label: string;
  /** The key that does the same. */
  readonly hint?: string;
  /** Of a button that stays down. */
  readonly pressed?: boolean;
  /** Whether it looks as if something were on, of a button that says so by its label. */
  readonly on?: boolean;
  /** Id of what it opens. */
  readonly controls?: string;
  readonly expanded?: boolean;
  /** Whether a phone does without it. */
  readonly wideOnly?: boolean;
  readonly onClick: () => void;
}

/** A button that is a picture. */
export function ToolButton(props: ToolButtonProps) {
  const { icon, label, hint, pressed, on = pressed, controls, expanded, wideOnly, onClick } = props;
  return (
    <button
      type="button"
      className="tailrace-button"
      aria-label={label}
      aria-pressed={pressed}
      aria-controls={expanded ? controls : undefined}
      aria-expanded={expanded}
      aria-haspopup={expanded === undefined ? undefined : 'dialog'}
      title={hint === undefined ? label : `${label} (${hint})`}
      data-on={on || expanded || undefined}
      data-controls={controls}
      data-wide={wideOnly || undefined}
      onClick={onClick}
    >
      <Icon name={icon} />
    </button>
  );
}
