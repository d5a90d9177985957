import { describeSettingsStore } from './contract.ts';
import { createMemorySettings } from './memory.ts';

describeSettingsStore('memory', async () => ({
  settings: createMemorySettings(),
  close: async () => undefined,
}));
