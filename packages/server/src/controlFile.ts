import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** How commands on the same machine reach the server that has a data folder. */
export interface ControlFile {
  readonly url: string;
  /** Administrator's key, good until the server ends: who reads the folder could change all of it anyway. */
  readonly token: string;
  /** Certificate of the server in PEM, where it speaks TLS. */
  readonly certificate?: string;
}

/** Writes it where only the owner can read it. */
export function writeControlFile(folder: string, control: ControlFile): void {
  // Removed first, because the mode counts for new files only.
  removeControlFile(folder);
  writeFileSync(controlPath(folder), JSON.stringify(control), { mode: 0o600, flag: 'wx' });
}

export function readControlFile(folder: string): ControlFile {
  return JSON.parse(readFileSync(controlPath(folder), 'utf8')) as ControlFile;
}

export function removeControlFile(folder: string): void {
  rmSync(controlPath(folder), { force: true });
}

function controlPath(folder: string): string {
  return join(folder, 'control.json');
}
