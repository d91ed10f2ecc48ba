/** Pagination: page size, start position, whole walks, and parameters that mean nothing. */

import type { Contract } from '../src/contract/contract.ts';
import type { Case } from '../src/harness/case.ts';
import { pageSizeCases } from './pagination/page-size.cases.ts';
import { startIndexCases } from './pagination/start-index.cases.ts';
import { toleranceCases } from './pagination/tolerance.cases.ts';
import { walkCases } from './pagination/walk.cases.ts';

export function cases(contract: Contract): readonly Case[] {
  return [
    ...pageSizeCases(contract),
    ...startIndexCases(contract),
    ...walkCases(contract),
    ...toleranceCases(contract),
  ];
}
