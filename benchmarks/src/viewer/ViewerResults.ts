import type { BufferFigures } from './buffers.ts';
import type { FloodLoad } from './pages/floodWorker.ts';
import type { FloodResult } from './floods.ts';
import type { HeldFigures, WheelFigures } from './heldRuns.ts';

/** All that was measured of the viewer in one run. */
export interface ViewerResults {
  readonly machine: string;
  readonly load: FloodLoad;
  readonly floods: readonly FloodResult[];
  readonly held: readonly HeldFigures[];
  readonly wheel: WheelFigures;
  readonly buffers: readonly BufferFigures[];
}
