import type { Scenario } from './Scenario.ts';
export const tabs: readonly Scenario[] = [];
