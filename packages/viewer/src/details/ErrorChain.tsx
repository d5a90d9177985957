import type { LogError } from '@tailrace/protocol';
import { useMemo } from 'react';
import { usePartLabels } from '../partLabels.ts';
import { parseStack } from './stack/parseStack.ts';
import type { ResolveFrame } from './stack/StackFrame.ts';
import { StackTrace } from './stack/StackTrace.tsx';

/** Causes of causes that are shown; the fields below have all that was sent. */
const MAX_DEPTH = 8;

export interface ErrorChainProps {
  readonly error: LogError;
  readonly resolveFrame: ResolveFrame | undefined;
  readonly depth?: number;
}

/** An error with its stack, and below it what caused it. */
export function ErrorChain({ error, resolveFrame, depth = 0 }: ErrorChainProps) {
  const labels = usePartLabels();
  const { frames } = useMemo(() => parseStack(error.stack ?? ''), [error]);
  return (
    <div className="tailrace-error">
      <p>
        {depth > 0 && <span className="tailrace-muted">{labels.causedBy} </span>}
        <b>{error.name}</b>
        {error.message !== '' && `: ${error.message}`}
      </p>
      {frames.length > 0 && <StackTrace frames={frames} resolveFrame={resolveFrame} />}
      {frames.length === 0 && error.stack !== undefined && (
        <pre className="tailrace-stack">{error.stack}</pre>
      )}
      {error.cause && depth < MAX_DEPTH && (
        <ErrorChain error={error.cause} resolveFrame={resolveFrame} depth={depth + 1} />
      )}
    </div>
  );
}
