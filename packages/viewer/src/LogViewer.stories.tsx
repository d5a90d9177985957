import type { LogEntry } from '@tailrace/protocol';
import type { Meta, StoryObj } from '@storybook/react-vite';
import { useEffect, useState } from 'react';
import { expect, userEvent, waitFor, within } from 'storybook/test';
import { LogViewer } from './LogViewer.tsx';
import type { LogViewerProps } from './LogViewerProps.ts';
import { sampleEntries } from './sampleEntries.ts';
import { LogStreamingService } from './stream/LogStreamingService.ts';
import { ScriptedServer, type ScriptedServerOptions } from './stream/socket/scripted.ts';
import './styles.css';

type Act = (server: ScriptedServer) => (() => void) | void;

interface SceneProps extends LogViewerProps {
  /** What the server has, and how it behaves. */
  readonly script?: ScriptedServerOptions;
  /** Goes on from there; returns what ends it. */
  readonly act?: Act;
}

function Scene({ script, act, ...viewer }: SceneProps) {
  const [{ server, service }] = useState(() => {
    const server = new ScriptedServer(script);
    const { createSocket, fetch } = server;
    return { server, service: new LogStreamingService('http://scripted.test', { createSocket, fetch }) };
  });
  useEffect(() => act?.(server), [server, act]);
  return <LogViewer {...viewer} service={service} />;
}

const meta = {
  title: 'LogViewer',
  component: LogViewer,
  parameters: { layout: 'padded' },
  args: { height: 480, script: { entries: sampleEntries(200) } },
  argTypes: { service: { table: { disable: true } } },
  render: (args) => <Scene {...args} />,
} satisfies Meta<SceneProps>;
export default meta;

type Story = StoryObj<SceneProps>;

/** Adds entries now and then. */
function trickle(perTick: number, everyMs: number): Act {
  return (server) => {
    let from = 200;
    const timer = setInterval(() => {
      server.add(sampleEntries(perTick, from));
      from += perTick;
    }, everyMs);
    return () => clearInterval(timer);
  };
}

const rows = (canvas: HTMLElement) => canvas.querySelectorAll<HTMLElement>('[data-entry-id]');
const lastSeq = (canvas: HTMLElement) =>
  Math.max(...[...rows(canvas)].map((row) => Number(row.dataset['entryId']!.split('-')[1])));
const list = (canvas: HTMLElement) => canvas.querySelector<HTMLElement>('.tailrace-list')!;
const settled = (canvas: HTMLElement) => waitFor(() => expect(rows(canvas).length).toBeGreaterThan(5));

/** Follows the newest entry. */
export const Live: Story = { args: { act: trickle(1, 900) } };

export const Dark: Story = { args: { theme: 'dark', act: trickle(1, 900) } };

export const Light: Story = { args: { theme: 'light', act: trickle(1, 900) } };

/** Lines that are longer than the room for them go on below; what is read stays where it is. */
export const Wrapping: Story = {
  play: async ({ canvasElement }) => {
    const canvas = within(canvasElement);
    await settled(canvasElement);
    await userEvent.click(canvas.getByRole('button', { name: 'Wrap lines' }));
    await expect(canvas.getByRole('button', { name: 'Wrap lines' })).toHaveAttribute('aria-pressed', 'true');
    await settled(canvasElement);
  },
};

export const Compact: Story = { args: { density: 'compact' } };

/** Errors and pins stand beside the scroll bar; `e` goes to errors, `p` pins. */
export const Pins: Story = {
  play: async ({ canvasElement }) => {
    await settled(canvasElement);
    list(canvasElement).focus();
    await userEvent.keyboard('Ep');
    await waitFor(() =>
      expect(canvasElement.querySelector('[data-pinned][data-level="error"]')).not.toBeNull(),
    );
  },
};

/** Beside its neighbours on a phone: the source gives way, and levels are told by glyph. */
export const Narrow: Story = {
  args: { height: 560 },
  decorators: [
    (Story) => (
      <div style={{ maxInlineSize: 360 }}>
        <Story />
      </div>
    ),
  ],
};

export const Empty: Story = { args: { script: { entries: [] } } };

export const Loading: Story = { args: { script: { entries: [], catchesUp: false } } };

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
  play: async ({ canvasElement }) => {
    const canvas = within(canvasElement);
    await settled(canvasElement);
    await canvas.findByText('Reconnecting', undefined, { timeout: 3000 });
    await expect(canvas.getByRole('button', { name: 'Reconnect now' })).toBeVisible();
    await expect(rows(canvasElement).length).toBeGreaterThan(5);
  },
};

export const Refused: Story = {
  args: { script: { entries: [] }, act: (server) => server.refuse(403) },
  play: async ({ canvasElement }) => {
    const canvas = within(canvasElement);
    await expect(await canvas.findByText('No access to these logs')).toBeVisible();
    await expect(canvas.getByText('This key may not read logs')).toBeVisible();
    await expect(canvas.getByRole('button', { name: 'Try again' })).toBeVisible();
  },
};

/** Two thousand entries a second. */
export const Flood: Story = { args: { act: trickle(100, 50), maxEntries: 20_000 } };

/** What was not received is a row of its own. */
export const Gap: Story = {
  args: {
    act: (server) => {
      const timer = setTimeout(() => {
        server.addGap(412);
        server.add(sampleEntries(6, 200));
      }, 300);
      return () => clearTimeout(timer);
    },
  },
  play: async ({ canvasElement }) => {
    const canvas = within(canvasElement);
    await expect(await canvas.findByText('412 entries not received: too slow')).toBeVisible();
  },
};

/** The server holds back; nothing is lost, as it goes on from there. */
export const Paused: Story = {
  args: { act: trickle(2, 100) },
  play: async ({ canvasElement }) => {
    const canvas = within(canvasElement);
    await settled(canvasElement);
    await userEvent.click(canvas.getByRole('button', { name: 'Pause' }));
    await expect(await canvas.findByText('Paused')).toBeVisible();
  },
};

/** Scrolling up lets go of the tail; the pill counts what comes, and leads back. */
export const LeavingTheTail: Story = {
  args: { act: trickle(3, 100) },
  play: async ({ canvasElement }) => {
    const canvas = within(canvasElement);
    await settled(canvasElement);
    list(canvasElement).dispatchEvent(new WheelEvent('wheel', { deltaY: -300, bubbles: true }));
    list(canvasElement).scrollTop -= 300;
    const pill = await canvas.findByRole('button', { name: /\d+ new/ });
    const seen = lastSeq(canvasElement);
    await userEvent.click(pill);
    await waitFor(() => expect(lastSeq(canvasElement)).toBeGreaterThan(seen));
    await waitFor(() => expect(canvas.queryByRole('button', { name: /new/ })).toBeNull());
  },
};

/** What cannot be read is pointed at; the last good filter stays. */
export const FilterError: Story = {
  play: async ({ canvasElement }) => {
    const canvas = within(canvasElement);
    await settled(canvasElement);
    const count = rows(canvasElement).length;
    await userEvent.type(canvas.getByRole('textbox', { name: 'Filter' }), 'source:api level:lous');
    await expect(await canvas.findByRole('alert')).toHaveTextContent(/level is one of .*column 18/);
    await expect(rows(canvasElement)).toHaveLength(count);
  },
};

export const NothingMatches: Story = {
  play: async ({ canvasElement }) => {
    const canvas = within(canvasElement);
    await settled(canvasElement);
    await userEvent.type(canvas.getByRole('textbox', { name: 'Filter' }), 'unheard-of');
    await expect(await canvas.findByText('No entry matches')).toBeVisible();
    await userEvent.click(canvas.getAllByRole('button', { name: 'Clear filter' }).at(-1)!);
    await settled(canvasElement);
  },
};

export const Levels: Story = {
  play: async ({ canvasElement }) => {
    const canvas = within(canvasElement);
    await settled(canvasElement);
    await userEvent.click(canvas.getByRole('button', { name: 'Error' }));
    await userEvent.click(canvas.getByRole('button', { name: 'Critical' }));
    await waitFor(() => {
      const levels = new Set([...rows(canvasElement)].map((row) => row.dataset['level']));
      return expect(levels).toEqual(new Set(['critical', 'error']));
    });
  },
};

/** From the keyboard alone: down to a row, into it, and back. */
export const Keyboard: Story = {
  play: async ({ canvasElement }) => {
    const canvas = within(canvasElement);
    await settled(canvasElement);
    list(canvasElement).focus();
    await userEvent.keyboard('G');
    const selected = () => canvasElement.querySelector<HTMLElement>('[aria-selected="true"]');
    await waitFor(() => expect(selected()?.dataset['entryId']).toBe(lastEntry(200).id));
    await userEvent.keyboard('kk{Enter}');
    const details = await canvas.findByRole('complementary', { name: 'Entry details' });
    await expect(details).toHaveTextContent(lastEntry(198).message);
    await userEvent.keyboard('{Escape}');
    await waitFor(() => expect(canvas.queryByRole('complementary')).toBeNull());
    await userEvent.keyboard('g');
    await waitFor(() => expect(selected()?.dataset['entryId']).toBe(lastEntry(1).id));
    await userEvent.keyboard('/');
    await expect(canvas.getByRole('textbox', { name: 'Filter' })).toHaveFocus();
  },
};

export const Details: Story = {
  play: async ({ canvasElement }) => {
    const canvas = within(canvasElement);
    await settled(canvasElement);
    const failed = [...rows(canvasElement)].find((row) => row.dataset['level'] === 'error')!;
    await userEvent.click(failed);
    await expect(await canvas.findByRole('complementary', { name: 'Entry details' })).toBeVisible();
  },
};

function lastEntry(count: number): LogEntry {
  return sampleEntries(count).at(-1)!;
}
