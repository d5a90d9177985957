import type { LogEntry } from '@tailrace/protocol';
import type { Meta, StoryObj } from '@storybook/react-vite';
import { expect, fn, userEvent, waitFor, within } from 'storybook/test';
import { onPhone } from '../panel/storyFrame.tsx';
import { sampleEntries } from '../sampleEntries.ts';
import { LogDetails, type LogDetailsProps } from './LogDetails.tsx';
import type { StackFrame } from './stack/StackFrame.ts';
import '../styles.css';

const ENTRIES = sampleEntries(40);
const AT = ENTRIES.findIndex(({ error }) => error);
const STACK = `PaymentDeclinedError: The issuer declined the card
    at charge (https://shop.example/assets/app.4f2c.js:1:48211)
    at async submitOrder (https://shop.example/assets/app.4f2c.js:1:51730)
    at commitHook (https://shop.example/node_modules/react-dom/index.js:120:3)
    at flushWork (https://shop.example/node_modules/react-dom/index.js:140:7)
    at workLoop (https://shop.example/node_modules/react-dom/index.js:163:9)
    at node:internal/process/task_queues:95:5`;
const FAILED: LogEntry = {
  ...ENTRIES[AT]!,
  received_at: new Date(Date.parse(ENTRIES[AT]!.timestamp) + 87).toISOString(),
  error: { ...ENTRIES[AT]!.error!, stack: STACK },
  metadata: {
    items: [
      { sku: 'mug-3', amount: 2 },
      { sku: 'tea-1', amount: 1 },
    ],
    paid: false,
    'content-type': 'application/json',
    many: Array.from({ length: 250 }, (_, at) => at),
  },
};

function Scene(props: LogDetailsProps) {
  return (
    <section className="tailrace-viewer" aria-label="Logs" style={{ blockSize: 720 }}>
      <div className="tailrace-body" style={{ justifyContent: 'flex-end' }}>
        <LogDetails {...props} />
      </div>
    </section>
  );
}

const meta = {
  title: 'LogDetails',
  component: LogDetails,
  parameters: { layout: 'padded' },
  args: {
    entry: FAILED,
    width: 520,
    time: 'utc',
    loadContext: (entry, count) => {
      const at = ENTRIES.findIndex(({ id }) => id === entry.id);
      return Promise.resolve({
        before: ENTRIES.slice(Math.max(0, at - count), at),
        after: ENTRIES.slice(at + 1, at + 1 + count),
      });
    },
    resolveFrame: undefined,
    permalink: ({ id }) => `https://logs.example.com/#entry=${id}`,
    onFilter: fn(),
    onClose: fn(),
    onResize: fn(),
  },
  render: (args) => <Scene {...args} />,
} satisfies Meta<LogDetailsProps>;
export default meta;

type Story = StoryObj<LogDetailsProps>;

/** Frames of packages are folded, and unfold on demand. */
export const WithError: Story = {
  play: async ({ canvasElement }) => {
    const canvas = within(canvasElement);
    await expect(canvas.getByText('Caused by')).toBeVisible();
    const folded = canvas.getByRole('button', { name: '3 frames in react-dom' });
    await expect(canvas.queryByText('workLoop')).toBeNull();
    await userEvent.click(folded);
    await expect(canvas.getByText('workLoop')).toBeVisible();
    await expect(folded).toHaveAttribute('aria-expanded', 'true');
  },
};

export const Dark: Story = { globals: { theme: 'dark' } };

/** Frames are shown as the source map has them, and as they were sent on hover. */
export const SourceMapped: Story = {
  args: {
    resolveFrame: (frame) =>
      Promise.resolve<StackFrame | undefined>(
        frame.column === 48_211
          ? { ...frame, function: 'chargeCard', file: 'src/checkout/payment.ts', line: 88, column: 11 }
          : undefined,
      ),
  },
  play: async ({ canvasElement }) => {
    const canvas = within(canvasElement);
    const name = await canvas.findByText('chargeCard');
    await expect(canvas.getByText('checkout/payment.ts:88:11')).toBeVisible();
    await expect(name.closest('li')).toHaveAttribute('title', expect.stringContaining('app.4f2c.js:1:48211'));
    await expect(canvas.getByText('submitOrder')).toBeVisible();
  },
};

/** Every value can be filtered by, copied, and told by its path; arrows lead through the tree. */
export const Fields: Story = {
  play: async ({ args, canvasElement }) => {
    const canvas = within(canvasElement);
    const item = (path: RegExp) => canvas.getByRole('treeitem', { name: path });
    await userEvent.click(within(item(/^user_id/)).getByRole('button', { name: 'Show only this value' }));
    await expect(args.onFilter).toHaveBeenLastCalledWith('context.user_id', 'u-1042', 'in');
    await userEvent.click(within(item(/^paid/)).getByRole('button', { name: 'Hide this value' }));
    await expect(args.onFilter).toHaveBeenLastCalledWith('metadata.paid', false, 'out');

    item(/^metadata/).focus();
    await userEvent.keyboard('{ArrowDown}{ArrowRight}{ArrowRight}{ArrowRight}');
    await expect(document.activeElement).toHaveTextContent('sku');
    await userEvent.keyboard('-');
    await expect(args.onFilter).toHaveBeenLastCalledWith('metadata.items.sku', 'mug-3', 'out');
    await userEvent.keyboard('{ArrowLeft}{ArrowLeft}{ArrowLeft}{ArrowLeft}{ArrowLeft}{ArrowLeft}');
    await expect(item(/^metadata/)).toHaveFocus();
    await expect(item(/^metadata/)).toHaveAttribute('aria-expanded', 'false');
    await userEvent.keyboard('{Enter}');
    item(/^many/).focus();
    await userEvent.keyboard('{Enter}');
    await userEvent.click(canvas.getByText('150 more'));
    await expect(await canvas.findByText('50 more')).toBeVisible();
  },
};

/** What was logged before and after, and more of it. */
export const Context: Story = {
  play: async ({ canvasElement }) => {
    const canvas = within(canvasElement);
    const context = canvas.getByRole('region', { name: 'Before and after' });
    await waitFor(() => expect(within(context).getAllByRole('listitem').length).toBeGreaterThan(5));
    const before = within(context).getAllByRole('listitem').length;
    await userEvent.click(within(context).getByRole('button', { name: 'Show more' }));
    await waitFor(() => expect(within(context).getAllByRole('listitem').length).toBeGreaterThan(before));
    await expect(context.querySelector('[aria-current]')).toHaveTextContent(FAILED.message);
  },
};

export const ContextFails: Story = {
  args: { loadContext: () => Promise.reject(new Error('The log server cannot be reached')) },
  play: async ({ canvasElement }) => {
    const canvas = within(canvasElement);
    await expect(await canvas.findByText(/The log server cannot be reached/)).toBeVisible();
    await expect(canvas.getByRole('button', { name: 'Try again' })).toBeVisible();
  },
};

/** The line at the edge is dragged, or moved by arrows. */
export const Resizes: Story = {
  play: async ({ args, canvasElement }) => {
    const line = within(canvasElement).getByRole('separator', { name: 'Width of details' });
    line.focus();
    await userEvent.keyboard('{ArrowLeft}');
    await expect(args.onResize).toHaveBeenLastCalledWith(528);
    await userEvent.keyboard('{Home}');
    await expect(args.onResize).toHaveBeenLastCalledWith(240);
    await userEvent.dblClick(line);
    await expect(args.onResize).toHaveBeenLastCalledWith(undefined);
  },
};

export const Narrow: Story = { decorators: [onPhone] };

/** Text in other directions stays in its place. */
export const RightToLeft: Story = {
  args: { entry: { ...ENTRIES[0]!, message: 'تم فتح السلة: 3 items', metadata: { note: 'שלום' } } },
};
