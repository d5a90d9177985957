import type { LogEntry } from '@tailrace/protocol';
import type { Meta, StoryObj } from '@storybook/react-vite';
import { useEffect, useState } from 'react';
import { expect, spyOn, userEvent, waitFor, within } from 'storybook/test';
import { LogFeed } from './LogFeed.ts';
import { LogViewer } from './LogViewer.tsx';
import type { LogViewerProps } from './LogViewerProps.ts';
import { fromRightToLeft, onPhone } from './panel/storyFrame.tsx';
import { rightToLeftEntries, sampleEntries } from './sampleEntries.ts';
import { LogStreamingService } from './stream/LogStreamingService.ts';
import { ScriptedServer, type ScriptedServerOptions } from './stream/socket/scripted.ts';
import './styles.css';

type Act = (server: ScriptedServer) => (() => void) | void;

interface SceneProps extends LogViewerProps {
  /** What the server has, and how it behaves. */
  readonly script?: ScriptedServerOptions;
  /** Goes on from there; returns what ends it. */
  readonly act?: Act;
  /** How many entries the page has already. */
  readonly buffered?: number;
}

function Scene({ script, act, buffered, ...viewer }: SceneProps) {
  const [{ server, service, feed }] = useState(() => {
    const server = new ScriptedServer(script);
    const { createSocket, fetch } = server;
    const service = new LogStreamingService('http://scripted.test', { createSocket, fetch });
    return { server, service, feed: buffered === undefined ? undefined : filledFeed(service, buffered) };
  });
  useEffect(() => act?.(server), [server, act]);
  return <LogViewer {...viewer} service={service} {...(feed && { feed })} />;
}

const BATCH = 10_000;

function filledFeed(service: LogStreamingService, entries: number): LogFeed {
  const feed = new LogFeed({ service, last: 0, maxEntries: entries });
  for (let from = 0; from < entries; from += BATCH) feed.buffer.append(sampleEntries(BATCH, from));
  return feed;
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
    const pins = within(await within(canvasElement).findByRole('list', { name: 'Pinned entries' }));
    await expect(pins.getByText('Payment failed')).toBeVisible();
    await userEvent.keyboard('Wp');
    await waitFor(() => expect(pins.getAllByRole('listitem')).toHaveLength(2));
  },
};

/** Beside its neighbours on a phone: the source gives way, and levels are told by glyph. */
export const Narrow: Story = {
  args: { height: 560 },
  decorators: [onPhone],
};

/** The system's own colours, which say what is chosen as well; a test has the browser ask for them. */
export const HighContrast: Story = {
  parameters: { media: { 'forced-colors': 'active' } },
  play: async ({ canvasElement }) => {
    await settled(canvasElement);
    list(canvasElement).focus();
    await userEvent.keyboard('EW');
    const chosen = () => canvasElement.querySelector<HTMLElement>('[aria-selected="true"]');
    await waitFor(() => expect(chosen()).not.toBeNull());
    const system = systemColours(canvasElement);
    const isForced = matchMedia('(forced-colors: active)').matches;
    await expect(getComputedStyle(chosen()!).backgroundColor === system.backgroundColor).toBe(isForced);
    await expect(getComputedStyle(chosen()!).color === system.color).toBe(isForced);
    const chip = within(canvasElement).getByRole('button', { name: 'Warning' });
    await userEvent.click(chip);
    await waitFor(() =>
      expect(getComputedStyle(chip).backgroundColor === system.backgroundColor).toBe(isForced),
    );
  },
};

/** What the system chooses text in, from a throw-away element. */
function systemColours(canvas: HTMLElement): { backgroundColor: string; color: string } {
  const probe = canvas.appendChild(document.createElement('i'));
  probe.style.cssText = 'background: Highlight; color: HighlightText; forced-color-adjust: none';
  const { backgroundColor, color } = getComputedStyle(probe);
  probe.remove();
  return { backgroundColor, color };
}

/** Nothing moves where the system asks for that; a test has the browser ask for it. */
export const ReducedMotion: Story = {
  args: { script: { entries: [], catchesUp: false } },
  parameters: { media: { 'prefers-reduced-motion': 'reduce' } },
  play: async ({ canvasElement }) => {
    await within(canvasElement).findByRole('img', { name: 'Loading entries' });
    const isReduced = matchMedia('(prefers-reduced-motion: reduce)').matches;
    const line = canvasElement.querySelector('.tailrace-skeleton > span')!;
    await expect(getComputedStyle(line).animationName === 'none').toBe(isReduced);
    await expect(document.getAnimations().length === 0).toBe(isReduced);
  },
};

/** A page from right to left, with lines of both directions. */
export const RightToLeft: Story = {
  args: { script: { entries: rightToLeftEntries(60) } },
  decorators: [fromRightToLeft],
  play: async ({ canvasElement }) => {
    await settled(canvasElement);
    const [time, message] = ['.tailrace-time', '.tailrace-message'].map((part) =>
      rows(canvasElement)[0]!.querySelector(part)!.getBoundingClientRect(),
    );
    await expect(time!.left).toBeGreaterThan(message!.left);
    await expect(list(canvasElement).scrollWidth).toBe(list(canvasElement).clientWidth);
  },
};

/** The last of a million, and the first, at once. */
export const AMillionRows: Story = {
  args: { buffered: 1_000_000, script: { entries: [] } },
  play: async ({ canvasElement }) => {
    await settled(canvasElement);
    await expect(list(canvasElement)).toHaveAttribute('aria-rowcount', '1000000');
    await expect(lastSeq(canvasElement)).toBe(1_000_000);
    list(canvasElement).focus();
    await userEvent.keyboard('g');
    await waitFor(() => expect(rows(canvasElement)[0]!.dataset['entryId']).toBe(lastEntry(1).id));
  },
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

/** Fetches what was left out, and puts it in its place; what is gone for good is said to be. */
export const FetchGap: Story = {
  args: {
    act: (server) => {
      const timer = setTimeout(() => {
        server.addGap(300, [], { reason: 'retention', at_most: true });
        server.addGap(4, sampleEntries(4, 200));
        server.add(sampleEntries(3, 204));
      }, 300);
      return () => clearTimeout(timer);
    },
  },
  play: async ({ canvasElement }) => {
    const canvas = within(canvasElement);
    await expect(await canvas.findByText('4 entries not received: too slow')).toBeVisible();
    await expect(canvas.getByText('At most 300 entries gone for good: no longer kept')).toBeVisible();
    const button = canvas.getByRole('button', { name: 'Fetch' });
    list(canvasElement).focus();
    await userEvent.tab();
    await expect(button).toHaveFocus();
    await userEvent.keyboard('{Enter}');
    await waitFor(() => expect(canvas.queryByText('4 entries not received: too slow')).toBeNull());
    await expect(list(canvasElement)).toHaveFocus();
    const seqs = [...rows(canvasElement)].map((row) => Number(row.dataset['entryId']!.split('-')[1]));
    await expect(seqs.slice(-8)).toEqual([200, 201, 202, 203, 204, 205, 206, 207]);
    await expect(canvas.getByText('At most 300 entries gone for good: no longer kept')).toBeVisible();
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
    await userEvent.keyboard('f');
    await expect(canvas.getByRole('textbox', { name: 'Filter' })).toHaveFocus();
    // Keys that are typed are text.
    await userEvent.keyboard('jGe?/{Escape}');
    await expect(canvas.getByRole('textbox', { name: 'Filter' })).toHaveValue('jGe?/');
    await expect(list(canvasElement)).toHaveFocus();
  },
};

/** Each key moves to where it says. */
export const KeyboardMoves: Story = {
  play: async ({ canvasElement }) => {
    await settled(canvasElement);
    list(canvasElement).focus();
    const current = () => canvasElement.querySelector<HTMLElement>('[data-current]')!;
    const seq = () => Number(current().dataset['entryId']!.split('-')[1]);
    const press = async (keys: string, expected: (before: number) => boolean) => {
      const before = canvasElement.querySelector('[data-current]') ? seq() : 0;
      await userEvent.keyboard(keys);
      await waitFor(() => expect(expected(before)).toBe(true));
    };
    await press('{End}', () => seq() === 200);
    await press('{Home}', () => seq() === 1);
    await press('G', () => seq() === 200);
    await press('g', () => seq() === 1);
    await press('j', () => seq() === 2);
    await press('{ArrowDown}', () => seq() === 3);
    await press('k', () => seq() === 2);
    await press('{ArrowUp}', () => seq() === 1);
    await press('{PageDown}', () => seq() > 8);
    await press('{PageUp}', () => seq() === 1);
    await press('e', () => /error|critical/.test(current().dataset['level']!));
    const first = seq();
    await press('e', () => seq() > first);
    await press('E', () => seq() === first);
    await press('g', () => seq() === 1);
    await press('w', () => current().dataset['level'] === 'warning');
    const warned = seq();
    await press('w', () => seq() > warned);
    await press('W', () => seq() === warned);
    await userEvent.keyboard('{Shift>}{ArrowDown}{ArrowDown}{/Shift}');
    await waitFor(() => expect(canvasElement.querySelectorAll('[aria-selected="true"]')).toHaveLength(3));
  },
};

/** Space pauses, `t` turns the times, `p` pins, `c` copies, Escape leads back. */
export const KeyboardActs: Story = {
  play: async ({ canvasElement }) => {
    const canvas = within(canvasElement);
    await settled(canvasElement);
    list(canvasElement).focus();
    const writeText = spyOn(navigator.clipboard, 'writeText').mockResolvedValue();
    await userEvent.keyboard('gc');
    const copied = writeText.mock.calls.flat();
    writeText.mockRestore();
    await expect(copied.join()).toContain(lastEntry(1).message);
    await userEvent.keyboard(' ');
    await expect(await canvas.findByText('Paused')).toBeVisible();
    await userEvent.keyboard(' ');
    await waitFor(() => expect(canvas.queryByText('Paused')).toBeNull());
    const time = () => canvasElement.querySelector('[data-current] .tailrace-time')!.textContent;
    await userEvent.keyboard('t');
    await waitFor(() => expect(time()).toBe(lastEntry(1).timestamp.slice(11, 23)));
    await userEvent.keyboard('t');
    await waitFor(() => expect(time()).toMatch(/ ago$/));
    await userEvent.keyboard('tp');
    await expect(await canvas.findByRole('list', { name: 'Pinned entries' })).toBeVisible();
    await userEvent.keyboard('p');
    await waitFor(() => expect(canvas.queryByRole('list', { name: 'Pinned entries' })).toBeNull());
    await userEvent.keyboard('{Enter}');
    await expect(await canvas.findByRole('complementary')).toBeVisible();
    await userEvent.keyboard('{Escape}');
    await waitFor(() => expect(canvas.queryByRole('complementary')).toBeNull());
    await userEvent.keyboard('{Escape}');
    await waitFor(() => expect(canvasElement.querySelector('[data-current]')).toBeNull());
  },
};

/** `?` lists the keys; the focus comes back. */
export const Help: Story = {
  play: async ({ canvasElement }) => {
    const canvas = within(canvasElement);
    await settled(canvasElement);
    list(canvasElement).focus();
    await userEvent.keyboard('?');
    const dialog = await canvas.findByRole('dialog', { name: 'Keys' });
    await expect(within(dialog).getByText('Next, previous error')).toBeVisible();
    await userEvent.click(within(dialog).getByRole('button', { name: 'Close' }));
    await waitFor(() => expect(canvas.queryByRole('dialog')).toBeNull());
    await expect(list(canvasElement)).toHaveFocus();
    await userEvent.click(canvas.getByRole('button', { name: 'Keys' }));
    await canvas.findByRole('dialog', { name: 'Keys' });
  },
};

/** `/` looks for text; Enter, `n` and `N` go from hit to hit. */
export const Search: Story = {
  play: async ({ canvasElement }) => {
    const canvas = within(canvasElement);
    await settled(canvasElement);
    list(canvasElement).focus();
    await userEvent.keyboard('g/');
    const input = await canvas.findByRole('textbox', { name: 'Search these entries' });
    await userEvent.type(input, 'payment');
    const hits = sampleEntries(200).filter(({ message }) => message.includes('Payment'));
    await waitFor(() => expect(canvas.getByText(String(hits.length))).toBeVisible());
    const current = () => canvasElement.querySelector<HTMLElement>('[data-current]')?.dataset['entryId'];
    await userEvent.keyboard('{Enter}');
    await waitFor(() => expect(current()).toBe(hits[0]!.id));
    await userEvent.keyboard('{Enter}');
    await waitFor(() => expect(current()).toBe(hits[1]!.id));
    await expect(await canvas.findByText(`2 of ${hits.length}`)).toBeVisible();
    await userEvent.keyboard('{Shift>}{Enter}{/Shift}');
    await waitFor(() => expect(current()).toBe(hits[0]!.id));
    await expect(canvasElement.querySelector('[data-current] mark')).toHaveTextContent('Payment');
    await userEvent.keyboard('{Escape}nn');
    await waitFor(() => expect(current()).toBe(hits[2]!.id));
    await userEvent.keyboard('N');
    await waitFor(() => expect(current()).toBe(hits[1]!.id));
  },
};

/** A regular expression that cannot be read is said so; a good one finds. */
export const SearchPattern: Story = {
  play: async ({ canvasElement }) => {
    const canvas = within(canvasElement);
    await settled(canvasElement);
    await userEvent.click(canvas.getByRole('button', { name: 'Search' }));
    const input = await canvas.findByRole('textbox', { name: 'Search these entries' });
    await userEvent.click(canvas.getByRole('button', { name: 'Regular expression' }));
    await userEvent.type(input, '(');
    await expect(await canvas.findByRole('alert')).toBeVisible();
    await userEvent.type(input, '{Backspace}^P.+failed$');
    const hits = sampleEntries(200).filter(({ message }) => message === 'Payment failed');
    await expect(await canvas.findByText(String(hits.length), undefined, { timeout: 5000 })).toBeVisible();
    await userEvent.click(canvas.getByRole('button', { name: 'Close search' }));
    await waitFor(() => expect(canvas.queryByRole('search')).toBeNull());
    await expect(list(canvasElement)).toHaveFocus();
  },
};

const REPEATED = sampleEntries(200).map((entry, at) =>
  at % 10 < 6
    ? { ...entry, level: 'warning' as const, source: 'api', message: 'Retrying the stock service' }
    : entry,
);

/** Runs of the same entry are one row, with their number. */
export const Grouped: Story = {
  args: { grouped: true, script: { entries: REPEATED } },
  play: async ({ canvasElement }) => {
    await waitFor(() => expect(canvasElement.querySelectorAll('.tailrace-count').length).toBeGreaterThan(2));
    await expect(canvasElement.querySelector('.tailrace-count')).toHaveTextContent('×6');
  },
};

/** Columns are chosen in the menu, fields added by name; lines between their names size them by keys. */
export const Columns: Story = {
  args: { columns: ['time', 'level', 'source', 'user_id'] },
  play: async ({ canvasElement }) => {
    const canvas = within(canvasElement);
    await settled(canvasElement);
    const head = within(canvas.getByRole('group', { name: 'Columns' }));
    await expect(head.getByText('user_id')).toBeVisible();
    await waitFor(() => expect(canvas.getAllByText('u-1042').length).toBeGreaterThan(0));
    const line = head.getByRole('separator', { name: 'Width of user_id' });
    const before = Number(line.getAttribute('aria-valuenow'));
    line.focus();
    await userEvent.keyboard('{ArrowRight}{ArrowRight}');
    await expect(line).toHaveAttribute('aria-valuenow', String(before + 16));
    await userEvent.click(canvas.getByRole('button', { name: 'View' }));
    const menu = within(await canvas.findByRole('dialog', { name: 'View' }));
    await userEvent.click(menu.getByRole('checkbox', { name: 'Logger' }));
    await expect(await head.findByText('Logger')).toBeVisible();
    await userEvent.type(menu.getByRole('textbox', { name: 'Add column' }), 'execution_time_ms{Enter}');
    await expect(await head.findByText('execution_time_ms')).toBeVisible();
    await userEvent.click(menu.getByRole('checkbox', { name: 'user_id' }));
    await waitFor(() => expect(head.queryByText('user_id')).toBeNull());
    await userEvent.click(menu.getByRole('button', { name: 'Reset columns' }));
    await waitFor(() => expect(head.queryByText('execution_time_ms')).toBeNull());
    await userEvent.selectOptions(menu.getByRole('combobox', { name: 'Times' }), 'Asia/Tokyo');
    await userEvent.selectOptions(menu.getByRole('combobox', { name: 'Density' }), 'compact');
    await waitFor(() => expect(rows(canvasElement)[0]!.offsetHeight).toBe(20));
    await userEvent.keyboard('{Escape}');
    await waitFor(() => expect(canvas.queryByRole('dialog')).toBeNull());
  },
};

/** How long ago each was, told anew each second. */
export const Relative: Story = { args: { time: 'relative' } };

/** What an entry's details filter in and out narrows the filter. */
export const FilterFromDetails: Story = {
  args: { loadContext: () => Promise.resolve({ before: [], after: [] }) },
  play: async ({ canvasElement }) => {
    const canvas = within(canvasElement);
    await settled(canvasElement);
    await userEvent.click(rows(canvasElement)[8]!);
    const details = within(await canvas.findByRole('complementary', { name: 'Entry details' }));
    const source = details.getByRole('treeitem', { name: /^source / });
    await userEvent.click(within(source).getByRole('button', { name: 'Hide this value' }));
    const [value] = /(?<=source )\w+/.exec(source.textContent.replace('source', 'source '))!;
    await expect(canvas.getByRole('textbox', { name: 'Filter' })).toHaveValue(`-source:${value}`);
    await waitFor(() => {
      const sources = [...canvasElement.querySelectorAll('.tailrace-row .tailrace-source')];
      return expect(sources.every((cell) => !cell.textContent.startsWith(value))).toBe(true);
    });
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
