/** Judgements of rules become one finding: what is told first, what is left out, and which histories a rule is asked about. */

import { describe, expect, test } from 'vitest';
import * as judgement from '../src/checks/consistency/judgement.ts';
import type { Exchange } from '../src/model/exchange.ts';
import type { History, HistoryEvent } from '../src/model/history.ts';
import { listed } from './fixtures/list-exchanges.ts';
import { lookup, requestOf, submit, userOf, write } from './fixtures/timelines.ts';

const { findingOf, holds, nameOf, overEveryRequest, overRequests, overUsers, problemOf, silent, undecided, violated } =
  judgement;

const { events } = userOf(write('PATCH', 'p1', 'x'), lookup('y'));
const [first, second] = events;
if (first === undefined || second === undefined) throw new Error('the fixture has no events');
const EXCHANGE: Exchange = listed();
const withExchange = (event: HistoryEvent): HistoryEvent => ({ ...event, exchange: EXCHANGE });
const broken = violated({ message: 'It is wrong.', witness: [second, first] });

describe('one finding', () => {
  test.each([
    ['a violation, whatever else there is', [silent('s'), holds('h'), undecided('precondition', 'u'), broken], 'fail'],
    ['what held, before what stayed open', [silent('s'), undecided('precondition', 'u'), holds('h')], 'pass'],
    ['what stayed open, before what had nothing to say', [silent('s'), undecided('precondition', 'u')], 'inconclusive'],
    ['nothing to say', [silent('s')], 'not-exercised'],
  ])('%s', (_, judgements, verdict) => {
    expect(findingOf(judgements).verdict).toBe(verdict);
  });

  test('a rule that held says how, where it has words for it', () => {
    expect(findingOf([silent('s'), holds('both at once')])).toEqual({ verdict: 'pass', behaviour: 'both at once' });
    expect(holds()).toStrictEqual({ outcome: 'holds' });
    expect(findingOf([holds()])).not.toHaveProperty('behaviour', expect.anything());
  });

  test('what stayed open keeps its reason and its words', () => {
    expect(findingOf([silent('s'), undecided('not-converged', 'too few reads')])).toMatchObject({
      verdict: 'inconclusive',
      reason: 'not-converged',
      detail: 'too few reads',
    });
  });

  test('silence keeps its words, and has some where there is nothing at all', () => {
    expect(findingOf([silent('nobody paged')])).toEqual({ verdict: 'not-exercised', detail: 'nobody paged' });
    expect(findingOf([])).toEqual({ verdict: 'not-exercised', detail: 'nothing of this kind happened in the run' });
  });

  test('every violation is told, with the first behaviour that one of them has', () => {
    const named = violated({ message: 'It went back.', witness: [first], behaviour: 'a later read went back' });
    const finding = findingOf([broken, holds('h'), named]);
    expect(finding).toMatchObject({ verdict: 'fail', behaviour: 'a later read went back' });
    expect(finding.verdict === 'fail' && finding.problems.map((one) => one.message)).toEqual([
      'It is wrong.',
      'It went back.',
    ]);
  });
});

describe('a problem', () => {
  const problem = (more: object) => problemOf({ outcome: 'violated', message: 'm', witness: [first, second], ...more });

  test('has its witness in order of time', () => {
    expect(broken).toMatchObject({ outcome: 'violated', witness: [first, second] });
  });

  test('has place, expectation and sight as far as the rule gives them', () => {
    expect(problem({})).toStrictEqual({ message: 'm', witness: [first, second] });
    expect(problem({ pointer: '/a', expected: null, actual: 0 })).toEqual({
      message: 'm',
      pointer: '/a',
      expected: null,
      actual: 0,
      witness: [first, second],
    });
  });

  test('points to the exchange of the last event that has one', () => {
    const own = { ...EXCHANGE, id: 7 };
    const seen = problem({ witness: [{ ...first, exchange: own }, withExchange(second), first] });
    expect(seen.exchange).toBe(EXCHANGE);
    expect(problem({ witness: [{ ...first, exchange: own }, second] }).exchange).toBe(own);
  });
});

describe('a rule is asked about its own kind of history', () => {
  const request = requestOf(submit(1));
  const user = userOf(lookup('x'));

  test('one by one for requests', () => {
    const asked: History[] = [];
    const rule = overRequests((history) => {
      asked.push(history);
      return holds('seen');
    });
    expect(rule([user, request])).toEqual({ verdict: 'pass', behaviour: 'seen' });
    expect(asked).toEqual([request]);
  });

  test('one by one for requests, of which none hides behind another', () => {
    const asked: History[] = [];
    const rule = overEveryRequest((history) => {
      asked.push(history);
      return asked.length === 1 ? undecided('budget', 'the first') : holds('seen');
    });
    expect(rule([user, request, request])).toEqual({ verdict: 'inconclusive', reason: 'budget', detail: 'the first' });
    expect(asked).toEqual([request, request]);
    expect(rule([request, user])).toEqual({ verdict: 'pass', behaviour: 'seen' });
  });

  test('all together for users', () => {
    const asked: (readonly History[])[] = [];
    const rule = overUsers((histories) => {
      asked.push(histories);
      return histories.map(() => holds('seen'));
    });
    expect(rule([request, user, user])).toEqual({ verdict: 'pass', behaviour: 'seen' });
    expect(asked).toEqual([[user, user]]);
  });
});

test('an event is named by its exchange, and by its moment where there was none', () => {
  expect(nameOf(withExchange(first))).toMatch(/^GET \S+ -> 200/);
  expect(nameOf(first)).toBe('bulk at 2026-01-15T12:00:00.000Z');
});
