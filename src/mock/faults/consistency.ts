/** Bugs of effects and of time: what a write does to users, and how the status of a request moves. */

import type { Fault } from '../fault.ts';
import { effects } from './consistency/effects.ts';
import { meetings } from './consistency/meetings.ts';
import { progress } from './consistency/progress.ts';
import { timelines } from './consistency/timelines.ts';

export const faults: readonly Fault[] = [...effects, ...meetings, ...progress, ...timelines];
