/** Lookup: users found by id, one of each kind, and ids that find nobody. */

import type { Contract } from '../src/contract/contract.ts';
import type { Case } from '../src/harness/case.ts';
import { formCases } from './lookup/forms.cases.ts';
import { foundCases } from './lookup/found.cases.ts';
import { idCases } from './lookup/ids.cases.ts';

export function cases(contract: Contract): readonly Case[] {
  return [...foundCases(contract), ...idCases(contract), ...formCases(contract)];
}
