/**
 * What a proof keeps of one judged run: small, plain data that travels between processes. Whether it is good or bad is
 * decided elsewhere.
 */

import { createHash } from 'node:crypto';
import type { RequirementVerdict } from '../model/verdict.ts';
import type { InProcessResult } from './judge-in-process.ts';

/** A case that failed, with what it said; ids and durations, which say nothing about why, are masked. */
export interface RedCase {
  readonly id: string;
  readonly requirement: string;
  readonly messages: readonly string[];
}

export interface RunOutcome {
  /** How many cases were judged. */
  readonly cases: number;
  /** Of every requirement of the revision. */
  readonly verdicts: Readonly<Record<string, RequirementVerdict>>;
  /** Failed cases of requirements that can fail, by id. */
  readonly red: readonly RedCase[];
  /** Why a requirement stayed open: the words of its first case that could not judge. */
  readonly open: Readonly<Record<string, string>>;
  /** Cases that broke down themselves. That is a fault of the harness, whatever the target did. */
  readonly crashed: readonly string[];
  /** How often each fault and variant changed something. */
  readonly applied: Readonly<Record<string, number>>;
  /** Over every case with its verdict, its reason, its behaviour and its messages: equal runs have equal digests. */
  readonly digest: string;
}

export function outcomeOf({ requirements, world }: InProcessResult): RunOutcome {
  const cases = requirements.flatMap((one) => one.cases.map((own) => ({ ...own, requirement: one.id })));
  const red = cases
    .filter((one) => one.verdict === 'fail')
    .map(({ id, requirement, problems }) => ({
      id,
      requirement,
      messages: problems.map((each) => reasonIn(each.message)),
    }));
  const open = requirements.flatMap((one) => {
    if (one.verdict !== 'inconclusive') return [];
    const first = one.cases.find((each) => each.verdict === 'inconclusive') ?? one.cases[0];
    return [[one.id, first?.detail ?? one.reason ?? ''] as const];
  });
  const all = cases.map(({ id, verdict, reason, detail, behaviour, problems }) =>
    JSON.stringify([id, verdict, reason, detail, behaviour, problems.map((one) => one.message)]),
  );
  return {
    cases: cases.length,
    verdicts: Object.fromEntries(requirements.map((one) => [one.id, one.verdict])),
    red,
    open: Object.fromEntries(open),
    crashed: cases.filter((one) => one.reason === 'harness').map((one) => `${one.id}: ${one.detail ?? ''}`),
    applied: Object.fromEntries(world.applied),
    digest: createHash('sha256').update(all.sort().join('\n')).digest('hex').slice(0, 16),
  };
}

/** A message without what changes whenever some other case does: who it was about, and how long it took. */
function reasonIn(message: string): string {
  return message
    .replaceAll(/\b[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}\b/gi, '<id>')
    .replaceAll(/\b\d+ (ms|reads?)\b/g, '<n> $1');
}
