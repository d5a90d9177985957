import { describeLogStore } from './contract.ts';
import { createMemoryStore } from './memory.ts';

describeLogStore('memory', async () => createMemoryStore());
