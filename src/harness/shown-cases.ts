/** What Playwright needs to know of a case to declare a test: names and numbers, no code. */

import type { Contract } from '../contract/contract.ts';
import type { Area, Level } from '../model/requirement.ts';
import type { Case } from './case.ts';

export interface ShownCase {
  readonly id: string;
  readonly name: string;
  readonly area: Area;
  readonly requirement: string;
  readonly level: Level;
  readonly statement: string;
}

export function shownCasesOf(cases: readonly Case[], contract: Contract): readonly ShownCase[] {
  return cases.map(({ id, name, requirement }) => {
    const { area, level, statement } = contract.requirement(requirement);
    return { id, name, area, requirement, level, statement };
  });
}
