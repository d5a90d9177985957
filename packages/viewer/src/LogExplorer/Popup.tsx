import { useEffect, useId, useRef, useState, type ReactNode } from 'react';
import { Icon } from '../parts/Icon.tsx';
import type { IconName } from '../parts/iconPaths.ts';
import { PART_ICONS } from '../parts/partIconPaths.ts';

interface PopupProps {
  /** What the button is called. */
  readonly label: string;
  readonly icon: IconName;
  /** Stands on the button; without it the button is only a picture. */
  readonly text?: string | undefined;
  readonly children: (close: () => void) => ReactNode;
}

/** A button, and what it opens; Escape and a click elsewhere close that again. */
export function Popup({ label, icon, text, children }: PopupProps) {
  const [isOpen, setOpen] = useState(false);
  const root = useRef<HTMLDivElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  const panelId = useId();
  useEffect(() => {
    if (!isOpen) return undefined;
    const opener = button.current!;
    const elsewhere = (event: Event) => {
      if (!event.composedPath().includes(root.current!)) setOpen(false);
    };
    document.addEventListener('pointerdown', elsewhere);
    document.addEventListener('focusin', elsewhere);
    return () => {
      document.removeEventListener('pointerdown', elsewhere);
      document.removeEventListener('focusin', elsewhere);
      // What had the focus is gone with the panel.
      if (document.activeElement === document.body) opener.focus();
    };
  }, [isOpen]);
  const close = () => setOpen(false);
  return (
    <div
      ref={root}
      className="tailrace-popup"
      onKeyDown={(event) => {
        if (!isOpen || event.key !== 'Escape') return;
        event.stopPropagation();
        close();
      }}
    >
      <button
        ref={button}
        type="button"
        className={text === undefined ? 'tailrace-button' : 'tailrace-button tailrace-button-text'}
        aria-label={text === undefined ? label : `${label}: ${text}`}
        title={label}
        aria-haspopup="dialog"
        aria-expanded={isOpen}
        aria-controls={isOpen ? panelId : undefined}
        data-on={isOpen || undefined}
        onClick={() => setOpen(!isOpen)}
      >
        <Icon name={icon} />
        {text !== undefined && <span>{text}</span>}
        {text !== undefined && <Icon name={PART_ICONS.expand} />}
      </button>
      {isOpen && (
        <div id={panelId} className="tailrace-popup-panel" role="dialog" aria-label={label}>
          {children(close)}
        </div>
      )}
    </div>
  );
}
