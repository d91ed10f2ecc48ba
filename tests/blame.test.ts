/** Who has to act: a table of verdicts and what is known of them. */

import { expect, test } from 'vitest';
import { BLAMES, type BlameFacts, blameOf } from '../src/model/blame.ts';

const failed: BlameFacts = { verdict: 'fail', level: 'MUST', provenance: 'documented-table', statuses: [200] };
const open = (reason: NonNullable<BlameFacts['reason']>, statuses: readonly number[] = []): BlameFacts => ({
  verdict: 'inconclusive',
  reason,
  level: 'MUST',
  provenance: 'documented-table',
  statuses,
});

const TABLE: readonly (readonly [string, BlameFacts, ReturnType<typeof blameOf>])[] = [
  ['a pass', { ...failed, verdict: 'pass' }, undefined],
  ['no data to tell', { ...failed, verdict: 'not-exercised' }, 'tenant data'],
  ['a broken MUST', failed, 'target'],
  ['a broken MUST that a ruling states', { ...failed, provenance: 'ruling' }, 'target'],
  ['a broken SHOULD of a document', { ...failed, level: 'SHOULD', provenance: 'documented-example' }, 'target'],
  ['a preference of ours', { ...failed, level: 'SHOULD', provenance: 'ruling' }, 'ambiguity of the documents'],
  ['throttled', open('throttled'), 'throttling'],
  ['no answer at all', open('unreachable'), 'network'],
  ['no answer, but to others', { ...open('unreachable'), known: 'target' }, 'target'],
  ['a budget', open('budget'), 'configuration'],
  ['an interruption', open('interrupted'), 'configuration'],
  ['other people at work', open('population-moved'), 'tenant data'],
  ['nothing arrived', open('not-converged'), 'target'],
  ['a crash of a case', open('harness'), 'harness'],
  ['a precondition, served', open('precondition', [200, 404]), 'target'],
  ['a precondition, no token', open('precondition', [200, 401]), 'credentials'],
  ['a precondition, no scope', open('precondition', [403]), 'credentials'],
  ['a precondition, throttled', open('precondition', [429]), 'throttling'],
  ['a precondition that says whose it is', { ...open('precondition', [200]), known: 'tenant data' }, 'tenant data'],
];

test.each(TABLE)('%s', (_name, facts, blame) => {
  expect(blameOf(facts)).toBe(blame);
});

test('every word is used', () => {
  expect(new Set(TABLE.flatMap(([, , blame]) => blame ?? []))).toEqual(new Set(BLAMES));
});
