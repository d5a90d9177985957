import type { LogEntry } from '@tailrace/protocol';
import type { Meta, StoryObj } from '@storybook/react-vite';
import { expect, fn, userEvent, waitFor } from 'storybook/test';
import { createLogApi } from '../api/LogApi.ts';
import { sampleTrace } from '../api/sampleTrace.ts';
import { problem, scriptedFetch } from '../api/scriptedFetch.ts';
import { onPhone } from '../panel/storyFrame.tsx';
import '../styles.css';
import '../partStyles.css';
import { TraceView } from './TraceView.tsx';

type Script = Parameters<typeof scriptedFetch>[0][string];

const answering = (answer: Script) =>
  createLogApi({ fetch: scriptedFetch({ 'GET /api/v1/traces/*': answer }) });

const page = (logs: readonly LogEntry[], next: string | null = null) => ({
  correlation_id: 'order-4711',
  logs,
  pagination: { limit: 1000, next, previous: null },
});

const meta = {
  title: 'TraceView',
  component: TraceView,
  parameters: { layout: 'padded' },
  args: { correlationId: 'order-4711', api: answering(page(sampleTrace())), onOpen: fn() },
  argTypes: { api: { table: { disable: true } } },
} satisfies Meta<typeof TraceView>;
export default meta;

type Story = StoryObj<typeof meta>;

const bar = (canvas: HTMLElement, message: string) =>
  [...canvas.querySelectorAll<HTMLElement>('[role="option"]')]
    .find((step) => step.textContent?.includes(message))!
    .querySelector<HTMLElement>('.tailrace-trace-bar')!;

/** Bars stand where their operations were, and are as long as they took. */
export const Data: Story = {
  play: async ({ canvas, canvasElement }) => {
    await expect(await canvas.findAllByRole('option')).toHaveLength(11);
    await expect(canvas.getAllByRole('group')).toHaveLength(5);
    const { style } = bar(canvasElement, 'Loaded the cart');
    await expect(Number.parseFloat(style.insetInlineStart)).toBeCloseTo((55 / 1640) * 100, 3);
    await expect(Number.parseFloat(style.inlineSize)).toBeCloseTo((61 / 1640) * 100, 3);
    await expect(canvasElement.querySelectorAll('[data-error]')).toHaveLength(2);
  },
};

export const Dark: Story = { args: { theme: 'dark' } };

export const Details: Story = {
  play: async ({ canvas, args }) => {
    await userEvent.click(await canvas.findByRole('option', { name: /issuer declined/ }));
    const details = canvas.getByRole('complementary', { name: 'Step details' });
    await expect(details).toHaveTextContent('at charge (payment.ts:88:11)');
    await expect(args.onOpen).toHaveBeenCalledWith(expect.objectContaining({ seq: 8 }));
  },
};

/** From the keyboard alone: down, open, zoom, and all the way back. */
export const Keyboard: Story = {
  play: async ({ canvas, canvasElement }) => {
    const list = await canvas.findByRole('listbox');
    list.focus();
    const current = () => canvasElement.querySelector('[aria-selected="true"]')?.textContent;
    await userEvent.keyboard('jj');
    await expect(current()).toContain('Validated the form');
    await expect(list).toHaveAttribute(
      'aria-activedescendant',
      canvasElement.querySelector('[aria-selected="true"]')!.id,
    );
    await userEvent.keyboard('G');
    await expect(current()).toContain('Sent the confirmation');
    await userEvent.keyboard('g{Enter}');
    await expect(canvas.getByRole('complementary')).toBeVisible();
    await userEvent.keyboard('{Escape}');
    await expect(canvas.queryByRole('complementary')).toBeNull();
    await expect(list).toHaveFocus();
    await userEvent.keyboard('{ArrowDown}z');
    await expect(canvas.getByRole('button', { name: 'Whole trace' })).toBeVisible();
    await expect(
      Number.parseFloat(bar(canvasElement, 'Validated the form').style.inlineSize),
    ).toBeGreaterThan(70);
    await userEvent.keyboard('{Escape}');
    await expect(canvas.queryByRole('button', { name: 'Whole trace' })).toBeNull();
  },
};

export const Zoomed: Story = {
  play: async ({ canvas, canvasElement }) => {
    await userEvent.dblClick(await canvas.findByRole('option', { name: /Authorised the card/ }));
    await waitFor(() =>
      expect(Number.parseFloat(bar(canvasElement, 'Authorised the card').style.inlineSize)).toBeGreaterThan(
        70,
      ),
    );
    await userEvent.click(canvas.getByRole('button', { name: 'Close details' }));
  },
};

/** More than one page is fetched to its end. */
export const Pages: Story = {
  args: {
    api: answering((_request, parameters) =>
      parameters.get('cursor') === 'two'
        ? page(sampleTrace().slice(6))
        : page(sampleTrace().slice(0, 6), 'two'),
    ),
  },
  play: async ({ canvas }) => {
    await expect(await canvas.findAllByRole('option')).toHaveLength(11);
  },
};

export const Unknown: Story = {
  args: { api: answering(() => problem(404, 'not_found', 'Nothing is known of this correlation id')) },
  play: async ({ canvas }) => {
    await expect(await canvas.findByText('Nothing is known of this id')).toBeVisible();
  },
};

export const Loading: Story = {
  args: { api: answering('never') },
  play: async ({ canvas }) => {
    await expect(canvas.getByRole('img', { name: 'Loading the trace' })).toBeVisible();
  },
};

export const Failed: Story = {
  args: { api: answering(() => problem(503, 'store_unavailable', 'The store does not answer: try again')) },
  play: async ({ canvas }) => {
    await expect(await canvas.findByRole('alert')).toHaveTextContent('The store does not answer');
  },
};

export const Narrow: Story = { decorators: [onPhone] };

/** What a line says is text, whatever it looks like. */
export const Hostile: Story = {
  args: {
    api: answering(
      page(
        sampleTrace().map((entry) => ({
          ...entry,
          source: `"><svg onload=alert(1)>`,
          message: '<img src=x onerror=alert(1)> \u202Egnp.exe',
        })),
      ),
    ),
  },
  play: async ({ canvas, canvasElement }) => {
    await canvas.findAllByRole('option');
    await expect(canvasElement.querySelector('img[src], svg[onload]')).toBeNull();
  },
};
