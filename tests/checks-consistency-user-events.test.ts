/** Readers of one user's history: which reads count, how an operation ended, and what of it is on the user for sure. */

import { describe, expect, test } from 'vitest';
import * as events from '../src/checks/consistency/user-events.ts';
import { URN } from '../src/contract/contract.ts';
import type { SeenExtension } from '../src/model/history.ts';
import {
  broken,
  CODE,
  gaveUp,
  list,
  listedBy,
  lookup,
  meanwhile,
  noList,
  onePage,
  outcome,
  ROLES,
  reported,
  STATE,
  type Step,
  times,
  userOf,
  want,
  write,
} from './fixtures/timelines.ts';
import { instant, otherOperation, outcomeAt, positionsOf, untilTheNext, writeAt } from './fixtures/user-timelines.ts';

const patched = [write('PATCH', 'p1', 'second2'), outcome('p1')];

describe('of all reads, those count that say where the user is:', () => {
  const history = userOf(
    lookup('x'),
    broken(404),
    broken(403),
    broken(503),
    write('PATCH', 'p1', 'x'),
    list('x'),
    list(undefined),
    onePage,
    noList(404),
    noList(503),
  );
  test('a lookup that finds it, or not', () => {
    expect(positionsOf(history, events.readsOf(history, 'lookup'))).toEqual([0, 1]);
  });
  test('a whole list with the user or without', () => {
    expect(positionsOf(history, events.readsOf(history, 'list'))).toEqual([5, 6]);
  });
  test('as often as they were made', () => {
    const merged: Step = (start) => ({ ...lookup('x')(start), times: 3 });
    expect(events.readsOf(userOf(merged), 'lookup')).toHaveLength(3);
  });
});

describe('after a write, those reads of a view count that can show it', () => {
  const after = (...steps: readonly Step[]) => {
    const history = userOf(...steps);
    return positionsOf(history, events.readsAfter(history, writeAt(history, 0), outcomeAt(history, 1), 'list'));
  };
  const later = write('PATCH', 'p2', 'third33');

  test.each<[string, readonly Step[], readonly number[]]>([
    ['from its end to the next write', [...patched, list('x'), later, list('x')], [2]],
    [
      'to the next write that was not refused',
      [...patched, write('PATCH', 'p2', 'third33', { status: 403 }), list('x'), later, list('x')],
      [3],
    ],
    ['from the very moment of its end', [write('PATCH', 'p1', 'second2'), untilTheNext(outcome('p1')), list('x')], [2]],
    ['to the very moment of the next write', [...patched, untilTheNext(list('x')), later], [2]],
    ['not while it was under way', [...patched, meanwhile(list('x')), list('x')], [3]],
    [
      'though it was answered within the same millisecond',
      [instant(write('PATCH', 'p1', 'x')), outcome('p1'), list('x')],
      [2],
    ],
    ['whatever list shows the user', [...patched, listedBy('first1', 'first1')], [2]],
    ['a list by the new value without the user', [...patched, listedBy('second2', undefined)], [2]],
    ['not a list by the old value without the user', [...patched, listedBy('first1', undefined)], []],
    [
      'a list by one of two new values without the user',
      [
        write('PATCH', 'p1', undefined, { wants: [want(STATE, 'WA'), want(CODE, 'second2')] }),
        outcome('p1'),
        listedBy('second2', undefined),
      ],
      [2],
    ],
    [
      'not a list by a value that another attribute got',
      [write('PATCH', 'p1', undefined, { wants: [want(STATE, 'WA')] }), outcome('p1'), listedBy('WA', undefined)],
      [],
    ],
    [
      'no list without the user where nobody knows what the write does',
      [write('PATCH', 'p1', undefined), outcome('p1'), listedBy('second2', undefined)],
      [],
    ],
  ])('%s', (_, steps, positions) => {
    expect(after(...steps)).toEqual(positions);
  });
});

test('waiting was given up for one view, after an event, and before the next write', () => {
  const history = userOf(
    ...patched,
    gaveUp('listUsers'),
    gaveUp('getUser'),
    write('PATCH', 'p2', 'x'),
    gaveUp('getUser'),
  );
  const [written, , inList, inLookup, next, late] = history.events;
  if (!written || next?.kind !== 'write' || !inLookup) throw new Error('the history is too short');
  expect(events.gaveUpAfter(history, written, 'lookup', next)).toBe(inLookup);
  expect(events.gaveUpAfter(history, written, 'list', next)).toBe(inList);
  expect(events.gaveUpAfter(history, inLookup, 'lookup')).toBe(late);
  expect(events.gaveUpAfter(history, inLookup, 'lookup', next)).toBeUndefined();
});

describe('how an operation ended', () => {
  test('is told of each operation of a request by itself', () => {
    const history = userOf(
      write('PATCH', 'p1', 'x'),
      otherOperation(write('PATCH', 'p1', 'y')),
      outcome('p1'),
      otherOperation(outcome('p1', 'failed')),
    );
    expect([0, 1].map((position) => events.outcomeOf(history, writeAt(history, position))?.outcome)).toEqual([
      'success',
      'failed',
    ]);
  });

  test.each([
    [202, false],
    [399, false],
    [400, true],
    [413, true],
    [499, true],
    [500, false],
    [503, false],
  ])('an answer with %i: refused is %s, for a server error may have let it through', (status, refused) => {
    const history = userOf(write('PATCH', 'p1', 'x', { status }));
    expect(events.isRefused(writeAt(history, 0))).toBe(refused);
  });

  const failedOn = (...extensions: readonly SeenExtension[]) =>
    outcomeAt(userOf(outcome('p1', 'failed', extensions)), 0);
  test.each([
    ['failed, and no extension is named', failedOn(), true],
    ['failed with its only extension', failedOn(reported(URN.spendUser, 'error')), true],
    [
      'failed with one of two extensions',
      failedOn(reported(URN.role, 'error'), reported(URN.spendUser, 'success')),
      false,
    ],
    ['ended with success', outcomeAt(userOf(outcome('p1')), 0), false],
    ['ended nobody knows how', outcomeAt(userOf(outcome('p1', 'unknown')), 0), false],
    ['did not end', undefined, false],
  ])('where it %s: nothing of it is on the user is %s', (_, ended, nothing) => {
    expect(events.cameToNothing(ended)).toBe(nothing);
  });

  test('an extension is known by its name in any letters, and fails by either of its words', () => {
    const ended = failedOn(reported(URN.role, 'success'), reported(URN.spendUser.toUpperCase(), 'warning', false));
    const [role, spend] = ended.extensions;
    expect(events.extensionOf(ended, want(CODE, 'x'))).toBe(spend);
    expect(events.extensionOf(ended, want(ROLES, 'x'))).toBe(role);
    expect(events.extensionOf(failedOn(), want(CODE, 'x'))).toBeUndefined();
    const failed = [spend, reported(URN.role, 'error', true), role, { name: URN.role }, undefined];
    expect(failed.map(events.isFailed)).toEqual([true, true, false, false, false]);
  });
});

describe('what success implies', () => {
  const both = [want(CODE, 'x'), want(`${ROLES}#a`, 'EXP_USER', 'has')];
  const named = [reported(URN.spendUser, 'success'), reported(URN.role, 'no-op')];
  const implied = (written: Step, ended: Step) => {
    const history = userOf(written, ended);
    return events.impliedBy(writeAt(history, 0), outcomeAt(history, 1));
  };
  test.each([
    ['all that was wanted', write('PATCH', 'p1', undefined, { wants: both }), outcome('p1'), both],
    [
      'nothing of a no-op',
      write('PATCH', 'p1', undefined, { wants: both }),
      outcome('p1', 'success', named),
      [both[0]],
    ],
    ['nothing that is left open', write('PATCH', 'p1', 'x', { mode: 'stay' }), outcome('p1'), []],
    [
      'nothing where nobody knows what the write does',
      write('PATCH', 'p1', undefined),
      outcome('p1', 'success', named),
      [],
    ],
    ['nothing of what failed', write('PATCH', 'p1', 'x'), outcome('p1', 'failed'), []],
  ])('%s', (_, written, ended, wants) => {
    expect(implied(written, ended)).toEqual(wants);
  });
});

describe('the last word on a user', () => {
  const closing = (...steps: readonly Step[]) => {
    const history = userOf(...steps);
    return positionsOf(history, [events.closingOutcome(history)])[0];
  };
  const [one, other] = [write('PATCH', 'p1', 'x'), write('PATCH', 'p2', 'y')];
  test.each<[string, readonly Step[], number]>([
    ['is the last outcome', [one, other, outcome('p1'), outcome('p2')], 3],
    ['is the last outcome in time, whichever write was sent first', [one, other, outcome('p2'), outcome('p1')], 3],
    ['is not had while a write is open', [one, other, outcome('p1')], -1],
    ['is not that of a write that came to nothing', [one, outcome('p1'), other, outcome('p2', 'failed')], 1],
    ['is not waited for after a refusal', [one, outcome('p1'), write('PATCH', 'p2', 'y', { status: 400 })], 1],
    ['is not had without a write', times(2, lookup('x')), -1],
  ])('%s', (_, steps, position) => {
    expect(closing(...steps)).toBe(position);
  });
});
