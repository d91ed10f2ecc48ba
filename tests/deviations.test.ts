/** Deviations: which failure is excused, when the gate closes again, and what a mistake in the file is told. */

import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { describe, expect, test } from 'vitest';
import { stringify } from 'yaml';
import { repositoryPath } from '../src/contract/yaml.ts';
import { fingerprintOfCase, fingerprintOfRequirement, withDeviations } from '../src/harness/deviations.ts';
import { readDeviations, withEntries } from '../src/harness/deviations-file.ts';
import { type Deviation, gateOf } from '../src/model/deviation.ts';
import type { ConformanceReport, ReportCase, ReportRequirement } from '../src/model/report.ts';
import { renderHtml } from '../src/reporters/html.ts';
import { renderSummary } from '../src/reporters/summary.ts';
import { renderOneLine, renderTerminalSummary } from '../src/reporters/terminal.ts';
import { conformingReport, failingCase, inconclusiveReport, violatingReport } from './fixtures/report-sample.ts';
import { runCli } from './fixtures/run-cli.ts';

const room = mkdtempSync(join(tmpdir(), 'deviations-'));
const TODAY = '2026-11-22';

function violated(report: ConformanceReport): ReportRequirement {
  const found = report.requirements.find((one) => one.impact === 'violation');
  if (found === undefined) throw new Error('the sample has a violation');
  return found;
}

function failing(requirement: ReportRequirement): ReportCase {
  const found = requirement.cases.find((one) => one.verdict === 'fail');
  if (found === undefined) throw new Error('the violation has a failing case');
  return found;
}

/** The sample with its one violation and nothing open. */
function red(): ConformanceReport {
  const report = violatingReport({ deviations: [] });
  const requirements = report.requirements.filter((one) => !['inconclusive', 'untested'].includes(one.verdict));
  return { ...report, requirements };
}

function entry(more: Partial<Deviation> = {}): Deviation {
  const one = failing(violated(red()));
  return {
    id: one.id,
    scope: 'case',
    reason: 'known since spring',
    expires: '2026-12-31',
    fingerprint: fingerprintOfCase(one),
    place: 'targets/x.deviations.yaml:2',
    ...more,
  };
}

describe('the fingerprint of a failure', () => {
  const one = (message: string, pointer?: string) => {
    const base = failingCase('a.b/c', 'c', message);
    return fingerprintOfCase({
      ...base,
      problems: base.problems.map(({ pointer: _old, ...rest }) => ({ ...rest, ...(pointer && { pointer }) })),
    });
  };

  test('numbers, ids and positions differ from run to run and do not count', () => {
    expect(one('page of 100 asked, 101 resources came')).toBe(one('page of 50 asked, 1,051 resources came'));
    expect(one('user 5b5f1b2e-8a43-4c11-9c9d-0a4a3a7c1f00 is missing')).toBe(
      one('user 00000000-8a43-4c11-9c9d-0a4a3a7c1fff is missing'),
    );
    expect(one('wrong type', '/Resources/3/active')).toBe(one('wrong type', '/Resources/17/active'));
  });

  test('names that a run gives to people do not count, and problems that are not listed do', () => {
    expect(one('the manager \u20391b7fa0c2\u203a is missing')).toBe(one('the manager \u203900aa11bb\u203a is missing'));
    const base = failingCase('a.b/c', 'c', 'wrong type');
    const listed = ['wrong type at /Resources'];
    expect(fingerprintOfCase({ ...base, kinds: listed })).toBe(fingerprintOfCase(base));
    expect(fingerprintOfCase({ ...base, moreProblems: 3, kinds: [...listed, 'no id at /Resources/*'] })).not.toBe(
      fingerprintOfCase(base),
    );
  });

  test('another sentence, another attribute or another failing case is another failure', () => {
    expect(one('page of 100 asked, 101 resources came')).not.toBe(one('page of 100 asked, no answer came'));
    expect(one('wrong type', '/Resources/3/active')).not.toBe(one('wrong type', '/Resources/3/title'));
    const requirement = violated(red());
    const more = {
      ...requirement,
      cases: [...requirement.cases, failingCase(`${requirement.id}/other`, 'other', 'x')],
    };
    expect(fingerprintOfRequirement(requirement)).not.toBe(fingerprintOfRequirement(more));
  });
});

describe('the gate', () => {
  const gate = (entries: readonly Deviation[], report = red(), today = TODAY) => {
    const judged = withDeviations(report, entries, today);
    return { ...gateOf(judged), states: judged.deviations.map((one) => one.state), judged };
  };

  test('without deviations a violation closes it', () => {
    expect(gate([])).toMatchObject({ exit: 1, excused: 0 });
    expect(gateOf(conformingReport()).exit).toBe(0);
    expect(gateOf(inconclusiveReport()).exit).toBe(2);
    const cut = conformingReport();
    expect(gateOf({ ...cut, run: { ...cut.run, interrupted: true } }).exit).toBe(2);
    expect(gateOf({ ...red(), run: { ...cut.run, interrupted: true } }).exit).toBe(1);
    expect(gateOf({ ...cut, requirements: [] }).exit).toBe(2);
  });

  test('the declared failure is excused, and stays a violation in the report', () => {
    const { exit, excused, states, judged } = gate([entry()]);
    expect({ exit, excused, states }).toEqual({ exit: 0, excused: 1, states: ['excused'] });
    expect(judged.outcome).toBe('violations');
    expect(violated(judged).verdict).toBe('fail');
  });

  test('a whole requirement can be declared', () => {
    const requirement = violated(red());
    const whole = entry({
      scope: 'requirement',
      id: requirement.id,
      fingerprint: fingerprintOfRequirement(requirement),
    });
    expect(gate([whole]).exit).toBe(0);
  });

  test.each([
    ['another failure on the same case', entry({ fingerprint: 'sha256:0000000000000000' }), 'changed'],
    ['its last day is over', entry({ expires: '2026-11-21' }), 'expired'],
    ['a case that nobody knows', entry({ id: `${violated(red()).id}/no-such-case` }), 'unmatched'],
    ['a requirement that nobody knows', entry({ id: 'paging.size/x' }), 'unmatched'],
  ])('%s closes it and names the line', (_name, deviation, state) => {
    const { exit, states, reasons } = gate([deviation]);
    expect({ exit, states }).toEqual({ exit: 1, states: [state] });
    expect(reasons.join('\n')).toContain('targets/x.deviations.yaml:2');
  });

  test('it holds on its last day', () => {
    expect(gate([entry({ expires: TODAY })]).exit).toBe(0);
  });

  test('an entry for what passes now closes the gate of a run that conforms', () => {
    const report = conformingReport();
    const passing = report.requirements.find((one) => one.verdict === 'pass' && one.cases.length > 0);
    const { exit, states } = gate([entry({ id: passing?.cases[0]?.id ?? '' })], report);
    expect({ exit, states }).toEqual({ exit: 1, states: ['passes'] });
  });

  test('what a selection left out neither excuses nor closes', () => {
    const report = { ...conformingReport(), grade: 'partial' as const };
    const { exit, states } = gate([entry({ id: `${report.requirements[0]?.id}/left-out` })], report);
    expect({ exit, states }).toEqual({ exit: 0, states: ['open'] });
  });

  test('one excused case does not excuse the other failing case of its requirement', () => {
    const report = red();
    const requirements = report.requirements.map((one) =>
      one.impact === 'violation'
        ? { ...one, cases: [...one.cases, failingCase(`${one.id}/other`, 'other', 'x')] }
        : one,
    );
    expect(gate([entry()], { ...report, requirements }).exit).toBe(1);
  });

  test('every view says what the gate looked past', () => {
    const { judged } = gate([entry()]);
    const sentence = 'Gate open: 1 violation excused by a deviation';
    expect(renderTerminalSummary(judged, { reportPath: 'x', colour: false })).toContain(sentence);
    expect(renderOneLine(judged, 'report.html')).toMatch(new RegExp(`[^.]\\. ${sentence}\\. report\\.html$`));
    expect(renderSummary(judged)).toContain(sentence);
    expect(renderHtml(judged)).toContain(sentence);
    const closed = gate([entry({ expires: '2026-01-01' })]).judged;
    expect(renderTerminalSummary(closed, { reportPath: 'x', colour: false })).toContain('targets/x.deviations.yaml:2');
  });
});

describe('the file', () => {
  const written = (text: string) => {
    const file = join(room, `${Math.abs(text.length * 31)}.deviations.yaml`);
    writeFileSync(file, text);
    return file;
  };
  const FULL = '    reason: r\n    expires: 2026-12-31\n    fingerprint: sha256:0123456789abcdef\n';

  test.each([
    ['an unknown key', `deviations:\n  - case: a.b/c\n${FULL}    until: x\n`, /:6: Unknown key "until"/],
    ['neither case nor requirement', `deviations:\n  - ${FULL.trimStart()}`, /:2: An entry is about one case/],
    ['both of them', `deviations:\n  - case: a.b/c\n    requirement: a.b\n${FULL}`, /one case or one requirement/],
    ['no reason', 'deviations:\n  - case: a.b/c\n    expires: 2026-12-31\n', /"reason" is missing/],
    ['no real day', `deviations:\n  - case: a.b/c\n${FULL.replace('12-31', '02-30')}`, /:4: "2026-02-30" is no day/],
    ['no fingerprint', `deviations:\n  - case: a.b/c\n${FULL.replace('sha256:', '')}`, /:5: .* is no fingerprint/],
    ['an entry twice', `deviations:\n${`  - case: a.b/c\n${FULL}`.repeat(2)}`, /:6: a\.b\/c is listed twice/],
    ['broken YAML', 'deviations: [\n', /:\d+: /],
  ])('%s is told with its line', (_name, text, message) => {
    expect(() => readDeviations(written(text))).toThrow(message);
  });

  test('the example can be read', () => {
    expect(readDeviations(repositoryPath('targets/example.deviations.yaml'))).toHaveLength(1);
  });

  describe('the published schema and the reader say the same', () => {
    const valid = new Ajv2020({ strict: true, allErrors: true });
    addFormats.default(valid);
    const schema: object = JSON.parse(readFileSync(repositoryPath('schemas/harness/deviations.schema.json'), 'utf8'));
    const bySchema = valid.compile(schema);
    const base = {
      case: 'a.b/c',
      reason: 'r',
      reference: 'https://tickets.example/7',
      expires: '2026-12-31',
      fingerprint: 'sha256:0123456789abcdef',
    };
    const { case: _case, ...neither } = base;
    const { reference: _reference, ...short } = base;
    const one = (more: object) => ({ deviations: [{ ...base, ...more }] });

    test.each<readonly [string, unknown, boolean]>([
      ['all members', { deviations: [base] }, true],
      ['no reference', { deviations: [short] }, true],
      ['a requirement', { deviations: [{ ...neither, requirement: 'a.b' }] }, true],
      ['none at all', { deviations: [] }, true],
      ['a leap day', one({ expires: '2028-02-29' }), true],
      ['nothing', {}, false],
      ['a list alone', [base], false],
      ['null', null, false],
      ['another key beside', { deviations: [], more: 1 }, false],
      ['another key inside', one({ until: 'x' }), false],
      ['neither case nor requirement', { deviations: [neither] }, false],
      ['both', one({ requirement: 'a.b' }), false],
      ['a list that is none', { deviations: base }, false],
      ['an entry that is text', { deviations: ['a.b/c'] }, false],
      ['no reason', one({ reason: undefined }), false],
      ['an empty reason', one({ reason: '' }), false],
      ['a reason of blanks', one({ reason: '  ' }), false],
      ['an empty id', one({ case: '' }), false],
      ['an empty reference', one({ reference: '' }), false],
      ['a number for a reason', one({ reason: 7 }), false],
      ['a day that is none', one({ expires: '2026-02-30' }), false],
      ['no leap year', one({ expires: '2027-02-29' }), false],
      ['a day with a time', one({ expires: '2026-12-31T00:00:00Z' }), false],
      ['no expiry', one({ expires: undefined }), false],
      ['a short fingerprint', one({ fingerprint: 'sha256:0123' }), false],
      ['a loud fingerprint', one({ fingerprint: 'SHA256:0123456789ABCDEF' }), false],
      ['no fingerprint', one({ fingerprint: undefined }), false],
    ])('%s', (name, value, good) => {
      const plain: unknown = JSON.parse(JSON.stringify(value));
      const file = join(room, `${name.replaceAll(' ', '-')}.deviations.yaml`);
      writeFileSync(file, stringify(plain));
      let reads = true;
      try {
        readDeviations(file);
      } catch {
        reads = false;
      }
      expect({ schema: bySchema(plain), reads }, valid.errorsText(bySchema.errors)).toEqual({
        schema: good,
        reads: good,
      });
    });
  });

  test('accepted entries are added or replaced, and comments stay', () => {
    const file = written(`# ours\ndeviations:\n  # ticket 7\n  - case: a.b/c\n${FULL}`);
    const { place: _place, ...added } = entry({ id: 'a.b/d' });
    writeFileSync(file, withEntries(file, [added, { ...added, id: 'a.b/c', reason: 'anew' }]));
    expect(readFileSync(file, 'utf8')).toContain('# ours');
    expect(readDeviations(file).map((one) => [one.id, one.reason])).toEqual([
      ['a.b/c', 'anew'],
      ['a.b/d', 'known since spring'],
    ]);
  });
});

test('from a red run to an open gate, and red again for another reason', { timeout: 120_000 }, async () => {
  const file = join(room, 'flow.deviations.yaml');
  const run = (fault: string, out: string) =>
    runCli([
      'run',
      '--area',
      'envelope',
      '--fault',
      fault,
      '--out',
      join(room, out),
      ...(out === 'first' ? [] : ['--deviations', file]),
    ]);
  expect((await run('envelope-items-per-page-echoed', 'first')).code).toBe(1);
  const flags = ['--file', file, '--reason', 'fixed in the next release', '--expires', '2099-12-31'];
  const accepted = await runCli(['deviations', 'accept', join(room, 'first'), ...flags]);
  expect(accepted.code, accepted.stderr).toBe(0);
  const late = await runCli(['deviations', 'accept', join(room, 'first'), ...flags.slice(0, -1), '2020-01-01']);
  expect([late.code, late.stderr]).toEqual([3, expect.stringContaining('which is over')]);
  const [same, other] = await Promise.all([
    run('envelope-items-per-page-echoed', 'second'),
    run('envelope-page-number', 'third'),
  ]);
  expect(same.code, same.stdout).toBe(0);
  expect(same.stdout).toContain('EXPLORATORY');
  expect(same.stdout).toContain('Gate open');
  expect(other.code, other.stdout).toBe(1);
  expect(other.stdout).toMatch(/flow\.deviations\.yaml:\d+: .*passes now/);
});
