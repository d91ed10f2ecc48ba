/** Provisioning: what a write request may hold, how it is answered, how it ends, and the documents of its status. */

import type { Contract } from '../src/contract/contract.ts';
import type { Case } from '../src/harness/case.ts';
import { benchCases } from './provisioning/bench.cases.ts';
import { creationCases } from './provisioning/creation.cases.ts';
import { crowdCases } from './provisioning/crowd.cases.ts';
import { knowsLimits } from './provisioning/extension-steps.cases.ts';
import { extensionCases } from './provisioning/extensions.cases.ts';
import { limitCases } from './provisioning/limits.cases.ts';
import { listsCases } from './provisioning/lists.cases.ts';
import { patchCases } from './provisioning/patch.cases.ts';
import { replaceCases } from './provisioning/replace.cases.ts';
import { singleCases } from './provisioning/single.cases.ts';
import { statusCases } from './provisioning/status.cases.ts';
import { twiceCases } from './provisioning/twice.cases.ts';

export function cases(contract: Contract): readonly Case[] {
  return [
    ...creationCases(),
    ...patchCases(),
    ...listsCases(),
    ...extensionCases(knowsLimits(contract)),
    ...replaceCases(),
    ...benchCases(),
    ...singleCases(),
    ...limitCases(),
    ...statusCases(),
    ...twiceCases(),
    ...crowdCases(),
  ];
}
