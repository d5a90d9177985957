import type { Scenario } from './Scenario.ts';
export const network: readonly Scenario[] = [];
