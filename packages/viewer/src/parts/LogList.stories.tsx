import type { Meta, StoryObj } from '@storybook/react-vite';
import { useRef, useState } from 'react';
import { expect, userEvent, waitFor, within } from 'storybook/test';
import { DEFAULT_COLUMNS } from '../columns/LogColumns.ts';
import { useListLook, type Density } from '../hooks/useListLook.ts';
import { useListView } from '../hooks/useListView.ts';
import { ENGLISH } from '../labels.ts';
import type { RowSource } from '../list/RowSource.ts';
import type { LogRow } from '../stream/buffer/LogRow.ts';
import { ListedRows, MadeUpRows, messageRow } from '../list/testRows.ts';
import { clockOf } from '../time/formatClock.ts';
import { LogList } from './LogList.tsx';
import { SelectionBar } from './SelectionBar.tsx';
import { Ticks } from './Ticks.tsx';
import '../viewer.css';

interface SceneProps {
  readonly rows: () => RowSource;
  readonly height?: number;
  readonly density?: Density;
  readonly wrap?: boolean;
  /** What is marked, in the filter language. */
  readonly filter?: string;
  readonly pinned?: readonly number[];
}

const NONE: readonly number[] = [];

/** The list alone, as a viewer shows it. */
function Scene(props: SceneProps) {
  const { rows, height = 420, density = 'normal', wrap = false, filter = '', pinned = NONE } = props;
  const [source] = useState(rows);
  const scroller = useRef<HTMLDivElement>(null);
  const [pins] = useState(() => new Map(pinned.map((index) => [source.get(index)!.key, source.get(index)!])));
  const look = useListLook({
    density,
    wrap,
    filter,
    pins,
    labels: ENGLISH,
    columns: DEFAULT_COLUMNS,
    formatTime: clockOf('local'),
    searchMarks: undefined,
  });
  const view = useListView({ source, look, follow: false, topic: '' });
  return (
    <section
      className="tailrace-viewer"
      aria-label="List"
      data-density={density}
      data-wrap={wrap || undefined}
      style={{ blockSize: height }}
    >
      <div className="tailrace-body">
        <div className="tailrace-pane">
          <LogList view={view} scroller={scroller} onOpen={(row) => view.selection.select(row)} />
          <Ticks source={source} pins={pins} search={undefined} scroller={scroller} />
          <div className="tailrace-float">
            <SelectionBar view={view} />
          </div>
        </div>
      </div>
    </section>
  );
}

/** The list by itself. However many rows there are, only those that can be seen are in the document. */
const meta = {
  title: 'LogList',
  component: Scene,
  parameters: { layout: 'padded' },
} satisfies Meta<typeof Scene>;
export default meta;

type Story = StoryObj<typeof meta>;

const rowsOf = (canvas: HTMLElement) => canvas.querySelectorAll<HTMLElement>('.tailrace-row');
const list = (canvas: HTMLElement) => canvas.querySelector<HTMLElement>('.tailrace-list')!;
const filled = (canvas: HTMLElement) => waitFor(() => expect(rowsOf(canvas).length).toBeGreaterThan(3));

export const AMillionRows: Story = {
  args: { rows: () => new MadeUpRows(1_000_000), pinned: [300_000, 710_000] },
  play: async ({ canvasElement }) => {
    await filled(canvasElement);
    await expect(list(canvasElement)).toHaveAttribute('aria-rowcount', '1000000');
  },
};

/** More than a browser has pixels for. */
export const TenMillionRows: Story = {
  args: { rows: () => new MadeUpRows(10_000_000), density: 'compact' },
  play: async ({ canvasElement }) => {
    await filled(canvasElement);
    list(canvasElement).focus();
    await userEvent.keyboard('{End}');
    list(canvasElement).scrollTop = list(canvasElement).scrollHeight;
    await waitFor(() => expect([...rowsOf(canvasElement)].at(-1)!.textContent).toContain('product 9999999 '));
  },
};

const STACK = `TypeError: Cannot read properties of undefined (reading 'price')
    at totalOf (https://shop.example/assets/cart.js:88:17)
    at Array.map (<anonymous>)
    at renderCart (https://shop.example/assets/cart.js:142:5)`;

const CONTENTS: readonly LogRow[] = [
  messageRow(
    2,
    '\u001b[32m✓\u001b[0m built in \u001b[1m1.82 s\u001b[0m, \u001b[33m2 warnings\u001b[39m, \u001b[31m0 errors\u001b[0m',
    { source: 'build' },
  ),
  messageRow(3, 'See https://shop.example/orders/1042?tab=items, or (http://localhost:8080/health).'),
  messageRow(4, 'javascript:alert(1) and data:text/html,<b>x</b> are not links'),
  messageRow(5, STACK, { level: 'error', source: 'checkout' }),
  messageRow(6, 'A bell\u0007, a NUL\u0000, a tab\tand a turn \u202eot eht tfel'),
  messageRow(7, '<img src=x onerror="document.title=1"><script>document.title=2</script>'),
  messageRow(8, 'Payment failed', {
    level: 'error',
    error: { name: 'HttpError', message: '402 from the payment provider' },
  }),
  {
    kind: 'gap',
    key: 'gap',
    time: 0,
    position: 8,
    gap: { from: 'a.1', to: 'a.413', count: 412, reason: 'slow' },
  },
  {
    kind: 'drop',
    key: 'drop',
    time: 0,
    position: 9,
    drop: { session: 'k3J', from: 8, to: 20, count: 13, reason: 'queue_full' },
  },
  {
    kind: 'loss',
    key: 'loss',
    time: 0,
    position: 10,
    loss: { session: 'k3JqP0aWm2XyT7bC', from: 30, to: 32, count: 3 },
  },
  messageRow(9, 'Order queue is not draining; 1,204 orders wait', { level: 'critical', source: 'worker' }),
  messageRow(10, 'Stock service answered slowly, using the cached value', {
    level: 'warning',
    source: 'api',
  }),
];

/** Colours, links, line breaks, characters that would not show, and rows of what is missing. */
export const Contents: Story = {
  args: { rows: () => new ListedRows(CONTENTS), filter: 'payment', pinned: [1] },
  play: async ({ canvasElement }) => {
    await filled(canvasElement);
    const links = [...canvasElement.querySelectorAll<HTMLAnchorElement>('.tailrace-row a')];
    await expect(links.map((link) => link.getAttribute('href'))).toEqual([
      'https://shop.example/orders/1042?tab=items',
      'http://localhost:8080/health',
      'https://shop.example/assets/cart.js:88:17',
      'https://shop.example/assets/cart.js:142:5',
    ]);
    await expect(links.every((link) => link.relList.contains('noopener'))).toBe(true);
    await expect(canvasElement.querySelector('.tailrace-row img, .tailrace-row script')).toBeNull();
    // The filter's language is fetched when there is a filter.
    await waitFor(() => expect(canvasElement.querySelectorAll('mark').length).toBeGreaterThanOrEqual(2));
    await expect(within(canvasElement).getByText(/13 entries dropped by the app: queue full/)).toBeVisible();
  },
};

export const ContentsWrapped: Story = {
  ...Contents,
  args: { ...Contents.args, wrap: true, height: 520 },
};

const LONG = 'Totals computed again after the price of one article changed while it lay in the cart; ';

export const Wrapped: Story = {
  args: {
    rows: () => new MadeUpRows(100_000, (seq) => `#${seq} ${LONG.repeat(1 + (seq % 5))}`),
    wrap: true,
  },
  play: async ({ canvasElement }) => {
    await filled(canvasElement);
    const heights = new Set([...rowsOf(canvasElement)].map((row) => row.offsetHeight));
    await expect(heights.size).toBeGreaterThan(1);
  },
};

const ARABIC = 'فشل الدفع للطلب 1042 بعد ثلاث محاولات';
const HEBREW = 'התשלום עבור הזמנה 1042 נכשל (timeout)';

/** Each message has its own direction; the columns stay where they are. */
export const RightToLeft: Story = {
  args: {
    rows: () =>
      new ListedRows(
        Array.from({ length: 12 }, (_, seq) =>
          messageRow(seq, [ARABIC, 'Payment of order 1042 failed', HEBREW][seq % 3]!),
        ),
      ),
  },
  play: async ({ canvasElement }) => {
    await filled(canvasElement);
    const lefts = [...canvasElement.querySelectorAll('.tailrace-source')].map(
      (cell) => cell.getBoundingClientRect().left,
    );
    await expect(new Set(lefts).size).toBe(1);
  },
};

/** The whole page from right to left. */
export const RightToLeftPage: Story = {
  ...RightToLeft,
  decorators: [
    (Story) => (
      <div dir="rtl">
        <Story />
      </div>
    ),
  ],
};

/** Chosen by click and Shift-click, over rows that are not in the document. */
export const Selection: Story = {
  args: { rows: () => new MadeUpRows(1000) },
  play: async ({ canvasElement }) => {
    await filled(canvasElement);
    const canvas = within(canvasElement);
    const user = userEvent.setup();
    await user.click(rowsOf(canvasElement)[2]!);
    await user.keyboard('{Shift>}');
    await user.click(rowsOf(canvasElement)[6]!);
    await user.keyboard('{/Shift}');
    await expect(await canvas.findByText('5 rows selected')).toBeVisible();
    await expect(canvas.getByRole('button', { name: 'Markdown' })).toBeVisible();
  },
};

export const Relaxed: Story = { args: { rows: () => new MadeUpRows(300), density: 'relaxed' } };

export const Narrow: Story = {
  ...Contents,
  decorators: [
    (Story) => (
      <div style={{ maxInlineSize: 360 }}>
        <Story />
      </div>
    ),
  ],
};
