import { clock } from './clock.ts';
import { damage } from './damage.ts';
import { disks } from './disks.ts';
import { ends } from './ends.ts';
import type { ServerScenario } from './ServerScenario.ts';

/** All that happens to a server. */
export const serverScenarios: readonly ServerScenario[] = [...ends, ...disks, ...clock, ...damage];
