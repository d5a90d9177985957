import type { Meta, StoryObj } from '@storybook/react-vite';
import { useEffect, useState } from 'react';
import { expect, fireEvent, userEvent, waitFor, within } from 'storybook/test';
import { problem } from '../api/scriptedFetch.ts';
import { fromRightToLeft, onPhone } from '../panel/storyFrame.tsx';
import { rightToLeftEntries } from '../sampleEntries.ts';
import { LogStreamingService } from '../stream/LogStreamingService.ts';
import { ScriptedServer, type ScriptedServerOptions } from '../stream/socket/scripted.ts';
import '../styles.css';
import { LogExplorer, type LogExplorerProps } from './LogExplorer.tsx';
import { recentEntries, sampleApi } from './sampleServer.ts';

interface SceneProps extends LogExplorerProps {
  /** How many entries are stored. */
  readonly stored?: number;
  /** Milliseconds from one to the next. */
  readonly spreadMs?: number;
  readonly script?: ScriptedServerOptions;
  readonly changes?: Parameters<typeof sampleApi>[1];
  /** Goes on from there; returns what ends it. */
  readonly act?: (server: ScriptedServer) => (() => void) | void;
}

function Scene({ stored = 400, spreadMs, script, changes, act, ...explorer }: SceneProps) {
  const [{ server, service, api }] = useState(() => {
    const entries = recentEntries(stored, spreadMs);
    const server = new ScriptedServer({ entries, ...script });
    const { createSocket, fetch } = server;
    const service = new LogStreamingService('http://scripted.test', { createSocket, fetch });
    return { server, service, api: sampleApi(entries, changes) };
  });
  useEffect(() => act?.(server), [server, act]);
  return <LogExplorer inAddress={false} storageKey="" {...explorer} service={service} api={api} />;
}

const meta = {
  title: 'LogExplorer',
  component: LogExplorer,
  parameters: { layout: 'padded' },
  args: { height: 640 },
  argTypes: { service: { table: { disable: true } }, api: { table: { disable: true } } },
  render: (args) => <Scene {...args} />,
} satisfies Meta<SceneProps>;
export default meta;

type Story = StoryObj<SceneProps>;

const rows = (canvas: HTMLElement) => [...canvas.querySelectorAll<HTMLElement>('[data-entry-id]')];
const settled = (canvas: HTMLElement) => waitFor(() => expect(rows(canvas).length).toBeGreaterThan(5));
const levels = (canvas: HTMLElement) => new Set(rows(canvas).map((row) => row.dataset['level']));

/** Live: counted from what is loaded. */
export const Live: Story = {
  play: async ({ canvas, canvasElement }) => {
    await settled(canvasElement);
    await expect(await canvas.findByRole('button', { name: /^checkout [1-9]/ })).toBeVisible();
    await expect(canvas.getByText('Counted from the entries that are loaded')).toBeVisible();
  },
};

export const Dark: Story = {
  args: { theme: 'dark', stored: 3000, initialState: { query: 'level:>=warning -source:web', range: '1h' } },
  play: async ({ canvasElement }) => settled(canvasElement),
};

/** Counted by the server, over the whole range. */
export const LastHour: Story = {
  args: { stored: 3000, spreadMs: 1000, initialState: { range: '1h', fields: ['user_id'] } },
  play: async ({ canvas, canvasElement }) => {
    await settled(canvasElement);
    await expect(await canvas.findByRole('button', { name: /^u-1042 \d/ })).toBeVisible();
    await expect(canvas.queryByText('Counted from the entries that are loaded')).toBeNull();
  },
};

export const Empty: Story = {
  args: { stored: 0 },
  play: async ({ canvas }) => {
    await expect(await canvas.findByText('Nothing logged yet')).toBeVisible();
  },
};

export const Loading: Story = {
  args: { script: { entries: [], catchesUp: false }, initialState: { range: '24h' }, changes: {} },
  play: async ({ canvas }) => {
    await expect(await canvas.findByRole('img', { name: 'Loading entries' })).toBeVisible();
  },
};

/** The server counts nothing: what is loaded is counted instead, and it is said so. */
export const CountsFail: Story = {
  args: {
    initialState: { range: '1h' },
    changes: { 'GET /api/v1/logs/histogram': unavailable, 'GET /api/v1/logs/facets': unavailable },
  },
  play: async ({ canvas, canvasElement }) => {
    await settled(canvasElement);
    await expect(await canvas.findByText(/The store does not answer/)).toBeVisible();
    await expect(await canvas.findByRole('button', { name: /^api [1-9]/ })).toBeVisible();
  },
};

function unavailable(): Response {
  return problem(503, 'store_unavailable', 'The store does not answer');
}

export const Reconnecting: Story = {
  args: {
    act: (server) => {
      const timer = setTimeout(() => {
        server.setReachable(false);
        server.drop();
      }, 300);
      return () => clearTimeout(timer);
    },
  },
  play: async ({ canvas, canvasElement }) => {
    await settled(canvasElement);
    await canvas.findByText('Reconnecting', undefined, { timeout: 3000 });
    await expect(canvas.getByRole('button', { name: /^api \d+/ })).toBeVisible();
  },
};

/** On a phone: fields come as a sheet, the histogram when it is asked for. */
export const Narrow: Story = {
  args: { height: 700 },
  decorators: [onPhone],
  play: async ({ canvas, canvasElement }) => {
    await settled(canvasElement);
    await expect(canvas.queryByRole('slider')).toBeNull();
    await userEvent.click(canvas.getByRole('button', { name: 'Fields' }));
    const sheet = await canvas.findByRole('complementary', { name: 'Fields' });
    await userEvent.click(within(sheet).getByRole('button', { name: /^Error [1-9]/ }));
    await waitFor(() => expect(levels(canvasElement)).toEqual(new Set(['error'])));
    await userEvent.click(canvas.getByRole('button', { name: 'Close fields' }));
    await userEvent.click(canvas.getByRole('button', { name: 'Histogram' }));
    await expect(await canvas.findByRole('slider', { name: 'Part of the time' })).toBeVisible();
  },
};

/** The system's own colours; a test has the browser ask for them. */
export const HighContrast: Story = {
  args: { initialState: { query: 'level:>=warning', range: '1h' } },
  parameters: { media: { 'forced-colors': 'active' } },
  play: async ({ canvas, canvasElement }) => {
    await settled(canvasElement);
    const level = await canvas.findByRole('button', { name: /^Error [1-9]/ });
    await userEvent.click(canvas.getByRole('button', { name: 'Time range: Last hour' }));
    await expect(await canvas.findByRole('dialog', { name: 'Time range' })).toBeVisible();
    await expect(level).toBeVisible();
  },
};

/** Nothing moves where the system asks for that; a test has the browser ask for it. */
export const ReducedMotion: Story = {
  ...Loading,
  parameters: { media: { 'prefers-reduced-motion': 'reduce' } },
  play: async ({ canvas }) => {
    await canvas.findByRole('img', { name: 'Loading entries' });
    const isReduced = matchMedia('(prefers-reduced-motion: reduce)').matches;
    await expect(document.getAnimations().length === 0).toBe(isReduced);
  },
};

/** A page from right to left: fields on the right, the list to their left. */
export const RightToLeft: Story = {
  args: { script: { entries: rightToLeftEntries(60) } },
  decorators: [fromRightToLeft],
  play: async ({ canvas, canvasElement }) => {
    await settled(canvasElement);
    const rail = await canvas.findByRole('button', { name: /^checkout [1-9]/ });
    const list = canvas.getByRole('grid', { name: 'Log entries' });
    await expect(rail.getBoundingClientRect().left).toBeGreaterThan(list.getBoundingClientRect().left);
    await expect(canvasElement.scrollWidth).toBe(canvasElement.clientWidth);
  },
};

/** Two thousand entries a second, counted as they come. */
export const Flood: Story = {
  args: {
    act: (server) => {
      let from = 400;
      const timer = setInterval(() => {
        server.add(recentEntries(from + 100, 1).slice(-100));
        from += 100;
      }, 50);
      return () => clearInterval(timer);
    },
  },
  play: async ({ canvas, canvasElement }) => {
    await settled(canvasElement);
    const newest = () =>
      Math.max(...rows(canvasElement).map((row) => Number(row.dataset['entryId']!.split('-')[1])));
    await waitFor(() => expect(newest()).toBeGreaterThan(1000), { timeout: 10_000 });
    // More than were stored, so the fields are counted as entries come.
    await waitFor(() =>
      expect(canvas.getByRole('button', { name: /^checkout \d{3,}|^checkout \d,\d{3}/ })).toBeVisible(),
    );
  },
};

/** Long lines go on below, broken between words; from the toolbar, and back. */
export const Wrapped: Story = {
  args: { script: { entries: wordyEntries(60) } },
  play: async ({ canvas, canvasElement }) => {
    await settled(canvasElement);
    const tallest = () => Math.max(...rows(canvasElement).map((row) => row.offsetHeight));
    await expect(tallest()).toBe(24);
    const toggle = canvas.getByRole('button', { name: 'Wrap lines' });
    await userEvent.click(toggle);
    await waitFor(() => expect(tallest()).toBeGreaterThan(40));
    await expect(brokenWords(canvasElement)).toEqual([]);
    await userEvent.click(toggle);
    await waitFor(() => expect(tallest()).toBe(24));
    await userEvent.click(toggle);
    await waitFor(() => expect(tallest()).toBeGreaterThan(40));
  },
};

/** Entries of more words than one line holds. */
function wordyEntries(count: number) {
  return recentEntries(count).map((entry, index) => ({
    ...entry,
    message: `${entry.message} ${'after another look at what was ordered '.repeat((index % 6) + 2)}`,
  }));
}

/** Words whose letters stand on two lines. */
function brokenWords(canvas: HTMLElement): string[] {
  const broken: string[] = [];
  for (const { firstChild } of canvas.querySelectorAll('[data-entry-id] .tailrace-text')) {
    if (!(firstChild instanceof Text)) continue;
    for (const { 0: word, index } of firstChild.data.matchAll(/[a-z]+/gi)) {
      const range = document.createRange();
      range.setStart(firstChild, index);
      range.setEnd(firstChild, index + word.length);
      if (range.getClientRects().length > 1) broken.push(word);
    }
  }
  return broken;
}

/** The server's time ran out: it is said beside each count, and in words. */
export const PartialCounts: Story = {
  args: {
    initialState: { range: '1h' },
    changes: {
      'GET /api/v1/logs/facets': (_request, parameters) => ({
        field: parameters.get('field')!,
        values: [{ value: 'error', count: 1234 }],
        more: 0,
        partial: true,
        filters_applied: {},
      }),
    },
  },
  play: async ({ canvas, canvasElement }) => {
    await settled(canvasElement);
    await expect(await canvas.findByRole('button', { name: 'Error ≥ 1.2K' })).toBeVisible();
    await expect(canvas.getAllByText(/^Partial/)).toHaveLength(3);
  },
};

/** Held back from the keyboard: nothing comes until it goes on. */
export const Paused: Story = {
  play: async ({ canvas, canvasElement }) => {
    await settled(canvasElement);
    canvas.getByRole('grid', { name: 'Log entries' }).focus();
    await userEvent.keyboard(' ');
    await expect(await canvas.findByText('Paused')).toBeVisible();
    await userEvent.keyboard(' ');
    await waitFor(() => expect(canvas.queryByText('Paused')).toBeNull());
    await userEvent.keyboard(' ');
    await expect(await canvas.findByText('Paused')).toBeVisible();
  },
};

/** The sheet of fields, open. */
export const NarrowFields: Story = {
  args: { height: 700 },
  decorators: [onPhone],
  play: async ({ canvas, canvasElement }) => {
    await settled(canvasElement);
    await userEvent.click(canvas.getByRole('button', { name: 'Fields' }));
    await expect(await canvas.findByRole('button', { name: 'Close fields' })).toHaveFocus();
  },
};

/** A click shows only what has a value, with Alt or by the minus all but that; the same again takes it back. */
export const Fields: Story = {
  play: async ({ canvas, canvasElement }) => {
    await settled(canvasElement);
    const api = await canvas.findByRole('button', { name: /^api \d/ });
    await userEvent.click(api);
    await waitFor(() => expect(api).toHaveAttribute('aria-pressed', 'true'));
    await expect(canvas.getByRole('combobox', { name: 'Filter' })).toHaveValue('source:api');
    await userEvent.click(canvas.getByRole('button', { name: /^web \d/ }));
    await expect(canvas.getByRole('combobox', { name: 'Filter' })).toHaveValue('source:api OR source:web');
    await userEvent.click(canvas.getByRole('button', { name: /Not Level Debug/ }));
    await fireEvent.click(canvas.getByRole('button', { name: /^web \d/ }), { altKey: true });
    await expect(canvas.getByRole('combobox', { name: 'Filter' })).toHaveValue(
      '-level:debug source:api -source:web',
    );
    await waitFor(() => expect(levels(canvasElement).has('debug')).toBe(false));
    await userEvent.click(canvas.getByRole('button', { name: 'Remove -level:debug' }));
    await expect(canvas.getByRole('combobox', { name: 'Filter' })).toHaveValue('source:api -source:web');
    await userEvent.click(canvas.getByRole('button', { name: 'Clear all' }));
    await expect(canvas.getByRole('combobox', { name: 'Filter' })).toHaveValue('');
  },
};

/** The most frequent values first, the others when they are asked for. */
export const MoreValues: Story = {
  args: { initialState: { range: '1h' } },
  play: async ({ canvas, canvasElement }) => {
    await settled(canvasElement);
    const loggers = within(await canvas.findByRole('list', { name: 'Logger' }));
    await waitFor(() => expect(loggers.getAllByRole('listitem')).toHaveLength(8));
    await userEvent.click(canvas.getByRole('button', { name: '1 more' }));
    await waitFor(() => expect(loggers.getAllByRole('listitem')).toHaveLength(9));
  },
};

/** `/` goes to the filter, from the list as from the fields. */
export const SlashToFilter: Story = {
  play: async ({ canvas, canvasElement }) => {
    await settled(canvasElement);
    canvas.getByRole('grid', { name: 'Log entries' }).focus();
    await userEvent.keyboard('/');
    await expect(canvas.getByRole('combobox', { name: 'Filter' })).toHaveFocus();
  },
};

/** Any field can be counted by, and taken out again. */
export const AnotherField: Story = {
  play: async ({ canvas, canvasElement }) => {
    await settled(canvasElement);
    await userEvent.type(canvas.getByRole('combobox', { name: 'Count by another field' }), 'user_id{Enter}');
    await expect(await canvas.findByRole('button', { name: /^u-1042 \d/ })).toBeVisible();
    await userEvent.click(canvas.getByRole('button', { name: 'Do not count by user_id' }));
    await waitFor(() => expect(canvas.queryByRole('button', { name: /^u-1042/ })).toBeNull());
  },
};

/** From the keyboard alone: a field, its value, and the filter stands. */
export const Completion: Story = {
  play: async ({ canvas, canvasElement }) => {
    await settled(canvasElement);
    const box = canvas.getByRole('combobox', { name: 'Filter' });
    await userEvent.click(box);
    await userEvent.keyboard('sour');
    await expect(await canvas.findByRole('option', { name: 'source' })).toBeVisible();
    await userEvent.keyboard('{ArrowDown}{Enter}');
    await waitFor(() => expect(box).toHaveValue('source:'));
    await expect(await canvas.findByRole('option', { name: /checkout/ })).toBeVisible();
    await userEvent.keyboard('che{ArrowDown}{Tab}');
    await waitFor(() => expect(box).toHaveValue('source:checkout '));
    await userEvent.keyboard('level:>');
    await expect(await canvas.findByRole('option', { name: '>=error' })).toBeVisible();
    await userEvent.keyboard('=err{ArrowDown}');
    await expect(canvas.getByRole('option', { name: '>=error' })).toHaveAttribute('aria-selected', 'true');
    await userEvent.keyboard('{Enter}{Escape}{Enter}');
    await waitFor(() => expect(levels(canvasElement)).toEqual(new Set(['error'])));
  },
};

/** What cannot be read is pointed at; the last good filter stays. */
export const FilterError: Story = {
  play: async ({ canvas, canvasElement }) => {
    await settled(canvasElement);
    await userEvent.type(canvas.getByRole('combobox', { name: 'Filter' }), 'source:api level:lous');
    await expect(await canvas.findByRole('alert')).toHaveTextContent(/level is one of .*column 18/);
    await settled(canvasElement);
  },
};

/** Arrow keys make a brush and move it, with Shift its end; Escape takes it away. */
export const Brush: Story = {
  play: async ({ canvas, canvasElement }) => {
    await settled(canvasElement);
    const brush = await canvas.findByRole('slider', { name: 'Part of the time' });
    await waitFor(() => expect(Number(brush.getAttribute('aria-valuemax'))).toBeGreaterThan(10));
    await expect(brush).toHaveAttribute('aria-valuetext', 'all of it');
    brush.focus();
    await userEvent.keyboard('{Home}');
    await waitFor(() => expect(brush).not.toHaveAttribute('aria-valuetext', 'all of it'));
    await userEvent.keyboard('{ArrowRight}{ArrowRight}{ArrowRight}');
    await waitFor(() => expect(brush).toHaveAttribute('aria-valuenow', '3'));
    const before = brush.getAttribute('aria-valuetext');
    await userEvent.keyboard('{Shift>}{ArrowRight}{ArrowRight}{ArrowRight}{ArrowRight}{/Shift}');
    await waitFor(() => expect(brush).not.toHaveAttribute('aria-valuetext', before));
    await waitFor(() => expect(rows(canvasElement).length).toBeGreaterThan(0));
  },
};

export const NoBrush: Story = {
  play: async ({ canvas, canvasElement }) => {
    await settled(canvasElement);
    const brush = await canvas.findByRole('slider', { name: 'Part of the time' });
    brush.focus();
    await userEvent.keyboard('{End}');
    await waitFor(() => expect(brush).not.toHaveAttribute('aria-valuetext', 'all of it'));
    await userEvent.keyboard('{Escape}');
    await waitFor(() => expect(brush).toHaveAttribute('aria-valuetext', 'all of it'));
    await userEvent.keyboard('{End}');
    await waitFor(() => expect(brush).not.toHaveAttribute('aria-valuetext', 'all of it'));
    await userEvent.dblClick(brush);
    await waitFor(() => expect(brush).toHaveAttribute('aria-valuetext', 'all of it'));
  },
};

export const TimeRanges: Story = {
  play: async ({ canvas, canvasElement }) => {
    await settled(canvasElement);
    await userEvent.click(canvas.getByRole('button', { name: 'Time range: Live' }));
    await userEvent.click(await canvas.findByRole('button', { name: 'Last 15 min' }));
    await userEvent.click(canvas.getByRole('button', { name: 'Time range: Last 15 min' }));
    const form = within(canvas.getByRole('dialog', { name: 'Time range' }));
    await fireEvent.change(form.getByLabelText('From'), { target: { value: '2030-01-01T00:00:00' } });
    await expect(form.getByRole('alert')).toHaveTextContent('From must be before To');
    await userEvent.selectOptions(form.getByLabelText('Time zone'), 'utc');
    await fireEvent.change(form.getByLabelText('From'), { target: { value: '2026-11-01T00:00:00' } });
    await fireEvent.change(form.getByLabelText('To'), { target: { value: '2026-11-02T00:00:00' } });
    await userEvent.click(form.getByRole('button', { name: 'Apply' }));
    await expect(await canvas.findByText('No entry matches')).toBeVisible();
    await userEvent.click(canvas.getByRole('button', { name: 'Clear all' }));
    await settled(canvasElement);
  },
};

/** Says what is exported and how much of it, before it is. */
export const Export: Story = {
  args: { initialState: { query: 'level:error' } },
  play: async ({ canvas, canvasElement }) => {
    await settled(canvasElement);
    await userEvent.click(canvas.getByRole('button', { name: 'Export' }));
    const panel = within(await canvas.findByRole('dialog', { name: 'Export' }));
    await expect(await panel.findByText(/^[1-9]\d* entries$/)).toBeVisible();
    await expect(panel.getByText('level:error')).toBeVisible();
    const href = panel.getByRole('link', { name: 'CSV' }).getAttribute('href');
    await expect(href).toBe('/api/v1/logs/export?q=level%3Aerror&format=csv');
  },
};

/** Deletes nothing before the word has been typed. */
export const ConfirmDelete: Story = {
  args: { canDelete: true },
  play: async ({ canvas, canvasElement }) => {
    await settled(canvasElement);
    await userEvent.click(canvas.getByRole('button', { name: 'Delete all entries' }));
    const dialog = within(await canvas.findByRole('dialog', { name: 'Delete all entries?' }));
    const button = dialog.getByRole('button', { name: 'Delete all entries' });
    await expect(button).toBeDisabled();
    await userEvent.type(dialog.getByRole('textbox'), 'delet');
    await expect(button).toBeDisabled();
    await userEvent.type(dialog.getByRole('textbox'), 'e');
    await expect(button).toBeEnabled();
  },
};

export const Deleted: Story = {
  args: { canDelete: true },
  play: async (context) => {
    const { canvas } = context;
    await ConfirmDelete.play!(context);
    const dialog = within(canvas.getByRole('dialog', { name: 'Delete all entries?' }));
    await userEvent.click(dialog.getByRole('button', { name: 'Delete all entries' }));
    await expect(await canvas.findByText('400 entries deleted')).toBeInTheDocument();
    await expect(canvas.queryByRole('dialog')).toBeNull();
  },
};

/** A link to one entry shows it among its neighbours. */
export const LinkedEntry: Story = {
  args: { initialState: { entry: 'sampleEntries001-200', query: 'nothing-like-it' } },
  play: async ({ canvas, canvasElement }) => {
    const details = await canvas.findByRole('complementary', { name: 'Entry details' });
    await expect(details).toHaveTextContent('sampleEntries001-200');
    await expect(canvas.getByText('The lines around one entry')).toBeVisible();
    await expect(rows(canvasElement).some((row) => row.dataset['entryId'] === 'sampleEntries001-201')).toBe(
      true,
    );
    await userEvent.click(canvas.getByRole('button', { name: 'Back to the search' }));
    await expect(await canvas.findByText('No entry matches')).toBeVisible();
  },
};

export const LinkedEntryGone: Story = {
  args: { initialState: { entry: 'goneSession00001-1' } },
  play: async ({ canvas }) => {
    await expect(await canvas.findByRole('alert')).toHaveTextContent('There is no such entry');
  },
};
