import { useEffect, useRef } from 'react';
import { usePartLabels } from '../partLabels.ts';
import { Icon } from '../parts/Icon.tsx';
import { VIEWER_KEYS } from './viewerKeys.ts';

/** Lists the keys. The focus comes back to where it was. */
export function HelpDialog({ onClose }: { onClose: () => void }) {
  const labels = usePartLabels();
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    if (!dialog.current!.open) dialog.current!.showModal();
  }, []);
  return (
    <dialog
      ref={dialog}
      className="tailrace-help"
      aria-label={labels.help}
      onClose={onClose}
      // Its keys are its own.
      onKeyDown={(event) => {
        event.stopPropagation();
        if (event.key === '?') dialog.current!.close();
      }}
      onClick={(event) => event.target === dialog.current && dialog.current.close()}
    >
      <header>
        <h2>{labels.help}</h2>
        <button
          type="button"
          className="tailrace-button"
          aria-label={labels.closeHelp}
          onClick={() => dialog.current!.close()}
        >
          <Icon name="close" />
        </button>
      </header>
      <dl>
        {VIEWER_KEYS.map(([name, keys]) => (
          <div key={name}>
            <dt>
              {keys.map((key) => (
                <kbd key={key}>{key}</kbd>
              ))}
            </dt>
            <dd>{labels.keys[name]}</dd>
          </div>
        ))}
      </dl>
    </dialog>
  );
}
