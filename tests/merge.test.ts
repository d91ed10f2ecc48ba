/** Shards: together they are the run they are parts of, and a part that is missing is never overlooked. */

import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { mergeReports } from '../src/gate/merge.ts';
import { readReport } from '../src/gate/read-report.ts';
import type { ConformanceReport, RequirementPower } from '../src/model/report.ts';
import { conformingReport, failingCase } from './fixtures/report-sample.ts';
import { runCli } from './fixtures/run-cli.ts';

const room = mkdtempSync(join(tmpdir(), 'merge-'));

/** Verdicts and what was found, without the numbers of one run. */
function essence(report: ConformanceReport) {
  return report.requirements.map(({ id, verdict, impact, reason, blame, power, cases }) => ({
    id,
    blame,
    power,
    verdict,
    impact,
    reason,
    cases: cases.map((one) => ({
      id: one.id,
      verdict: one.verdict,
      problems: [...new Set(one.problems.map((problem) => `${problem.message} ${problem.pointer ?? ''}`))].sort(),
    })),
  }));
}

test('three shards of a red run merge to what one run finds', { timeout: 240_000 }, async () => {
  const areas = ['--area', 'envelope', '--area', 'pagination', '--area', 'lookup'];
  // A bug that every answer shows, and one that a single case finds.
  const faults = ['--fault', 'envelope-page-number', '--fault', 'envelope-nobody-is-not-found'];
  const run = (out: string, ...flags: string[]) =>
    runCli(['run', ...areas, ...faults, '--out', join(room, out), ...flags]);
  const whole = await run('whole');
  for (const index of [1, 2, 3]) await run(`part-${index}`, '--shard', `${index}/3`);
  const parts = [1, 2, 3].map((index) => join(room, `part-${index}`));
  const merged = await runCli(['merge', ...parts, '--out', join(room, 'merged')]);
  expect(merged.code, merged.stderr).toBe(whole.code);
  const [one, other] = [readReport(join(room, 'whole')), readReport(join(room, 'merged'))];
  expect(essence(other)).toEqual(essence(one));
  // How many answers showed it is a number of one part.
  const seen = ({ observations }: ConformanceReport) =>
    [...new Set(observations.map((one) => `${one.id}: ${one.behaviour.replaceAll(/\d+/g, '#')}`))].sort();
  expect(seen(other)).toEqual(seen(one));
  expect([other.outcome, other.grade, other.gradeReasons]).toEqual([one.outcome, one.grade, one.gradeReasons]);
  // The embedded mock listens on another port each time.
  const digests = ({ run }: ConformanceReport) => ({ ...run.digests, configuration: undefined });
  expect(digests(other)).toEqual(digests(one));
  const lonely = await runCli(['merge', ...parts.slice(1), '--out', join(room, 'lonely')]);
  expect(lonely.code).toBe(3);
  expect(lonely.stderr).toContain('shard 1/3 is missing');
});

describe('merging', () => {
  const whole = conformingReport();
  const cases = whole.requirements.flatMap((one) => one.cases.map((each) => each.id));

  /** The sample as if every second case had run in each of two shards. */
  function shard(index: number, change: (report: ConformanceReport) => ConformanceReport = (one) => one) {
    const own = new Set(cases.filter((_, at) => at % 2 === index - 1));
    const requirements = whole.requirements.map((one) => {
      const left = one.cases.filter((each) => own.has(each.id));
      return left.length > 0 || one.cases.length === 0
        ? { ...one, cases: left }
        : { ...one, cases: [], verdict: 'untested' as const, impact: 'none' as const, reason: 'not-selected' };
    });
    return change({
      ...whole,
      requirements,
      grade: 'partial',
      gradeReasons: [`only ${own.size} of ${cases.length} cases were chosen to run`, 'only one shard of the cases ran'],
      run: {
        ...whole.run,
        configuration: { ...whole.run.configuration, shard: `${index}/2`, casesOfAllShards: cases.length },
      },
    });
  }

  test('all parts are certifiable again', () => {
    const merged = mergeReports([shard(1), shard(2)]);
    expect(merged.grade).toBe('certifiable');
    expect(merged.outcome).toBe('conforms');
    expect(merged.requirements.map((one) => [one.id, one.verdict])).toEqual(
      whole.requirements.map((one) => [one.id, one.verdict]),
    );
  });

  test('proven is what any part proves, however little the first one judged', () => {
    const [requirement] = whole.requirements;
    const withPower = (index: number, power: RequirementPower | undefined) =>
      shard(index, (report) => ({
        ...report,
        requirements: report.requirements.map(({ power: _power, ...one }) =>
          one.id === requirement?.id && power ? { ...one, power } : one,
        ),
      }));
    const merged = (first: RequirementPower | undefined, second: RequirementPower | undefined) =>
      mergeReports([withPower(1, first), withPower(2, second)]).requirements[0]?.power;
    expect(merged(undefined, { faults: ['b'], notProven: ['a'] })).toEqual({ faults: ['b'], notProven: ['a'] });
    expect(merged({ faults: ['a'], notProven: ['b', 'c'] }, { faults: ['b'], notProven: ['a', 'c'] })).toEqual({
      faults: ['a', 'b'],
      notProven: ['c'],
    });
    expect(merged(undefined, undefined)).toBeUndefined();
  });

  test('a case that one part saw fail fails, with the evidence of that part', () => {
    const id = whole.requirements[0]?.cases[0]?.id ?? '';
    const failed = shard(2, (report) => ({
      ...report,
      requirements: report.requirements.map((one, at) =>
        at === 0 ? { ...one, cases: [...one.cases, failingCase(id, 'x', 'broken here')] } : one,
      ),
    }));
    const [first] = mergeReports([shard(1), failed]).requirements;
    expect(first).toMatchObject({ verdict: 'fail' });
    const found = first?.cases.find((one) => one.id === id);
    expect(found?.problems[0]).toMatchObject({ message: 'broken here', exchange: 0 });
    expect(found?.evidence).toHaveLength(1);
  });

  test('every kind of problem that a part saw makes the failure what it is', () => {
    const id = whole.requirements[0]?.cases[0]?.id ?? '';
    const part = (index: number, message: string, kinds?: string[]) =>
      shard(index, (report) => ({
        ...report,
        requirements: report.requirements.map((one, at) =>
          at === 0
            ? { ...one, cases: [failingCase(id, 'x', message, { ...(kinds && { kinds, moreProblems: 1 }) })] }
            : one,
        ),
      }));
    const merged = mergeReports([part(1, 'a', ['a at /Resources', 'b at /x']), part(2, 'c')]).requirements[0];
    expect(merged?.cases.find((one) => one.id === id)?.kinds).toEqual([
      'a at /Resources',
      'b at /x',
      'c at /Resources',
    ]);
  });

  test('cases that no part ran keep the grade partial', () => {
    const short = shard(2, (report) => ({
      ...report,
      requirements: report.requirements.map((one) => ({ ...one, cases: one.cases.slice(1) })),
    }));
    const { grade, gradeReasons } = mergeReports([shard(1), short]);
    expect(grade).toBe('partial');
    expect(gradeReasons.join()).toMatch(/only \d+ of \d+ cases/);
  });

  test('an interrupted part interrupts the whole', () => {
    const cut = shard(1, (report) => ({ ...report, run: { ...report.run, interrupted: true } }));
    const merged = mergeReports([cut, shard(2)]);
    expect(merged.grade).toBe('partial');
    expect(merged.run.interrupted).toBe(true);
  });

  test.each([
    ['a part is missing', () => [shard(1)], 'shard 2/2 is missing'],
    ['a part is there twice', () => [shard(1), shard(2), shard(1)], 'shard 1/2 is there twice'],
    ['one report is no shard', () => [shard(1), whole], 'is no shard'],
    ['nothing is given', () => [], 'nothing to merge'],
    [
      'another contract judged',
      () => [shard(1), shard(2, (one) => ({ ...one, contract: { ...one.contract, digest: 'sha256:00' } }))],
      'the contract differs',
    ],
    [
      'other settings ran',
      () => [
        shard(1),
        shard(2, (one) => ({
          ...one,
          run: { ...one.run, configuration: { ...one.run.configuration, strict: 'other' } },
        })),
      ],
      'the configuration differs',
    ],
  ])('refused: %s', (_name, parts, message) => {
    expect(() => mergeReports(parts())).toThrow(message);
  });
});
