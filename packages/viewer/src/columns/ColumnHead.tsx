import { useLabels } from '../labels.ts';
import { Separator } from '../lazyParts.ts';
import { isOwnColumn, MAX_COLUMN_PX, MIN_COLUMN_PX, widthOf } from './LogColumns.ts';
import type { ColumnsState } from './useColumns.ts';

/** Names the columns; the lines between them make them wider or narrower. */
export function ColumnHead({ columns: { columns, widths, resize } }: { columns: ColumnsState }) {
  const labels = useLabels();
  return (
    <div className="tailrace-head" role="group" aria-label={labels.columns}>
      {columns.map((column) => {
        const name = isOwnColumn(column) ? labels.columnNames[column] : column;
        return (
          <div key={column} className="tailrace-head-cell" data-column={column}>
            <span title={name}>{name}</span>
            {column !== 'message' && (
              <Separator
                label={labels.columnWidth(name)}
                className="tailrace-column-separator"
                size={widthOf(column, widths)}
                min={MIN_COLUMN_PX}
                max={MAX_COLUMN_PX}
                onResize={(px) => resize(column, px)}
              />
            )}
          </div>
        );
      })}
    </div>
  );
}
