import { describeLogStore } from './contract.ts';
import { createMemoryStore } from './memory.ts';
import { describeLogRemoval } from './removalContract.ts';

describeLogStore('memory', async () => createMemoryStore());
describeLogRemoval('memory', async () => createMemoryStore());
