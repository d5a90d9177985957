import { parseArgs, type ParseArgsConfig } from 'node:util';
import type { AccessKeyView } from '../auth/accessKey.ts';
import type { AskServer } from './askServer.ts';

export const KEYS_USAGE = `Usage: tailrace keys create --role ingest|read|admin --name NAME [options]
       tailrace keys list [--tenant TENANT]
       tailrace keys revoke ID

Makes, lists and revokes access keys, of a server that runs or of the data folder of one that does not.
  --tenant TENANT      whose entries it sends or reads (main)
  --filter FILTER      what it may read at most, in the filter language
  --origin ORIGIN      pages that may use it, such as https://shop.example; may be repeated
  --rate N             entries a second that it may send
  --stamp NAME=VALUE   field of the context of all that it sends, over what the sender claims; may be repeated
  --expires TIME       ISO 8601 time from which it is no good any more
`;

/** A command that cannot be understood: its message says why. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

const OPTIONS = {
  role: { type: 'string' },
  name: { type: 'string' },
  tenant: { type: 'string' },
  filter: { type: 'string' },
  origin: { type: 'string', multiple: true },
  rate: { type: 'string' },
  stamp: { type: 'string', multiple: true },
  expires: { type: 'string' },
} as const satisfies ParseArgsConfig['options'];

/**
 * `tailrace keys …`
 *
 * @returns what to print
 * @throws {UsageError}
 */
export function keysCommand(parameters: readonly string[]): (ask: AskServer) => Promise<string> {
  const { values, positionals } = parse(parameters);
  const [action, id, ...rest] = positionals;
  if (rest.length > 0) throw new UsageError(`There is no use for ${rest.join(' ')}`);
  switch (action) {
    case 'create':
      return async (ask) => {
        const key = await ask('POST', '/api/v1/keys', newKey(values));
        const { token, ...view } = key as AccessKeyView & { readonly token: string };
        return `${token}\n${describeKey(view)}\nKeep the key: it is not shown again.\n`;
      };
    case 'list':
      return async (ask) => {
        const query = values.tenant === undefined ? '' : `?tenant=${encodeURIComponent(values.tenant)}`;
        const { keys } = (await ask('GET', `/api/v1/keys${query}`)) as { readonly keys: AccessKeyView[] };
        return keys.map((key) => `${describeKey(key)}\n`).join('');
      };
    case 'revoke':
      if (id === undefined) throw new UsageError('Say which key: tailrace keys revoke ID');
      return async (ask) => {
        await ask('DELETE', `/api/v1/keys/${encodeURIComponent(id)}`);
        return `Revoked ${id}\n`;
      };
    default:
      throw new UsageError(`keys can create, list and revoke`);
  }
}

type Values = ReturnType<typeof parse>['values'];

function parse(parameters: readonly string[]) {
  try {
    return parseArgs({ args: [...parameters], options: OPTIONS, allowPositionals: true, strict: true });
  } catch (error) {
    throw new UsageError((error as Error).message);
  }
}

/** The server says what is wrong with it. */
function newKey({ origin, rate, stamp, expires, ...named }: Values): object {
  return {
    ...named,
    ...(origin && { origins: origin }),
    ...(rate !== undefined && { rate: Number(rate) }),
    ...(stamp && { stamp: Object.fromEntries(stamp.map(readStamp)) }),
    ...(expires !== undefined && { expires_at: expires }),
  };
}

function readStamp(text: string): [name: string, value: string] {
  const at = text.indexOf('=');
  if (at < 1) throw new UsageError(`--stamp is ${JSON.stringify(text)}; it must be NAME=VALUE`);
  return [text.slice(0, at), text.slice(at + 1)];
}

/** JSON of each value, so that control characters reach no terminal. */
function describeKey({ id, role, tenant, name, ...terms }: AccessKeyView): string {
  const rest = Object.entries(terms).map(([term, value]) => `${term}=${JSON.stringify(value)}`);
  return [id, role.padEnd(6), tenant, JSON.stringify(name), ...rest].join('  ');
}
