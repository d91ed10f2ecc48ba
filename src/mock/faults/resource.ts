/**
 * Bugs in a user as it is read. Those of the serializer stand in `resource` and hit some users, so that list and
 * lookup agree and the others show what is right. Those of attributes one can filter by stand in `population`: the data
 * itself is wrong then, and filters go on telling the truth about it.
 */

import type { Fault } from '../fault.ts';
import { discoveryFaults } from './resource/discovery.ts';
import { memberFaults } from './resource/members.ts';
import { peopleFaults } from './resource/people.ts';
import { spendFaults } from './resource/spend.ts';

export const faults: readonly Fault[] = [...memberFaults, ...spendFaults, ...peopleFaults, ...discoveryFaults];
