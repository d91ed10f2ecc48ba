#!/usr/bin/env node
// TypeScript runs as it is written: tsx compiles in memory, so nothing has to be built and nothing can be stale.
import { register } from 'tsx/esm/api';

register();
const { main } = await import('../src/cli/main.ts');
await main(process.argv);
