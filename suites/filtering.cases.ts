/** Filtering: what the matrix promises, how a filter may be written, and what lies outside. */

import type { Contract } from '../src/contract/contract.ts';
import type { Case } from '../src/harness/case.ts';
import { characterCases } from './filtering/characters.cases.ts';
import { comparisonCases } from './filtering/comparisons.cases.ts';
import { malformedCases } from './filtering/malformed.cases.ts';
import { unlessMoved } from './filtering/moved.cases.ts';
import { openCases } from './filtering/open.cases.ts';
import { outsideCases } from './filtering/outside.cases.ts';
import { valuePathCases } from './filtering/value-paths.cases.ts';
import { wildcardCases } from './filtering/wildcards.cases.ts';
import { writingCases } from './filtering/writing.cases.ts';

export function cases(contract: Contract): readonly Case[] {
  return [
    ...comparisonCases(contract),
    ...characterCases(contract),
    ...wildcardCases(contract),
    ...valuePathCases(contract),
    ...writingCases(contract),
    ...outsideCases(contract),
    ...malformedCases(contract),
    ...openCases(contract),
  ].map(unlessMoved);
}
