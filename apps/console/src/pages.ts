import type { ComponentType } from 'react';
import type { GlyphName } from './Glyph.tsx';
import { AuditPage } from './pages/AuditPage.tsx';
import { JobsPage } from './pages/JobsPage.tsx';
import { LogsPage } from './pages/LogsPage.tsx';
import { SessionsPage } from './pages/SessionsPage.tsx';
import { SettingsPage } from './pages/SettingsPage.tsx';
import { StatusPage } from './pages/StatusPage.tsx';
import { TracesPage } from './pages/TracesPage.tsx';

export interface ConsolePage {
  readonly name: string;
  /** First part of the address. */
  readonly path: string;
  readonly glyph: GlyphName;
  readonly Component: ComponentType;
}

/** In the order of the rail. */
export const PAGES: readonly ConsolePage[] = [
  { name: 'Logs', path: '', glyph: 'logs', Component: LogsPage },
  { name: 'Audit', path: 'audit', glyph: 'audit', Component: AuditPage },
  { name: 'Traces', path: 'traces', glyph: 'traces', Component: TracesPage },
  { name: 'Jobs', path: 'jobs', glyph: 'jobs', Component: JobsPage },
  { name: 'Sessions', path: 'sessions', glyph: 'sessions', Component: SessionsPage },
  { name: 'Settings', path: 'settings', glyph: 'settings', Component: SettingsPage },
  { name: 'Status', path: 'status', glyph: 'status', Component: StatusPage },
];

/** The page of an address; what nothing is at shows the logs. */
export function pageAt(path = ''): ConsolePage {
  return PAGES.find((page) => page.path === path) ?? PAGES[0]!;
}
