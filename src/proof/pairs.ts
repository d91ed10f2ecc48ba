/**
 * All pairs of variants. A covering array puts every two compatible variants into some run together; the proof then
 * looks at which of them really changed an answer there, and gives pairs in which one hid the other a run of their own.
 */

import { createRequire } from 'node:module';
import type Covertable from 'covertable';
import { CONFLICTS } from '../mock/variants/conflicts.ts';
import type { Revision } from '../model/requirement.ts';
import { type JudgeSets, oneByOne, type VariantsJudged, variantsOf } from './variants.ts';

export interface PairsJudged {
  readonly revision: Revision;
  /** Compatible pairs there are. */
  readonly pairs: number;
  readonly runs: readonly VariantsJudged[];
  /** Pairs of which one variant hid the other in every run, even in one of their own; must be empty. */
  readonly neverMet: readonly string[];
  readonly alarms: readonly string[];
}

// Its bundle hides its named exports from ES modules, and loaders disagree on what its default export is.
const covertable: typeof Covertable = createRequire(import.meta.url)('covertable');

const ABSENT = '-';

function pairKey(left: string, right: string): string {
  return left < right ? `${left} + ${right}` : `${right} + ${left}`;
}

function pairsWithin(ids: readonly string[]): readonly string[] {
  return ids.flatMap((left, index) => ids.slice(index + 1).map((right) => pairKey(left, right)));
}

const CLASHING: ReadonlySet<string> = new Set(CONFLICTS.flatMap((one) => pairsWithin(one.variants)));

/** Every pair of variants that one server can show together. */
export function compatiblePairs(ids: readonly string[]): readonly string[] {
  return pairsWithin(ids).filter((pair) => !CLASHING.has(pair));
}

/** Variants that exclude each other take turns in one factor; what clashes across factors is kept apart by a filter. */
function factorsOf(ids: readonly string[]): string[][] {
  const factors: string[][] = [];
  for (const id of ids) {
    const home = factors.find((factor) => factor.every((other) => CLASHING.has(pairKey(id, other))));
    if (home) home.push(id);
    else factors.push([id]);
  }
  return factors;
}

/** Sets of variants in which every compatible pair stands together at least once. */
export function coverOfPairs(ids: readonly string[]): readonly (readonly string[])[] {
  const factors = factorsOf(ids).map((factor) => [ABSENT, ...factor]);
  const rows: string[][] = covertable.make(factors, {
    criterion: covertable.criteria.simple,
    preFilter: (row: Readonly<Record<string, string>>) => {
      const shown = Object.values(row).filter((id) => id !== ABSENT);
      return !pairsWithin(shown).some((pair) => CLASHING.has(pair));
    },
  });
  return rows.map((row) => row.filter((id) => id !== ABSENT).sort()).filter((row) => row.length > 1);
}

/** Compatible pairs that no set holds; empty for a complete cover. */
export function uncovered(ids: readonly string[], sets: readonly (readonly string[])[]): readonly string[] {
  const covered = new Set(sets.flatMap(pairsWithin));
  return compatiblePairs(ids).filter((pair) => !covered.has(pair));
}

/** Packs leftover pairs into few small sets, so that nothing hides again. */
function packed(pairs: readonly string[], most: number): readonly (readonly string[])[] {
  const sets: string[][] = [];
  for (const pair of pairs) {
    const [left = '', right = ''] = pair.split(' + ');
    const fits = (set: readonly string[]) =>
      [left, right].every((id) => set.includes(id) || set.every((other) => !CLASHING.has(pairKey(id, other)))) &&
      new Set([...set, left, right]).size <= most;
    const home = sets.find(fits);
    if (home) home.push(...[left, right].filter((id) => !home.includes(id)));
    else sets.push([left, right]);
  }
  return sets.map((set) => set.sort());
}

/** Judges the whole cover, then what stayed hidden: first in sets of six, then two by two. */
export async function judgePairs(revision: Revision, judgeSets: JudgeSets = oneByOne(revision)): Promise<PairsJudged> {
  const ids = variantsOf(revision);
  const runs: VariantsJudged[] = [];
  let open = compatiblePairs(ids);
  const pairs = open.length;
  const judge = async (sets: readonly (readonly string[])[]) => {
    runs.push(...(await judgeSets(sets)));
    open = uncovered(
      ids,
      runs.map((run) => run.applied),
    );
  };
  await judge(coverOfPairs(ids));
  for (const most of [6, 2]) if (open.length > 0) await judge(packed(open, most));
  const alarms = runs.flatMap((run) => run.alarms.map((alarm) => `${run.variants.join(' + ')}: ${alarm}`));
  return { revision, pairs, runs, neverMet: open, alarms: [...alarms, ...open.map((pair) => `${pair} never met`)] };
}
