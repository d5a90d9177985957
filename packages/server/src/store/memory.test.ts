import { describeLogStore } from './contract.ts';
import { createMemoryStore } from './memory.ts';
import { describeLogRemoval } from './removal/contract.ts';

describeLogStore('memory', async () => createMemoryStore());
describeLogRemoval('memory', async () => createMemoryStore());
