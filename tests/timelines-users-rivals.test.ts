/** Writes of one user that meet: which may have had the last word over another, and which comes next. */

import { describe, expect, test } from 'vitest';
import { nextWrite, rivalOf } from '../src/checks/consistency/user-events.ts';
import { URN } from '../src/contract/contract.ts';
import {
  CODE,
  outcome,
  ROLES,
  reported,
  STATE,
  type Step,
  userOf,
  type WriteWords,
  want,
  write,
} from './fixtures/timelines.ts';
import { instant, positionsOf, untilTheNext, writeAt } from './fixtures/user-timelines.ts';

const ROLE = want(`${ROLES}#a`, 'EXP_USER', 'has');
const code = write('PATCH', 'p1', 'second2');
const wanting = (method: string, request: string, ...wants: NonNullable<WriteWords['wants']>) =>
  write(method, request, undefined, { wants });
const unknown = (method: string, request: string, ...extensions: readonly string[]) =>
  write(method, request, undefined, { extensions });

describe('two writes that were under way at the same time', () => {
  const ENDED = [outcome('p1'), outcome('p2')];
  test.each<[string, boolean, Step, Step]>([
    ['on one place', true, code, write('PATCH', 'p2', 'third33')],
    ['on two places', false, code, wanting('PATCH', 'p2', want(STATE, 'WA'))],
    [
      'on two entries of one list',
      true,
      wanting('PATCH', 'p1', ROLE),
      wanting('PATCH', 'p2', want(`${ROLES}#b`, 'B', 'has')),
    ],
    [
      'on two places each, one of them the same',
      true,
      wanting('PATCH', 'p1', want(CODE, 'second2'), want(STATE, 'WA')),
      wanting('PATCH', 'p2', want(STATE, 'CA'), ROLE),
    ],
    ['a PATCH, and a PUT of another place', true, code, wanting('PUT', 'p2', want(STATE, 'WA'))],
    ['a PATCH of a place, and of whatever in its extension', true, code, unknown('PATCH', 'p2', URN.spendUser)],
    ['a PATCH of a place, and of whatever in another extension', false, code, unknown('PATCH', 'p2', URN.role)],
    [
      'two PATCHes of whatever, with one extension in common',
      true,
      unknown('PATCH', 'p1', URN.role, URN.spendUser),
      unknown('PATCH', 'p2', URN.spendUser, URN.approver),
    ],
  ])('%s: one may undo the other is %s', (_, rivals, one, other) => {
    const history = userOf(one, other, ...ENDED);
    const found = [0, 1].map((position) => rivalOf(history, writeAt(history, position)));
    expect(positionsOf(history, found)).toEqual(rivals ? [1, 0] : [-1, -1]);
  });

  const other = write('PATCH', 'p2', 'third33');
  test.each<[string, readonly Step[], readonly number[]]>([
    ['and the other never ended', [code, other, outcome('p1')], [1, 0]],
    ['and the other was refused', [code, write('PATCH', 'p2', 'third33', { status: 409 }), outcome('p1')], [-1, 0]],
    ['and the other came to nothing', [code, other, outcome('p1'), outcome('p2', 'failed')], [-1, 0]],
    [
      'and the other failed in part',
      [code, other, outcome('p1'), outcome('p2', 'failed', [reported(URN.spendUser, 'success')])],
      [1, 0],
    ],
    ['but the other had ended before', [code, outcome('p1'), other, outcome('p2')], [-1, -1]],
    [
      'but the other began at the very moment it ended',
      [code, untilTheNext(outcome('p1')), other, outcome('p2')],
      [-1, -1],
    ],
  ])('on one place, %s', (_, steps, rivals) => {
    const history = userOf(...steps);
    const writes = history.events.filter((event) => event.kind === 'write');
    expect(
      positionsOf(
        history,
        writes.map((one) => rivalOf(history, one)),
      ),
    ).toEqual(rivals);
  });
});

describe('the next write on a user', () => {
  const last = write('PATCH', 'p2', 'third33');
  test.each<[string, readonly Step[], number]>([
    ['is the one that was sent after it', [code, last, outcome('p1')], 1],
    ['is not one that was refused', [code, write('PATCH', 'p3', 'x', { status: 400 }), last], 2],
    ['is not the write itself, however quick', [instant(code), outcome('p1'), last], 2],
    ['is not there after the last', [code, outcome('p1')], -1],
  ])('%s', (_, steps, position) => {
    const history = userOf(...steps);
    expect(positionsOf(history, [nextWrite(history, writeAt(history, 0))])).toEqual([position]);
  });
});
