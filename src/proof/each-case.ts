/**
 * Every case of a rule that can be broken must be able to fail. What the fault matrix never saw red faces blunt
 * corruptions, one after the other, until one of them turns it red; a case that the seed users cannot exercise faces them
 * among users whose codes are alike.
 */

import type { Contract } from '../contract/contract.ts';
import { loadContract } from '../contract/load.ts';
import type { Case } from '../harness/case.ts';
import { loadCases } from '../harness/suites.ts';
import { type OtherPopulation, POPULATIONS } from '../mock/population/others.ts';
import type { Revision } from '../model/requirement.ts';
import { recordsOnly } from '../model/verdict.ts';
import { BLUNT, type Blunt } from './blunt.ts';
import { BLUNT_CASES } from './blunt-cases.ts';
import { BLUNT_WRITES } from './blunt-writes.ts';
import { judgeInProcess } from './judge-in-process.ts';

const CODES_ALIKE = POPULATIONS.find((one) => one.id === 'codes-alike');

/** The cases whose requirement is a MUST or a SHOULD. */
export function casesThatBind(contract: Contract, cases: readonly Case[]): readonly Case[] {
  const binding = new Set(
    contract.requirements.filter((one) => one.excluded === undefined && !recordsOnly(one.level)).map((one) => one.id),
  );
  return cases.filter((one) => binding.has(one.requirement));
}

/** Ids of the cases, of these, that no blunt corruption turns red. */
export async function neverRed(revision: Revision, ids: readonly string[]): Promise<readonly string[]> {
  const asked = new Set(ids);
  const all = await loadCases(loadContract(revision));
  return leftOf(
    revision,
    all.filter((one) => asked.has(one.id)),
    all,
  );
}

/** The same of cases that are at hand; `all` are those whose histories a case over histories may look at. */
export async function leftOf(
  revision: Revision,
  cases: readonly Case[],
  all: readonly Case[],
): Promise<readonly string[]> {
  const open = new Map(cases.map((one) => [one.id, one]));
  const face = async (blunt: readonly Blunt[], which: (one: Case) => boolean, population?: OtherPopulation) => {
    for (const { corrupt } of blunt) {
      const left = [...open.values()].filter(which);
      if (left.length === 0) return;
      const options = { revision, cases: withCompany(left, all), corrupt, ...(population && { population }) };
      for (const one of (await judgeInProcess(options)).records) if (one.verdict === 'fail') open.delete(one.id);
    }
  };
  await face(BLUNT_WRITES, ({ kind, writes }) => writes && kind !== 'timeline');
  await face(BLUNT, () => true);
  await face(BLUNT_CASES, () => true);
  await face(BLUNT, ({ writes }) => !writes, CODES_ALIKE);
  return [...open.keys()];
}

/** What a case over histories judges is what others of its area have done. */
function withCompany(cases: readonly Case[], all: readonly Case[]): readonly Case[] {
  const areas = new Set(cases.filter((one) => one.kind === 'timeline').map(areaOf));
  const ids = new Set(cases.map((one) => one.id));
  return all.filter((one) => ids.has(one.id) || areas.has(areaOf(one)));
}

const areaOf = ({ requirement }: Case) => requirement.split('.')[0];
