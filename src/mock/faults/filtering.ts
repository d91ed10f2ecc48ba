/** Bugs in filters: in what they return, in how they are read, in what happens to those outside the matrix. */

import type { Fault } from '../fault.ts';
import { columnFaults } from './filtering/columns.ts';
import { outsideFaults } from './filtering/outside.ts';
import { resultFaults } from './filtering/results.ts';
import { textFaults } from './filtering/text.ts';

export const faults: readonly Fault[] = [...resultFaults, ...columnFaults, ...textFaults, ...outsideFaults];
