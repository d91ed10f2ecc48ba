#!/usr/bin/env -S node --max-semi-space-size=4
import { setFlagsFromString } from 'node:v8';
import { compiled } from './compile.js';

// A run reads many pages and keeps few: without this, a third of its memory would be pages nobody looks at any more.
setFlagsFromString('--heap-growing-percent=60');
const { main } = await import(compiled('src/cli/main.js'));
await main(process.argv);
