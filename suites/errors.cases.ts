/** Errors: their form on every endpoint, and the requests that must not upset a server. */

import type { Contract } from '../src/contract/contract.ts';
import { anytime, type Case } from '../src/harness/case.ts';
import { headerCases } from './errors/headers.cases.ts';
import { methodCases } from './errors/methods.cases.ts';
import { shapeCases } from './errors/shape.cases.ts';
import { writeCases } from './errors/writes.cases.ts';

export function cases(contract: Contract): readonly Case[] {
  return anytime([...shapeCases(), ...headerCases(contract), ...methodCases(), ...writeCases(contract)]);
}
