import type { ApiCall, ApiOperation, Caller } from './ApiCall.ts';
import { honestMessages } from './arbitraryMessage.ts';
import { escaped, isHarmless, pathOf, urlOf, valuesOf, type CallOptions, type Pair } from './callText.ts';
import type { UrlText } from './hostileValues.ts';

/** The call that an operation should answer with what was asked for. */
export function honestCall(operation: ApiOperation, caller: Caller, { known }: CallOptions): ApiCall {
  const path = pathOf(operation, (name) => valuesOf(known, operation, name)[0] ?? 'x');
  const query = operation.parameters
    .filter(({ in: place, required }) => place === 'query' && required)
    .map(({ name }): Pair => [name, valuesOf(known, operation, name)[0] ?? 'x']);
  // Required, though the schema that reads it has its own sentence for when it is missing.
  const asked = operation.name.endsWith('/cleanup') ? [['days_to_keep', '36500'] as const] : query;
  const { headers, body } = honestMessages(operation, known)[0] ?? { headers: {}, body: undefined };
  return { operation, caller, url: urlOf(path, asked), headers, body };
}

/** For each parameter calls that have something hostile in its place, and are else as they should be. */
export function hostileCalls(
  operation: ApiOperation,
  options: CallOptions,
  texts: readonly UrlText[],
): ApiCall[] {
  const honest = honestCall(operation, 'admin', options);
  return [...operation.parameters, { name: 'unknown', in: 'query' } as const].flatMap(({ name, in: place }) =>
    texts.flatMap((text): ApiCall[] => {
      if (!isHarmless(operation, name, text)) return [];
      if (place === 'path') {
        const path = pathOf(operation, (part) =>
          part === name ? text : (valuesOf(options.known, operation, part)[0] ?? 'x'),
        );
        return [{ ...honest, url: urlOf(path, []) }];
      }
      const [path = '', query = ''] = honest.url.split('?');
      const others = query.split('&').filter((pair) => pair !== '' && !pair.startsWith(`${name}=`));
      return [{ ...honest, url: `${path}?${[...others, `${escaped(name)}=${escaped(text)}`].join('&')}` }];
    }),
  );
}
