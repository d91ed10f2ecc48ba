#!/usr/bin/env -S node --max-semi-space-size=2
// TypeScript runs as it is written: tsx compiles in memory, so nothing has to be built and nothing can be stale.
import { setFlagsFromString } from 'node:v8';
import { register } from 'tsx/esm/api';

// A run reads many pages and keeps few: without this, a third of its memory would be pages nobody looks at any more.
setFlagsFromString('--heap-growing-percent=20');
register();
const { main } = await import('../src/cli/main.ts');
await main(process.argv);
