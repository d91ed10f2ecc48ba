/** Loads the case tables of every area. They are content: this file knows their place, and nothing else about them. */

import type { Contract } from '../contract/contract.ts';
import { AREAS, type Area } from '../model/requirement.ts';
import type { Case } from './case.ts';

interface CaseTable {
  readonly cases: (contract: Contract) => readonly Case[];
}

export async function loadCases(contract: Contract, areas: readonly Area[] = AREAS): Promise<readonly Case[]> {
  const tables = await Promise.all(areas.map((area) => import(`../../suites/${area}.cases.ts`) as Promise<CaseTable>));
  const holding = new Set(contract.requirements.map((one) => one.id));
  const all = tables.flatMap((table) => table.cases(contract));
  // Cites of unknown requirements throw here, before any request; rules of other revisions are left out.
  for (const one of all) contract.requirement(one.requirement);
  return all.filter((one) => holding.has(one.requirement));
}
