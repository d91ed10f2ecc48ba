/** compare: each kind of change is told under its own head, and only steps back close the gate. */

import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { compareReports } from '../src/gate/compare.ts';
import { comparisonMarkdown, comparisonText } from '../src/gate/compare-views.ts';
import { readReport } from '../src/gate/read-report.ts';
import type { JsonObject } from '../src/model/json.ts';
import type { ConformanceReport, ReportRequirement } from '../src/model/report.ts';
import { conformingReport, failingCase, violatingReport } from './fixtures/report-sample.ts';
import { runCli } from './fixtures/run-cli.ts';

const KEPT = 'pagination.page-size-bounds';

/** The conforming sample with one requirement changed. */
function changed(id: string, change: (one: ReportRequirement) => ReportRequirement | undefined): ConformanceReport {
  const report = conformingReport();
  return { ...report, requirements: report.requirements.flatMap((one) => (one.id === id ? (change(one) ?? []) : one)) };
}

const failing = (message: string) =>
  changed(KEPT, (one) => ({
    ...one,
    verdict: 'fail',
    impact: 'violation',
    cases: one.cases.map((each) => failingCase(each.id, each.name, message)),
  }));

describe('compare', () => {
  test('a run compared with itself shows nothing', () => {
    const same = compareReports(violatingReport(), violatingReport());
    expect(same.regressions).toBe(0);
    expect(comparisonText(same)).toContain('Nothing changed.');
  });

  test('newly failing, and fixed the other way round', () => {
    const red = failing('101 resources came');
    const worse = compareReports(conformingReport(), red);
    expect(worse.newlyFailing.map((one) => one.id)).toEqual(
      red.requirements.find((one) => one.id === KEPT)?.cases.map((one) => one.id),
    );
    expect(worse.regressions).toBe(worse.newlyFailing.length);
    const better = compareReports(red, conformingReport());
    // A case that could not run for lack of data is no fix.
    const passing = worse.newlyFailing.filter((one) => one.before === 'pass');
    expect(passing.length).toBeGreaterThan(0);
    expect(better.fixed.map((one) => one.id)).toEqual(passing.map((one) => one.id));
    expect(better.regressions).toBe(0);
  });

  test('another reason is a regression, other numbers are not', () => {
    const before = failing('101 resources came');
    expect(compareReports(before, failing('102 resources came')).changedReason).toEqual([]);
    const other = compareReports(before, failing('no answer came'));
    expect(other.changedReason[0]).toMatchObject({ before: '101 resources came', detail: 'no answer came' });
    expect(other.regressions).toBeGreaterThan(0);
  });

  test('one more kind of problem is another reason, one less is not, wherever it is listed', () => {
    const one = failing('101 resources came');
    const withKinds = (...kinds: string[]) => ({
      ...one,
      requirements: one.requirements.map((each) =>
        each.id === KEPT ? { ...each, cases: each.cases.map((own) => ({ ...own, kinds })) } : each,
      ),
    });
    const known = '# resources came at /Resources';
    const more = compareReports(one, withKinds(known, 'wrong type at /Resources/*/active'));
    expect(more.changedReason[0]).toMatchObject({
      before: '101 resources came',
      detail: 'wrong type at /Resources/*/active',
    });
    expect(compareReports(withKinds(known, 'wrong type at /x'), one)).toMatchObject({
      changedReason: [],
      regressions: 0,
    });
  });

  test('a MUST that can no longer be judged is a regression', () => {
    const open = changed(KEPT, (one) => ({ ...one, verdict: 'inconclusive', reason: 'throttled' }));
    const comparison = compareReports(conformingReport(), open);
    expect(comparison.newlyInconclusive).toEqual([{ id: KEPT, before: 'pass', after: 'inconclusive (throttled)' }]);
    expect(comparison.regressions).toBe(1);
  });

  describe('a case that is missing', () => {
    const [missing] = conformingReport().requirements.find((one) => one.id === KEPT)?.cases ?? [];
    const fewer = () => changed(KEPT, (one) => ({ ...one, cases: one.cases.slice(1) }));
    const asked = (report: ConformanceReport, more: JsonObject) => ({
      ...report,
      run: { ...report.run, configuration: { ...report.run.configuration, ...more } },
    });

    test('is a regression where both runs were asked for the same', () => {
      const { noLongerExecuted, regressions } = compareReports(conformingReport(), fewer());
      expect(noLongerExecuted).toEqual([
        { id: missing?.id, level: 'MUST', before: 'pass', after: 'not there', regression: true },
      ]);
      expect(regressions).toBe(1);
    });

    test('is told where the later run was asked for less, by settings or by what Playwright was told to run', () => {
      for (const less of [
        asked(fewer(), { case: `${KEPT}/*` }),
        asked(fewer(), { areas: ['pagination'] }),
        asked(fewer(), { shard: '1/2' }),
        { ...fewer(), gradeReasons: ['only 4 of 9 cases were chosen to run'] },
      ]) {
        const { noLongerExecuted, regressions } = compareReports(conformingReport(), less);
        expect([noLongerExecuted.length, noLongerExecuted[0]?.regression, regressions]).toEqual([1, false, 0]);
      }
    });

    test('is told where the target had no data for it any more', () => {
      const idle = changed(KEPT, (one) => ({
        ...one,
        cases: one.cases.map((each) => (each.id === missing?.id ? { ...each, verdict: 'not-exercised' } : each)),
      }));
      expect(compareReports(conformingReport(), idle)).toMatchObject({
        noLongerExecuted: [{ after: 'not-exercised', regression: false }],
        regressions: 0,
      });
    });

    test('counts where its whole requirement became inapplicable: a lost token is no green gate', () => {
      const lost = changed(KEPT, (one) => ({ ...one, verdict: 'inapplicable', reason: 'no token', cases: [] }));
      const comparison = compareReports(conformingReport(), lost);
      expect(comparison.regressions).toBeGreaterThan(0);
      expect(comparisonText(comparison)).toMatch(
        new RegExp(
          `No longer executed \\(\\d\\) REGRESSION\\n  ${KEPT} \\(MUST\\): \\d cases? -> inapplicable: no token`,
        ),
      );
      const chosen = asked(lost, { areas: ['envelope'] });
      expect(compareReports(conformingReport(), chosen)).toMatchObject({ noLongerExecuted: [], regressions: 0 });
    });

    test('is not told twice where its MUST stayed open, and not counted where it was no verdict before', () => {
      const cut = changed(KEPT, (one) => ({ ...one, verdict: 'untested', cases: [] }));
      expect(compareReports(conformingReport(), cut)).toMatchObject({ noLongerExecuted: [], regressions: 1 });
      const open = changed(KEPT, (one) => ({
        ...one,
        cases: one.cases.map((each) => ({ ...each, verdict: 'inconclusive' })),
      }));
      expect(compareReports(open, fewer())).toMatchObject({ noLongerExecuted: [], regressions: 0 });
    });

    test('of a requirement that only records behaviour closes nothing', () => {
      const records = (report: ConformanceReport) => ({
        ...report,
        requirements: report.requirements.map((one) => (one.id === KEPT ? { ...one, level: 'MAY' as const } : one)),
      });
      expect(compareReports(records(conformingReport()), records(fewer())).regressions).toBe(0);
    });
  });

  test('the requirement set: gone, new, reworded', () => {
    const gone = changed(KEPT, () => undefined);
    expect(compareReports(conformingReport(), gone).requirementsRemoved).toEqual([KEPT]);
    expect(compareReports(gone, conformingReport()).requirementsAdded).toEqual([KEPT]);
    const reworded = changed(KEPT, (one) => ({ ...one, level: 'SHOULD' }));
    expect(compareReports(conformingReport(), reworded).requirementsChanged).toHaveLength(1);
  });

  test('a target that changes its mind where both are permitted', () => {
    const before = { ...conformingReport(), observations: [{ id: KEPT, behaviour: 'refused', evidence: [] }] };
    const after = { ...conformingReport(), observations: [{ id: KEPT, behaviour: 'clamped', evidence: [] }] };
    const comparison = compareReports(before, after);
    expect(comparison.behaviour).toEqual([{ id: KEPT, before: ['refused'], after: ['clamped'] }]);
    expect(comparison.regressions).toBe(0);
    expect(comparisonText(comparison)).toContain(`${KEPT}: refused -> clamped`);
    expect(comparisonText(comparison)).toMatch(/fingerprint of all observations: sha256:\w{12} -> sha256:\w{12}/);
    const swapped = { ...before, observations: [...before.observations].reverse() };
    expect(compareReports(before, swapped).before.behaviour).toBe(compareReports(swapped, before).before.behaviour);
  });

  test('slower to converge is told where it is more than noise', () => {
    const with95 = (p95: number) => {
      const report = conformingReport();
      const firstSeenMs = { p50: 100, p95, max: p95 };
      const convergence = [
        { operation: 'PATCH', view: 'list' as const, writes: 5, seen: 5, firstSeenMs, stableMs: firstSeenMs },
      ];
      return { ...report, statistics: { ...report.statistics, convergence } };
    };
    const first = { id: 'PATCH list first seen', beforeMs: 4_000, afterMs: 9_000 };
    const told = compareReports(with95(4_000), with95(9_000));
    expect(told.slower).toEqual([
      { ...first, regression: false },
      { ...first, id: 'PATCH list stable', regression: false },
    ]);
    expect(told.regressions).toBe(0);
    expect(compareReports(with95(4_000), with95(5_500)).slower).toEqual([]);
    expect(compareReports(with95(100), with95(900)).slower).toEqual([]);
    // Who asks for it has it as a gate.
    const gate = (after: number) => compareReports(with95(4_000), with95(after), { slower: 2 }).regressions;
    expect([gate(7_900), gate(8_100)]).toEqual([0, 2]);
    expect(compareReports(with95(100), with95(900), { slower: 2 }).regressions).toBe(0);
  });

  test('text of a target cannot open HTML or break a line', () => {
    const comparison = compareReports(conformingReport(), failing('<img src=x>\n# title | `code`'));
    expect(comparisonMarkdown(comparison)).toContain('&lt;img src=x>');
    expect(comparisonMarkdown(comparison)).not.toContain('\n# title');
  });
});

describe('the command', () => {
  const room = mkdtempSync(join(tmpdir(), 'compare-'));
  const written = (name: string, value: unknown) => {
    const file = join(room, `${name}.json`);
    writeFileSync(file, typeof value === 'string' ? value : JSON.stringify(value));
    return file;
  };
  const good = written('good', conformingReport());
  const bad = written('bad', failing('101 resources came'));

  test('exit codes: 0 without a regression, 1 with one, 3 for what is no report', async () => {
    const [worse, better, json, none] = await Promise.all([
      runCli(['compare', good, bad]),
      runCli(['compare', bad, good]),
      runCli(['compare', good, bad, '--format', 'json']),
      runCli(['compare', good, join(room, 'nothing.json')]),
    ]);
    expect(worse.code, worse.stderr).toBe(1);
    expect(worse.stdout).toContain('Newly failing (3) REGRESSION');
    expect(better.code).toBe(0);
    expect(JSON.parse(json.stdout)).toMatchObject({ regressions: 3 });
    expect(none.code).toBe(3);
    expect(none.stderr).toContain('cannot be read');
    expect((await runCli(['compare', good, bad, '--slower', '1'])).code).toBe(3);
  });

  test.each([
    ['not JSON', '{', /is not JSON/],
    ['another thing', { kind: 'other' }, /is no conformance report/],
    ['null', null, /is no conformance report/],
  ])('a file that is %s is refused with its name', (name, value, message) => {
    expect(() => readReport(written(name.replaceAll(' ', '-'), value))).toThrow(message);
  });
});
