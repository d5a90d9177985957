import type { Scenario } from './Scenario.ts';
export const page: readonly Scenario[] = [];
