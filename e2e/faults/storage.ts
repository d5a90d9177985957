import type { Scenario } from './Scenario.ts';
export const storage: readonly Scenario[] = [];
