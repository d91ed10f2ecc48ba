/** Bugs in how a server says no. Errors of authorization itself are another area's. */

import type { Fault } from '../fault.ts';
import { mediaFaults } from './errors/media.ts';
import { requestFaults } from './errors/requests.ts';
import { shapeFaults } from './errors/shape.ts';

export const faults: readonly Fault[] = [...shapeFaults, ...mediaFaults, ...requestFaults];
