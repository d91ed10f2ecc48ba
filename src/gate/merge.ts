/**
 * One report out of the shards of one run. Shards share out cases; a case that looks at every exchange is judged in each
 * shard over its own, and its worst verdict counts. Refused unless all parts are there and were run alike.
 */

import { kindsOfCase, withDeviations } from '../harness/deviations.ts';
import { digestOf } from '../harness/digest.ts';
import { ConfigurationError } from '../model/errors.ts';
import { groupBy } from '../model/group.ts';
import { canonicalJson } from '../model/json.ts';
import type { ConformanceReport, ReportCase, ReportRequirement, RequirementPower } from '../model/report.ts';
import {
  type CaseVerdict,
  chosenReason,
  type Grade,
  gradeOf,
  INTERRUPTED_REASON,
  impactOf,
  outcomeOf,
  SHARD_REASON,
  verdictOfCases,
} from '../model/verdict.ts';
import { mergedStatistics } from './merge-statistics.ts';

/** The worst first. */
const ORDER: readonly CaseVerdict[] = ['fail', 'inconclusive', 'pass', 'not-exercised'];

export function mergeReports(shards: readonly ConformanceReport[]): ConformanceReport {
  const [first] = shards;
  if (first === undefined) throw new ConfigurationError('there is nothing to merge', 'Name the folders of all shards.');
  checkParts(shards);
  const strict = first.run.configuration.strict === true;
  const byId = groupBy(
    shards.flatMap((one) => one.requirements),
    (one) => one.id,
  );
  const requirements = first.requirements.map((one) => mergedRequirement(byId.get(one.id) ?? [one], strict));
  const { grade, reasons } = mergedGrade(shards, countOfCases(requirements));
  const { shard: _shard, casesOfAllShards: _cases, ...configuration } = first.run.configuration;
  const ids = requirements.flatMap((one) => one.cases.map((each) => each.id));
  const report: ConformanceReport = {
    ...first,
    outcome: outcomeOf(requirements.filter((one) => one.cases.length > 0 || one.reason === 'no-data')),
    grade,
    gradeReasons: reasons,
    run: {
      ...first.run,
      startedAt: earliest(shards.map((one) => one.run.startedAt)),
      finishedAt: latest(shards.map((one) => one.run.finishedAt)),
      ...(shards.some((one) => one.run.interrupted) && { interrupted: true }),
      configuration: { ...configuration, mergedFrom: shards.length },
      digests: { ...first.run.digests, cases: digestOf(ids.sort()), configuration: digestOf(configuration) },
    },
    requirements,
    observations: mergedObservations(shards),
    leftovers: distinct(shards.flatMap((one) => one.leftovers)),
    history: distinct(shards.flatMap((one) => one.history)),
    statistics: mergedStatistics(shards),
  };
  return withDeviations(report, first.deviations, latest(shards.map((one) => one.run.finishedAt)).slice(0, 10));
}

function shardOf({ run }: ConformanceReport): { readonly index: number; readonly count: number } {
  const { shard } = run.configuration;
  const [, index, count] = (typeof shard === 'string' && /^(\d+)\/(\d+)$/.exec(shard)) || [];
  if (index === undefined || count === undefined) {
    throw new ConfigurationError(
      `the report of ${run.startedAt} is no shard`,
      'Merge the folders of runs with --shard i/n, each of them once.',
    );
  }
  return { index: Number(index), count: Number(count) };
}

/** What must be the same in all parts: who was judged, by what, and how. */
function sameness(report: ConformanceReport): ReadonlyMap<string, string> {
  const { shard: _shard, ...configuration } = report.run.configuration;
  // The embedded mock listens on another port in each part.
  const { baseUrl: _baseUrl, ...rest } = configuration;
  const target = report.target.name === 'embedded mock' ? rest : configuration;
  const { requirements, suite } = report.run.digests;
  return new Map<string, string>([
    ['the contract', report.contract.digest],
    ['the tool', canonicalJson(report.tool)],
    ['the requirements', String(requirements)],
    ['the suite', String(suite)],
    ['the configuration', canonicalJson(target)],
  ]);
}

function checkParts(shards: readonly ConformanceReport[]): void {
  const parts = shards.map(shardOf);
  const count = parts[0]?.count ?? 0;
  const [expected, ...others] = shards.map(sameness);
  for (const other of others) {
    for (const [what, value] of expected ?? []) {
      if (other.get(what) !== value) {
        throw new ConfigurationError(
          `${what} differs between the shards`,
          'Run all shards with the same version, target file and flags, then merge again.',
        );
      }
    }
  }
  const indexes = parts.map((one) => one.index);
  const missing = Array.from({ length: count }, (_, at) => at + 1).filter((index) => !indexes.includes(index));
  const twice = indexes.find((index, at) => indexes.indexOf(index) < at);
  if (parts.some((one) => one.count !== count) || twice !== undefined || missing.length > 0) {
    const what =
      missing.length > 0
        ? `shard ${missing.map((index) => `${index}/${count}`).join(', ')} is missing`
        : `shard ${twice}/${count} is there twice`;
    throw new ConfigurationError(
      parts.some((one) => one.count !== count) ? 'the shards are parts of different wholes' : what,
      'Merge every shard of one run, each of them once.',
    );
  }
}

function mergedRequirement(parts: readonly ReportRequirement[], strict: boolean): ReportRequirement {
  const [first] = parts;
  if (first === undefined) throw new RangeError('a requirement of no shard');
  const cases = [
    ...groupBy(
      parts.flatMap((one) => one.cases),
      (one) => one.id,
    ).values(),
  ]
    .map(mergedCase)
    .sort((a, b) => (a.id < b.id ? -1 : 1));
  // Excluded, inapplicable or not selected anywhere.
  if (cases.length === 0) return first;
  const { verdict, reason } = verdictOfCases(cases);
  const { reason: _reason, blame: _blame, power: _power, ...rest } = first;
  const power = mergedPower(parts.flatMap((one) => one.power ?? []));
  // The part that decided knows who has to act.
  const blame = parts.find((one) => one.verdict === verdict && one.reason === reason)?.blame;
  return {
    ...rest,
    verdict,
    impact: impactOf(first.level, verdict, strict),
    ...(reason !== undefined && { reason }),
    ...(blame !== undefined && { blame }),
    ...(power !== undefined && { power }),
    cases,
  };
}

/** Proven is what the cases of any part are proven to see; a part without cases says nothing. */
function mergedPower(parts: readonly RequirementPower[]): RequirementPower | undefined {
  if (parts.length === 0) return undefined;
  const faults = distinct(parts.flatMap((one) => one.faults)).sort();
  const notProven = distinct(parts.flatMap((one) => one.notProven)).sort();
  return { faults, notProven: notProven.filter((id) => !faults.includes(id)) };
}

/** A case judged in several shards: the worst verdict, with the problems of every part that found some. */
function mergedCase(parts: readonly ReportCase[]): ReportCase {
  const sorted = [...parts].sort((a, b) => ORDER.indexOf(a.verdict) - ORDER.indexOf(b.verdict));
  const [worst] = sorted;
  if (worst === undefined) throw new RangeError('a case of no shard');
  if (worst.verdict !== 'fail') return worst;
  const failing = sorted.filter((one) => one.verdict === 'fail');
  const evidence = failing.flatMap((one) => one.evidence);
  let before = 0;
  const problems = failing.flatMap((one) => {
    const shifted = one.problems.map((problem) => ({
      ...problem,
      exchange: problem.exchange < 0 ? problem.exchange : problem.exchange + before,
    }));
    before += one.evidence.length;
    return shifted;
  });
  const kinds = failing.some((one) => one.kinds !== undefined)
    ? distinct(failing.flatMap(kindsOfCase)).sort()
    : undefined;
  const more = failing.reduce((sum, one) => sum + (one.moreProblems ?? 0), 0);
  return {
    ...worst,
    problems: problems.map((one, index) => ({ ...one, id: `${worst.id}#${index + 1}` })),
    ...(more > 0 && { moreProblems: more }),
    ...(kinds !== undefined && { kinds }),
    evidence,
  };
}

/** Being a shard is no longer a reason when all shards are there, nor is having run a part when the parts make a whole. */
function mergedGrade(shards: readonly ConformanceReport[], cases: number) {
  const whole = shards[0]?.run.configuration.casesOfAllShards;
  const solved = new Set([SHARD_REASON, INTERRUPTED_REASON]);
  if (typeof whole === 'number') {
    for (const { requirements } of shards) solved.add(chosenReason(countOfCases(requirements), whole));
  }
  const reasons = (grade: Grade) =>
    distinct(shards.filter((one) => one.grade === grade).flatMap((one) => one.gradeReasons)).filter(
      (one) => !solved.has(one),
    );
  const missing = typeof whole === 'number' && cases < whole ? [chosenReason(cases, whole)] : [];
  return gradeOf({
    selection: [...reasons('partial'), ...missing],
    interrupted: shards.some((one) => one.run.interrupted),
    sharded: false,
    departures: reasons('exploratory'),
  });
}

function countOfCases(requirements: readonly ReportRequirement[]): number {
  return requirements.reduce((sum, one) => sum + one.cases.length, 0);
}

function mergedObservations(shards: readonly ConformanceReport[]): ConformanceReport['observations'] {
  const groups = groupBy(
    shards.flatMap((one) => one.observations),
    (one) => JSON.stringify([one.id, one.behaviour]),
  );
  return [...groups.values()]
    .flatMap(([one, ...rest]) =>
      one === undefined ? [] : [{ ...one, evidence: distinct([one, ...rest].flatMap((each) => each.evidence)).sort() }],
    )
    .sort((a, b) => (a.id + a.behaviour < b.id + b.behaviour ? -1 : 1));
}

function distinct<Value>(values: readonly Value[]): Value[] {
  return [...new Map(values.map((one) => [JSON.stringify(one), one])).values()];
}

function earliest(instants: readonly string[]): string {
  return [...instants].sort()[0] ?? '';
}

function latest(instants: readonly string[]): string {
  return [...instants].sort().at(-1) ?? '';
}
