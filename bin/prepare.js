// After `npm ci` in a clone: the hook that checks before a push, and the compiled command line.
import { spawnSync } from 'node:child_process';
import { compiled } from './compile.js';

spawnSync('git', ['config', 'core.hooksPath', '.githooks'], { stdio: 'ignore' });
compiled('');
