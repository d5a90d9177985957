import { Icon } from '../parts/Icon.tsx';
import type { IconName } from '../parts/iconPaths.ts';

interface ToggleButtonProps {
  readonly label: string;
  readonly icon: IconName;
  /** Absent of a button that does something once. */
  readonly isOn?: boolean;
  readonly onClick: () => void;
}

/** A picture that does something; what it does is its name. */
export function ToggleButton({ label, icon, isOn, onClick }: ToggleButtonProps) {
  return (
    <button
      type="button"
      className="tailrace-button"
      aria-label={label}
      title={label}
      aria-pressed={isOn}
      data-on={isOn || undefined}
      onClick={onClick}
    >
      <Icon name={icon} />
    </button>
  );
}
