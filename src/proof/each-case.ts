/**
 * Every case of a rule that can be broken must be able to fail. What the fault matrix never saw red faces blunt
 * corruptions, one after the other, until one of them turns it red; a case that the seed users cannot exercise faces them
 * among users whose codes are alike.
 */

import type { Contract } from '../contract/contract.ts';
import type { Case } from '../harness/case.ts';
import { type OtherPopulation, POPULATIONS } from '../mock/population/others.ts';
import { recordsOnly } from '../model/verdict.ts';
import { BLUNT, type Blunt } from './blunt.ts';
import { BLUNT_CASES } from './blunt-cases.ts';
import { BLUNT_WRITES } from './blunt-writes.ts';
import { type InProcessOptions, judgeInProcess } from './judge-in-process.ts';

const CODES_ALIKE = POPULATIONS.find((one) => one.id === 'codes-alike');

/** The cases whose requirement is a MUST or a SHOULD. */
export function casesThatBind(contract: Contract, cases: readonly Case[]): readonly Case[] {
  const binding = new Set(
    contract.requirements.filter((one) => one.excluded === undefined && !recordsOnly(one.level)).map((one) => one.id),
  );
  return cases.filter((one) => binding.has(one.requirement));
}

interface Asked extends Pick<InProcessOptions, 'revision' | 'bytesOf'> {
  /** All cases of the revision: a case over histories looks at what others have done. */
  readonly cases: readonly Case[];
}

/** Of these ids, those of the cases that no blunt corruption turns red. */
export async function neverRed(ids: readonly string[], { cases, ...options }: Asked): Promise<readonly string[]> {
  const open = new Set(ids);
  const face = async (blunt: readonly Blunt[], which: (one: Case) => boolean, population?: OtherPopulation) => {
    for (const { corrupt } of blunt) {
      const left = cases.filter((one) => open.has(one.id) && which(one));
      if (left.length === 0) return;
      const { records } = await judgeInProcess({
        ...options,
        cases: withCompany(left, cases),
        corrupt,
        ...(population && { population }),
      });
      for (const one of records) if (one.verdict === 'fail') open.delete(one.id);
    }
  };
  await face(BLUNT_WRITES, ({ kind, writes }) => writes && kind !== 'timeline');
  await face(BLUNT, () => true);
  await face(BLUNT_CASES, () => true);
  await face(BLUNT, ({ writes }) => !writes, CODES_ALIKE);
  return [...open];
}

/** What a case over histories judges is what others of its area have done. */
function withCompany(cases: readonly Case[], all: readonly Case[]): readonly Case[] {
  const areas = new Set(cases.filter((one) => one.kind === 'timeline').map(areaOf));
  const ids = new Set(cases.map((one) => one.id));
  return all.filter((one) => ids.has(one.id) || areas.has(areaOf(one)));
}

const areaOf = ({ requirement }: Case) => requirement.split('.')[0];
