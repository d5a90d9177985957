import { useMemo, useRef, useState, type KeyboardEvent } from 'react';
import type { FieldValue, NarrowMode } from '../../filter/narrowFilter.ts';
import { usePartLabels } from '../../partLabels.ts';
import { JsonLine } from './JsonLine.tsx';
import { childrenOf, fieldOf, isFieldValue, printPath, type JsonNode } from './JsonNode.ts';

/** Members of one value that are shown at first, and added by each wish for more. */
const MEMBERS = 100;
/** What lies deeper, or has more members than that, is folded at first. */
const OPEN_DEPTH = 2;
const OPEN_MEMBERS = 20;

export interface JsonTreeProps {
  readonly value: object;
  readonly label: string;
  readonly onFilter: (field: string, value: FieldValue, mode: NarrowMode) => void;
}

/** A line of the tree, or word of members that are not shown yet. */
interface TreeLine {
  readonly id: string;
  readonly node: JsonNode;
  readonly depth: number;
  readonly members: number;
  readonly open: boolean;
  /** How many more members its parent has, where it stands for them. */
  readonly rest?: number;
}

/**
 * A value to fold and unfold, to copy from and to filter by. With the keyboard: arrows, Home and End; `c` copies
 * the value, `y` its path; `+` and `-` filter.
 */
export function JsonTree({ value, label, onFilter }: JsonTreeProps) {
  const labels = usePartLabels();
  const tree = useRef<HTMLDivElement>(null);
  const [folded, setFolded] = useState<ReadonlyMap<string, boolean>>(() => new Map());
  const [limits, setLimits] = useState<ReadonlyMap<string, number>>(() => new Map());
  const [current, setCurrent] = useState('');
  const lines = useMemo(() => linesOf(value, folded, limits), [value, folded, limits]);
  const at = Math.max(
    0,
    lines.findIndex(({ id }) => id === current),
  );

  const go = (index: number) => {
    const line = lines[Math.max(0, Math.min(index, lines.length - 1))];
    if (!line) return;
    setCurrent(line.id);
    tree.current!.querySelectorAll<HTMLElement>('[role="treeitem"]')[lines.indexOf(line)]?.focus();
  };
  const unfold = ({ id }: TreeLine, open: boolean) => setFolded((before) => new Map(before).set(id, !open));
  const showRest = ({ id, node }: TreeLine) => {
    const parent = id.slice(0, id.lastIndexOf('…'));
    setLimits((before) => new Map(before).set(parent, (before.get(parent) ?? MEMBERS) + MEMBERS));
    setCurrent(printPath(node.path));
  };
  const copy = (text: string) => void navigator.clipboard.writeText(text);
  const copyValue = ({ value: copied }: JsonNode) =>
    copy(typeof copied === 'string' ? copied : JSON.stringify(copied, undefined, 2));
  const filter = ({ path, value: chosen }: JsonNode, mode: NarrowMode) => {
    const field = fieldOf(path);
    if (field !== undefined && isFieldValue(chosen)) onFilter(field, chosen, mode);
  };

  const onKeyDown = (event: KeyboardEvent) => {
    const line = lines[at];
    if (!line || event.ctrlKey || event.metaKey || event.altKey) return;
    const onItem = (event.target as Element).role === 'treeitem';
    const keys: Readonly<Record<string, () => void>> = {
      ArrowDown: () => go(at + 1),
      ArrowUp: () => go(at - 1),
      Home: () => go(0),
      End: () => go(lines.length - 1),
      ArrowRight: () => (line.members > 0 && !line.open ? unfold(line, true) : go(at + 1)),
      ArrowLeft: () =>
        line.open && line.members > 0
          ? unfold(line, false)
          : go(lines.findLastIndex(({ depth }, index) => index < at && depth < line.depth)),
      c: () => copyValue(line.node),
      y: () => copy(printPath(line.node.path)),
      '+': () => filter(line.node, 'in'),
      '-': () => filter(line.node, 'out'),
      ...(onItem && {
        Enter: () => (line.rest === undefined ? unfold(line, !line.open) : showRest(line)),
      }),
    };
    const act = keys[event.key];
    if (!act) return;
    event.preventDefault();
    event.stopPropagation();
    act();
  };

  return (
    <div ref={tree} className="tailrace-tree" role="tree" aria-label={label} onKeyDown={onKeyDown}>
      {lines.map((line, index) =>
        line.rest === undefined ? (
          <JsonLine
            key={line.id}
            node={line.node}
            depth={line.depth}
            members={line.members}
            open={line.open}
            current={index === at}
            onCurrent={() => setCurrent(line.id)}
            onUnfold={() => unfold(line, !line.open)}
            onCopyValue={() => copyValue(line.node)}
            onCopyPath={() => copy(printPath(line.node.path))}
            onFilter={
              fieldOf(line.node.path) !== undefined && isFieldValue(line.node.value)
                ? (mode) => filter(line.node, mode)
                : undefined
            }
          />
        ) : (
          <div
            key={line.id}
            role="treeitem"
            className="tailrace-tree-line tailrace-tree-rest"
            aria-level={line.depth + 1}
            aria-selected={index === at}
            tabIndex={index === at ? 0 : -1}
            style={{ paddingInlineStart: line.depth * 14 + 16 }}
            onFocus={() => setCurrent(line.id)}
            onClick={() => showRest(line)}
          >
            {labels.more(line.rest)}
          </div>
        ),
      )}
    </div>
  );
}

/** The error stands above the tree, with its stack. */
function isFoldedAtFirst(id: string, depth: number, members: number): boolean {
  return depth >= OPEN_DEPTH || members > OPEN_MEMBERS || id === 'error';
}

/** What can be seen, one below the other. */
function linesOf(
  value: object,
  folded: ReadonlyMap<string, boolean>,
  limits: ReadonlyMap<string, number>,
): readonly TreeLine[] {
  const lines: TreeLine[] = [];
  const add = (parent: JsonNode, depth: number, parentId: string) => {
    const children = childrenOf(parent);
    const limit = limits.get(parentId) ?? MEMBERS;
    for (const node of children.slice(0, limit)) {
      const id = printPath(node.path);
      const members = childrenOf(node).length;
      const open = members > 0 && !(folded.get(id) ?? isFoldedAtFirst(id, depth, members));
      lines.push({ id, node, depth, members, open });
      if (open) add(node, depth + 1, id);
    }
    const next = children[limit];
    if (next) {
      const rest = children.length - limit;
      lines.push({ id: `${parentId}…`, node: next, depth, members: 0, open: false, rest });
    }
  };
  add({ path: [], value }, 0, '');
  return lines;
}
