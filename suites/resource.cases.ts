/** A spend user as it is read, and the endpoints that describe the service. */

import type { Contract } from '../src/contract/contract.ts';
import { anytime, type Case } from '../src/harness/case.ts';
import { discoveryCases } from './resource/discovery.cases.ts';
import { observationCases } from './resource/observations.cases.ts';
import { userCases } from './resource/users.cases.ts';

export function cases(contract: Contract): readonly Case[] {
  return [...userCases(), ...observationCases(contract), ...anytime(discoveryCases())];
}
