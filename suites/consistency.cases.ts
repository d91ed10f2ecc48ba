/** Consistency: what a write does to the user and to others, in both views, and how the status moves meanwhile. */

import type { Contract } from '../src/contract/contract.ts';
import type { Case } from '../src/harness/case.ts';
import { effectCases } from './consistency/effects.cases.ts';
import { progressCases } from './consistency/progress.cases.ts';
import { refusedCases } from './consistency/refused.cases.ts';
import { timelineCases } from './consistency/timelines.cases.ts';
import { unchangedCases } from './consistency/unchanged.cases.ts';
import { knowsLimits } from './provisioning/extension-steps.cases.ts';

export function cases(contract: Contract): readonly Case[] {
  return [
    ...effectCases(),
    ...unchangedCases(knowsLimits(contract)),
    ...progressCases(),
    ...refusedCases(),
    ...timelineCases(),
  ];
}
