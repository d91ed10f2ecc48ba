import { describe, expect, test } from 'vitest';
import {
  type CaseOutcome,
  gradeOf,
  impactOf,
  type JudgedRequirement,
  outcomeOf,
  verdictOfCases,
} from '../src/model/verdict.ts';

const of = (...verdicts: CaseOutcome['verdict'][]) => verdicts.map((verdict) => ({ verdict }));
const judged = (level: JudgedRequirement['level'], verdict: JudgedRequirement['verdict']): JudgedRequirement => ({
  level,
  verdict,
  impact: impactOf(level, verdict, false),
});

describe('a requirement takes the worst of its cases', () => {
  test.each([
    [of('pass', 'pass'), { verdict: 'pass' }],
    [of('pass', 'not-exercised'), { verdict: 'pass' }],
    [of('pass', 'inconclusive', 'fail'), { verdict: 'fail' }],
    [of('not-exercised', 'not-exercised'), { verdict: 'inconclusive', reason: 'no-data' }],
    [of(), { verdict: 'untested' }],
  ])('%j', (cases, expected) => {
    expect(verdictOfCases(cases)).toEqual(expected);
  });

  test('and the reason of the inconclusive one', () => {
    const cases = [{ verdict: 'pass' }, { verdict: 'inconclusive', reason: 'budget' }] as const;
    expect(verdictOfCases(cases)).toEqual({ verdict: 'inconclusive', reason: 'budget' });
  });
});

describe('impact is computed from level and verdict', () => {
  test.each([
    ['MUST', 'fail', false, 'violation'],
    ['SHOULD', 'fail', false, 'warning'],
    ['SHOULD', 'fail', true, 'violation'],
    ['MAY', 'fail', true, 'observation'],
    ['UNSPECIFIED', 'pass', false, 'observation'],
    ['MUST', 'pass', false, 'none'],
    ['MUST', 'inconclusive', true, 'none'],
  ] as const)('%s %s strict=%s is %s', (level, verdict, strict, impact) => {
    expect(impactOf(level, verdict, strict)).toBe(impact);
  });
});

describe('outcome', () => {
  test.each([
    [[judged('MUST', 'pass'), judged('SHOULD', 'fail')], 'conforms'],
    [[judged('MUST', 'pass'), judged('MUST', 'fail')], 'violations'],
    [[judged('MUST', 'inconclusive'), judged('MUST', 'fail')], 'violations'],
    [[judged('MUST', 'inconclusive')], 'inconclusive'],
    [[judged('MUST', 'untested')], 'inconclusive'],
    [[judged('SHOULD', 'inconclusive'), judged('MUST', 'pass')], 'conforms'],
    [[judged('MUST', 'inapplicable'), judged('MUST', 'excluded')], 'conforms'],
    [[], 'inconclusive'],
  ] as const)('%j is %s', (requirements, outcome) => {
    expect(outcomeOf(requirements)).toBe(outcome);
  });
});

test('grade: what departs from the defaults weighs more than what was left out', () => {
  const whole = { selection: [], interrupted: false, sharded: false, departures: [] };
  expect(gradeOf(whole).grade).toBe('certifiable');
  expect(gradeOf({ ...whole, sharded: true }).grade).toBe('partial');
  expect(gradeOf({ ...whole, interrupted: true, departures: ['budgets'] })).toEqual({
    grade: 'exploratory',
    // What was left out stays a reason beside it.
    reasons: ['budgets', 'the run was interrupted'],
  });
});
