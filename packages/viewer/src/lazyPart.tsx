import type { ComponentType, ReactNode } from 'react';
import { useLateCode } from './hooks/useLateCode.ts';
import type { LateCode } from './lateCode.ts';

/**
 * A component whose code is fetched when it is wanted. Unlike `React.lazy` it shows what has been fetched at
 * once, where that waits for a suspended moment and then 300 ms.
 */
export function lazyPart<Code, Props extends object>(
  late: LateCode<Code>,
  choose: (code: Code) => ComponentType<Props>,
): (props: Props) => ReactNode {
  return function Part(props: Props): ReactNode {
    const code = useLateCode(late);
    if (!code) return null;
    const Loaded = choose(code);
    return <Loaded {...props} />;
  };
}
