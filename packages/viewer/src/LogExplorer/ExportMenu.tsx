import type { LogApi, LogSelection } from '../api/LogApi.ts';
import { useExplorerLabels } from './explorerLabels.ts';
import { ExportChoice } from './explorerParts.ts';
import { Popup } from './Popup.tsx';
import { PART_ICONS } from '../parts/partIconPaths.ts';

export interface ExportMenuProps {
  readonly api: LogApi;
  readonly selection: LogSelection;
  /** What is exported, in words; `undefined` when it is everything. */
  readonly described: string | undefined;
}

/** Offers what is shown as a file, and says first what and how much that is. */
export function ExportMenu(props: ExportMenuProps) {
  const labels = useExplorerLabels();
  return (
    <Popup label={labels.export} icon={PART_ICONS.download}>
      {(close) => <ExportChoice {...props} onDone={close} />}
    </Popup>
  );
}
