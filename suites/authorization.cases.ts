/** Authorization: who is let in, who is turned away, and what the one who is turned away learns. */

import type { Contract } from '../src/contract/contract.ts';
import { anytime, type Case } from '../src/harness/case.ts';
import { scopeCases } from './authorization/scopes.cases.ts';
import { secrecyCases } from './authorization/secrecy.cases.ts';
import { tokenCases } from './authorization/tokens.cases.ts';

export function cases(contract: Contract): readonly Case[] {
  return anytime([...tokenCases(contract), ...scopeCases(contract), ...secrecyCases(contract)]);
}
