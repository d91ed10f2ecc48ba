/**
 * The guards of the fault matrix, each seen red once: a matrix that cannot find fault with anything would prove nothing.
 * That the real catalogue passes them is `npm run prove`.
 */

import { describe, expect, test } from 'vitest';
import { loadContract } from '../src/contract/load.ts';
import { defineCase, defineStanding } from '../src/harness/case.ts';
import { type Corruption, type Fault, type Scene, withHeader } from '../src/mock/fault.ts';
import { fail, pass } from '../src/model/finding.ts';
import { DEFAULT_REVISION } from '../src/model/requirement.ts';
import { createCleanPass } from '../src/proof/clean-pass.ts';
import { judgeInProcess } from '../src/proof/judge-in-process.ts';
import { cleanDefects, judgeMatrix } from '../src/proof/matrix.ts';
import { outcomeOf, type RunOutcome } from '../src/proof/outcome.ts';

const contract = loadContract(DEFAULT_REVISION);
const NAMED = 'lookup.unknown-id';
const OTHER = 'lookup.malformed-id';
const REASON = 'A UUID that belongs to no user was answered with status 200.';

const CLEAN: RunOutcome = {
  cases: 2,
  verdicts: { [NAMED]: 'pass', [OTHER]: 'pass' },
  red: [],
  open: {},
  crashed: [],
  applied: {},
  digest: 'clean',
};
const SEEN: RunOutcome = {
  ...CLEAN,
  verdicts: { ...CLEAN.verdicts, [NAMED]: 'fail' },
  red: [{ id: `${NAMED}/random`, requirement: NAMED, messages: [REASON] }],
  applied: { bug: 3 },
  digest: 'faulty',
};

const APPLIED_ONLY: RunOutcome = { ...CLEAN, applied: { bug: 1 } };

function faultOf(more: Partial<Fault> = {}): Fault {
  return { id: 'bug', violates: NAMED, summary: '', wire: '', corrupt: {}, ...more };
}

function defects(outcome: Partial<RunOutcome>, fault: Partial<Fault> = {}): readonly string[] {
  return judgeMatrix(contract, CLEAN, [{ fault: faultOf(fault), outcome: { ...SEEN, ...outcome } }]).defects;
}

const tookAlong = { verdicts: { [NAMED]: 'fail', [OTHER]: 'inconclusive' }, open: { [OTHER]: 'no body' } } as const;
const declared = { closure: [{ requirement: OTHER, why: 'It looks at the same answer.' }] };

describe('a fault that holds', () => {
  test('is seen by a case of the requirement it names, and nothing else changes', () => {
    const matrix = judgeMatrix(contract, CLEAN, [{ fault: faultOf(), outcome: SEEN }]);
    expect(matrix).toEqual({
      defects: [],
      alike: [],
      faults: [
        { id: 'bug', violates: NAMED, seenAs: REASON, kills: { [NAMED]: ['random'] }, closure: {}, collateral: [] },
      ],
    });
  });

  test('may take along what it declares', () => {
    expect(defects(tookAlong, declared)).toEqual([]);
  });

  test('may say how it is seen', () => {
    expect(defects({}, { seenAs: /status 200/ })).toEqual([]);
  });
});

describe('a fault that does not hold', () => {
  test('never applied, whatever turned red', () => {
    expect(defects({ applied: { bug: 0 } })).toEqual([
      'bug: it was never applied: no hook of it changed anything in the whole run',
    ]);
    expect(defects({ applied: {} })).toHaveLength(1);
  });

  test('seen by nobody', () => {
    expect(defects(APPLIED_ONLY)).toEqual([`bug: nobody sees it: ${NAMED} is pass`]);
  });

  test('what could not be judged saw nothing', () => {
    const outcome = { ...APPLIED_ONLY, verdicts: { [NAMED]: 'inconclusive', [OTHER]: 'pass' } } as const;
    expect(defects({ ...outcome, open: { [NAMED]: 'the list was not readable' } })).toEqual([
      `bug: nobody sees it: ${NAMED} is inconclusive (the list was not readable)`,
    ]);
  });

  test('a case that broke down is no finding, beside a real one too', () => {
    expect(defects({ crashed: [`${OTHER}/row: TypeError`] })).toEqual([
      `bug: a case broke down, which is never a finding: ${OTHER}/row: TypeError`,
    ]);
  });

  test('red for another reason than it says', () => {
    expect(defects({}, { seenAs: /status 500/ })).toEqual([
      `bug: ${NAMED} fails for another reason than /status 500/: ${REASON}`,
    ]);
  });

  test.each(['', 'wrong', 'status 200', 'no full stop at its end'])('red without a sentence: %j', (message) => {
    const red = [{ id: `${NAMED}/random`, requirement: NAMED, messages: [message] }];
    expect(defects({ red })).toEqual([
      `bug: ${NAMED}/random fails without saying why in a sentence: ${JSON.stringify(message)}`,
    ]);
  });

  test('takes along what it does not declare', () => {
    expect(defects(tookAlong)).toEqual([`bug: ${OTHER} is inconclusive too (no body)`]);
  });
});

describe('a closure', () => {
  test('names only what really changes', () => {
    expect(defects({}, declared)).toEqual([
      `bug: its closure names ${OTHER}, which keeps its verdict; remove the entry`,
    ]);
  });

  test('does not hold the requirement that is broken, nor one twice', () => {
    const why = 'It looks at the same answer.';
    expect(defects({}, { closure: [{ requirement: NAMED, why }] })).toEqual([
      `bug: its closure names ${NAMED}, which it breaks anyway`,
    ]);
    const twice = [...declared.closure, ...declared.closure];
    expect(defects(tookAlong, { closure: twice })).toEqual([`bug: its closure names ${OTHER} twice`]);
  });

  test('says why in a sentence', () => {
    expect(defects(tookAlong, { closure: [{ requirement: OTHER, why: 'same answer' }] })).toHaveLength(1);
  });

  test('has no wildcard', () => {
    const wild = { closure: [{ requirement: 'lookup.*', why: 'All of it looks at that answer.' }] };
    expect(() => defects(tookAlong, wild)).toThrow('There is no requirement "lookup.*"');
  });

  test('of a rule that this revision does not know is not judged here', () => {
    const known = new Set(contract.requirements.map((one) => one.id));
    const later = loadContract('2026-05').requirements.find((one) => !known.has(one.id));
    if (later === undefined) throw new Error('every rule of 2026-05 holds in the default revision');
    const closure = [{ requirement: later.id, why: 'It stands on the same answer.' }];
    expect(defects({}, { closure })).toEqual([]);
  });
});

test('faults that the same cases see with the same words are told as alike', () => {
  const other = { ...SEEN, applied: { twin: 1, third: 1 } };
  const differs = { ...other, red: [{ id: `${NAMED}/random`, requirement: NAMED, messages: ['It came twice here.'] }] };
  const { alike, defects: none } = judgeMatrix(contract, CLEAN, [
    { fault: faultOf(), outcome: SEEN },
    { fault: faultOf({ id: 'twin' }), outcome: other },
    { fault: faultOf({ id: 'third' }), outcome: differs },
  ]);
  expect(alike).toEqual([['bug', 'twin']]);
  expect(none).toEqual([]);
});

describe('the clean mock', () => {
  test('is green before and after, word for word', () => {
    expect(cleanDefects([CLEAN, CLEAN])).toEqual([]);
    expect(cleanDefects([])).toEqual(['the clean mock was not judged']);
    expect(cleanDefects([CLEAN, { ...CLEAN, digest: 'later' }])).toEqual([
      'the clean mock: 1 of 2 passes differ from the first',
    ]);
    expect(cleanDefects([{ ...CLEAN, ...tookAlong }])).toEqual([
      `the clean mock: ${NAMED} is fail`,
      `the clean mock: ${OTHER} is inconclusive (no body)`,
    ]);
  });
});

describe('what a run leaves behind', () => {
  const probe = (requirement: string, judge: () => ReturnType<typeof pass>) =>
    defineCase({ requirement, name: 'row', probe: async (session) => session.send('listUsers'), expect: judge });

  test('verdicts, red cases with their words, broken cases, and what was applied', async () => {
    const outcome = outcomeOf(
      await judgeInProcess({
        cases: [
          probe(NAMED, () => fail({ message: REASON })),
          probe(OTHER, () => {
            throw new TypeError('oops');
          }),
        ],
        corrupt: { envelope: (body) => ({ ...body, totalResults: 7 }) },
      }),
    );
    expect(outcome.verdicts[NAMED]).toBe('fail');
    expect(outcome.red).toEqual([{ id: `${NAMED}/row`, requirement: NAMED, messages: [REASON] }]);
    expect(outcome.crashed).toEqual([expect.stringContaining('TypeError: oops')]);
    expect(outcome.applied).toEqual({ 'under-test': 1 });
  });

  test('a hook that returns an equal value changed nothing', async () => {
    const cases = [probe(NAMED, () => pass())];
    const { applied } = outcomeOf(await judgeInProcess({ cases, corrupt: { envelope: (body) => ({ ...body }) } }));
    expect(applied).toEqual({ 'under-test': 0 });
  });

  test('equal runs have equal digests, and a changed word shows', async () => {
    const digest = async (message: string) =>
      outcomeOf(await judgeInProcess({ cases: [probe(NAMED, () => fail({ message }))] })).digest;
    expect(await digest(REASON)).toBe(await digest(REASON));
    expect(await digest(REASON)).not.toBe(await digest('Something else is wrong here.'));
  });
});

describe('what is left out', () => {
  let inspected = 0;
  const standing = defineStanding({
    requirement: NAMED,
    provoke: async (session) => {
      await session.send('listUsers', { query: { startIndex: 1 } });
      await session.send('listUsers', { query: { startIndex: 2 } });
    },
    inspect: () => {
      inspected += 1;
      return [];
    },
  });

  test('is only what is byte-equal to the clean pass', async () => {
    const clean = createCleanPass();
    const cases = () => clean.wrap([standing]);
    const inspections = async (corrupt: Corruption = {}) => {
      inspected = 0;
      const { records } = await judgeInProcess({ cases: cases(), bytesOf: clean.bytesOf, corrupt });
      expect(records.map((one) => one.verdict)).toEqual(['pass']);
      return inspected;
    };
    expect(await inspections()).toBe(2);
    clean.learned();
    expect(await inspections()).toBe(0);
    // One number in one answer, and one header of one answer, are enough.
    const isSecond = (at: Scene) => at.query.get('startIndex') === '2';
    expect(await inspections({ page: (page, at) => (isSecond(at) ? { ...page, totalResults: 7 } : page) })).toBe(1);
    expect(
      await inspections({ answer: (answer, at) => (isSecond(at) ? withHeader(answer, 'etag', '1') : answer) }),
    ).toBe(1);
  });
});
