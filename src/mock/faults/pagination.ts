/** Bugs of paging. Filtered lists are left alone unless the bug is about them. */

import type { Fault } from '../fault.ts';
import { parameters } from './pagination/parameters.ts';
import { positions } from './pagination/positions.ts';
import { optional, sizes } from './pagination/sizes.ts';
import { totals } from './pagination/walks.ts';

export const faults: readonly Fault[] = [...optional, ...sizes, ...positions, ...totals, ...parameters];
