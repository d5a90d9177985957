import { useEffect, useMemo, useState } from 'react';
import { usePartLabels } from '../../partLabels.ts';
import { Icon } from '../../parts/Icon.tsx';
import { foldFrames } from './foldFrames.ts';
import { resolveOnce } from './resolveFrames.ts';
import { shortPlace, type ResolveFrame, type StackFrame } from './StackFrame.ts';
import { PART_ICONS } from '../../parts/partIconPaths.ts';

const NONE: ReadonlyMap<StackFrame, StackFrame> = new Map();

export interface StackTraceProps {
  readonly frames: readonly StackFrame[];
  readonly resolveFrame: ResolveFrame | undefined;
}

/** The calls that led to an error; those in other people's code are unfolded on demand. */
export function StackTrace({ frames, resolveFrame }: StackTraceProps) {
  const originals = useOriginals(frames, resolveFrame);
  const groups = useMemo(
    () => foldFrames(frames.map((frame) => originals.get(frame) ?? frame)),
    [frames, originals],
  );
  const sent = useMemo(
    () => new Map([...originals].map(([frame, original]) => [original, frame.raw])),
    [originals],
  );
  return (
    <ol className="tailrace-frames">
      {groups.map((group, at) =>
        group.kind === 'frame' ? (
          <Frame key={at} frame={group.frame} sent={sent.get(group.frame)} />
        ) : (
          <FoldedFrames key={at} where={group.where} frames={group.frames} sent={sent} />
        ),
      )}
    </ol>
  );
}

interface FoldedFramesProps {
  readonly where: string;
  readonly frames: readonly StackFrame[];
  readonly sent: ReadonlyMap<StackFrame, string>;
}

function FoldedFrames({ where, frames, sent }: FoldedFramesProps) {
  const labels = usePartLabels();
  const [open, setOpen] = useState(false);
  return (
    <li className="tailrace-folded">
      <button type="button" aria-expanded={open} onClick={() => setOpen(!open)}>
        <Icon name={PART_ICONS.right} />
        {labels.frames(frames.length, where)}
      </button>
      {open && (
        <ol className="tailrace-frames">
          {frames.map((frame, at) => (
            <Frame key={at} frame={frame} sent={sent.get(frame)} />
          ))}
        </ol>
      )}
    </li>
  );
}

/** @param sent the frame as it was sent, of one that was found to be another */
function Frame({ frame, sent }: { frame: StackFrame; sent: string | undefined }) {
  const labels = usePartLabels();
  const place = shortPlace(frame);
  const more = frame.raw.includes('\n') ? frame.raw.slice(frame.raw.indexOf('\n')) : '';
  return (
    <li
      title={sent === undefined ? frame.raw : labels.asWritten(sent)}
      data-original={sent === undefined ? undefined : ''}
    >
      {place === '' && frame.function === undefined ? (
        frame.raw
      ) : (
        <>
          <span>{frame.function ?? '–'}</span> <span className="tailrace-muted">{place}</span>
          {more}
        </>
      )}
    </li>
  );
}

/** The originals of frames, as they are found. */
function useOriginals(
  frames: readonly StackFrame[],
  resolve: ResolveFrame | undefined,
): ReadonlyMap<StackFrame, StackFrame> {
  const [found, setFound] = useState({ frames, originals: NONE });
  useEffect(() => {
    let wanted = true;
    for (const frame of resolve ? frames : []) {
      void resolveOnce(resolve!, frame).then((original) => {
        if (!wanted || !original) return;
        setFound((before) => ({
          frames,
          // Another object for each frame, since several may have the same original.
          originals: new Map(before.frames === frames ? before.originals : []).set(frame, { ...original }),
        }));
      });
    }
    return () => {
      wanted = false;
    };
  }, [frames, resolve]);
  return found.frames === frames ? found.originals : NONE;
}
