/** Bugs of writing: how requests are taken in, how operations are carried out, what the status documents hold. */

import type { Fault } from '../fault.ts';
import { documents } from './provisioning/documents.ts';
import { operations } from './provisioning/operations.ts';
import { people } from './provisioning/people.ts';
import { requests } from './provisioning/requests.ts';

export const faults: readonly Fault[] = [...requests, ...operations, ...people, ...documents];
