import type { Scenario } from './Scenario.ts';
export const answers: readonly Scenario[] = [];
