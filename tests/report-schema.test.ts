import { readFileSync } from 'node:fs';
import Ajv2020 from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { describe, expect, it } from 'vitest';
import { REASONS } from '../src/model/finding.ts';
import { AREAS, LEVELS, PROVENANCES } from '../src/model/requirement.ts';
import { CASE_VERDICTS, GRADES, IMPACTS, OUTCOMES, REQUIREMENT_VERDICTS } from '../src/model/verdict.ts';
import { hugeReport } from './fixtures/report-extremes.ts';
import {
  conformingReport,
  emptyReport,
  inconclusiveReport,
  partialReport,
  violatingReport,
} from './fixtures/report-sample.ts';

const schema = JSON.parse(readFileSync(new URL('../schemas/harness/report.schema.json', import.meta.url), 'utf8'));
const ajv = new Ajv2020.default({ strict: true, allErrors: true });
addFormats.default(ajv);
const valid = ajv.compile(schema);

/** A deep copy that a test may spoil. */
// biome-ignore lint/suspicious/noExplicitAny: a slip is by definition not of the type
function copy(value: unknown): any {
  return JSON.parse(JSON.stringify(value));
}

describe('report.schema.json', () => {
  it.each([
    ['conforming', conformingReport()],
    ['violating', violatingReport()],
    ['inconclusive', inconclusiveReport()],
    ['partial', partialReport()],
    ['empty', emptyReport()],
    ['huge', hugeReport(300)],
  ])('accepts a report: %s', (_name, report) => {
    expect(valid(copy(report)), ajv.errorsText(valid.errors)).toBe(true);
  });

  it('accepts keys that a later version adds anywhere', () => {
    const report = copy(violatingReport());
    report.later = 1;
    report.run.later = 1;
    report.requirements[0].later = 1;
    report.requirements[0].cases[0].later = { any: ['thing'] };
    report.statistics.later = 1;
    expect(valid(report), ajv.errorsText(valid.errors)).toBe(true);
  });

  // biome-ignore lint/suspicious/noExplicitAny: a slip is by definition not of the type
  const find = (report: any, verdict: string) => report.requirements.find((one: any) => one.verdict === verdict);
  // biome-ignore lint/suspicious/noExplicitAny: as above
  const slips: readonly (readonly [string, (report: any) => void])[] = [
    ['an unknown outcome', (r) => (r.outcome = 'conformant')],
    ['an unknown grade', (r) => (r.grade = 'gold')],
    ['a grade without a reason', (r) => (r.gradeReasons = [])],
    ['a missing top-level key', (r) => delete r.leftovers],
    ['another major version', (r) => (r.schemaVersion = '2.0')],
    ['an unknown area', (r) => (r.requirements[0].area = 'paging')],
    ['an unknown area in the statistics', (r) => (r.statistics.perArea.paging = r.statistics.perArea.envelope)],
    ['an unknown level', (r) => (r.requirements[0].level = 'must')],
    ['an upper-case requirement id', (r) => (r.requirements[0].id = 'Envelope.Total')],
    ['a case id without a requirement', (r) => (r.requirements[0].cases[0].id = 'largest-page')],
    ['a pass with a problem', (r) => (find(r, 'pass').cases[0].problems = copy(find(r, 'fail').cases[0].problems))],
    ['a failed case without a problem', (r) => (find(r, 'fail').cases[0].problems = [])],
    ['a failed requirement without a failed case', (r) => (find(r, 'fail').cases = [])],
    ['a passed requirement with a failed case', (r) => (find(r, 'pass').cases = copy(find(r, 'fail').cases))],
    ['a passed requirement without a case', (r) => (find(r, 'pass').cases = [])],
    ['an inconclusive case without a reason', (r) => delete find(r, 'inconclusive').cases[0].reason],
    ['an inconclusive case without words', (r) => delete find(r, 'inconclusive').cases[0].detail],
    ['an inconclusive requirement without a reason', (r) => delete find(r, 'inconclusive').reason],
    ['an unknown reason', (r) => (find(r, 'inconclusive').cases[0].reason = 'slow')],
    ['a violation that did not fail', (r) => (find(r, 'pass').impact = 'violation')],
    ['a failed MUST that only warns', (r) => (find(r, 'fail').impact = 'warning')],
    ['an excluded requirement that does not say why', (r) => delete find(r, 'excluded').excluded],
    ['a pointer that is none', (r) => (find(r, 'fail').cases[0].problems[0].pointer = 'Resources/0')],
    ['a problem without its exchange', (r) => delete find(r, 'fail').cases[0].problems[0].exchange],
    ['an exchange without a curl', (r) => delete find(r, 'fail').cases[0].evidence[0].curl],
    ['a body that is not text', (r) => (find(r, 'fail').cases[0].evidence[0].response.body = { a: 1 })],
    ['a status as text', (r) => (find(r, 'fail').cases[0].evidence[0].response.status = '200')],
    ['a negative time', (r) => (r.statistics.wallMs = -1)],
    ['a date that is none', (r) => (r.run.startedAt = 'yesterday')],
    ['a digest in another form', (r) => (r.contract.digest = 'md5:0')],
  ];

  it.each(slips)('catches %s', (_name, spoil) => {
    const report = copy(violatingReport());
    expect(find(report, 'fail').level).toBe('MUST');
    spoil(report);
    expect(valid(report)).toBe(false);
  });

  it('lets a requirement that only records tell what differs', () => {
    const report = copy(violatingReport());
    const { problems } = find(report, 'fail').cases[0];
    // biome-ignore lint/suspicious/noExplicitAny: as above
    const recorded = report.requirements.find((one: any) => one.level === 'UNSPECIFIED');
    recorded.cases[0].problems = copy(problems);
    expect(valid(report), ajv.errorsText(valid.errors)).toBe(true);
  });

  it('knows the same words as the types', () => {
    const { properties, $defs } = schema;
    expect($defs.area.enum).toEqual(AREAS);
    expect($defs.reason.enum).toEqual(REASONS);
    expect($defs.requirement.properties.level.enum).toEqual(LEVELS);
    expect($defs.requirement.properties.provenance.enum).toEqual(PROVENANCES);
    expect([...$defs.requirement.properties.verdict.enum].sort()).toEqual([...REQUIREMENT_VERDICTS].sort());
    expect([...$defs.requirement.properties.impact.enum].sort()).toEqual([...IMPACTS].sort());
    expect([...$defs.case.properties.verdict.enum].sort()).toEqual([...CASE_VERDICTS].sort());
    expect(properties.outcome.enum).toEqual(OUTCOMES);
    expect(properties.grade.enum).toEqual(GRADES);
  });
});
