/**
 * Permitted behaviour must raise no alarm: each variant alone, judged by every case in process. A variant may warn where
 * it says so, and leave open what it says nobody can judge; anything else, and a declaration that does not come true,
 * is an alarm.
 */

import { loadContract } from '../contract/load.ts';
import { findVariants, listVariants } from '../mock/variants.ts';
import type { Revision } from '../model/requirement.ts';
import { type InProcessOptions, type InProcessResult, judgeInProcess } from './judge-in-process.ts';

export interface VariantsJudged {
  readonly revision: Revision;
  /** Ids of the variants that the mock showed together. */
  readonly variants: readonly string[];
  /** One sentence each; empty is how it must be. */
  readonly alarms: readonly string[];
  /** Those of the variants that really changed something. */
  readonly applied: readonly string[];
}

/** Ids of all variants that exist in a revision. */
export function variantsOf(revision: Revision): readonly string[] {
  return listVariants()
    .filter((one) => one.revisions?.includes(revision) ?? true)
    .map((one) => one.id);
}

/** One run with all of the variants at once. */
export async function judgeTogether(
  ids: readonly string[],
  revision: Revision,
  known: Pick<InProcessOptions, 'cases' | 'bytesOf'> = {},
): Promise<VariantsJudged> {
  const result = await judgeInProcess({ revision, variants: ids, ...known });
  return {
    revision,
    variants: ids,
    alarms: alarmsOf(result, ids, revision),
    applied: ids.filter((id) => (result.world.applied.get(id) ?? 0) > 0),
  };
}

/** Judges each of these sets of variants; several at once where there are processes for it. */
export type JudgeSets = (sets: readonly (readonly string[])[]) => Promise<readonly VariantsJudged[]>;

/** In this process, one after the other. */
export function oneByOne(revision: Revision): JudgeSets {
  return async (sets) => {
    const judged: VariantsJudged[] = [];
    for (const set of sets) judged.push(await judgeTogether(set, revision));
    return judged;
  };
}

/** Every variant alone. A declared warning must come, and a variant must show on the wire. */
export async function judgeEachVariant(
  revision: Revision,
  judgeSets: JudgeSets = oneByOne(revision),
): Promise<readonly VariantsJudged[]> {
  const judged = await judgeSets(variantsOf(revision).map((id) => [id]));
  return judged.map((one) => ({ ...one, alarms: [...one.alarms, ...idleOf(one)] }));
}

function idleOf({ variants, applied }: VariantsJudged): readonly string[] {
  return variants.filter((id) => !applied.includes(id)).map((id) => `${id} never changed anything`);
}

function alarmsOf(result: InProcessResult, ids: readonly string[], revision: Revision): readonly string[] {
  const variants = findVariants(ids);
  const levels = new Map(loadContract(revision).requirements.map((one) => [one.id, one.level]));
  const expected = new Set(variants.flatMap((one) => one.warns ?? []).filter((id) => levels.get(id) === 'SHOULD'));
  const open = new Set(variants.flatMap((one) => Object.keys(one.leavesOpen ?? {})).filter((id) => levels.has(id)));
  const unjudged = result.requirements
    .filter((one) => one.level === 'MUST' && (one.verdict === 'inconclusive' || one.verdict === 'untested'))
    .map((one) => one.id);
  const alone = ids.length === 1;
  return [
    ...result.violations.map((id) => `${id} is violated`),
    ...result.warnings.filter((id) => !expected.has(id)).map((id) => `${id} warns`),
    ...unjudged.filter((id) => !open.has(id)).map((id) => `${id} is no longer judged`),
    ...(alone ? [...expected].filter((id) => !result.warnings.includes(id)).map((id) => `${id} does not warn`) : []),
    ...(alone ? [...open].filter((id) => !unjudged.includes(id)).map((id) => `${id} is judged after all`) : []),
  ];
}
