/** Histories made of exchanges: what a recording of a run says about each user. */

import { describe, expect, test } from 'vitest';
import type { GapNote, Witnessed } from '../src/checks/consistency/recording.ts';
import { historyOfUser } from '../src/checks/consistency/user-history.ts';
import { URN } from '../src/contract/contract.ts';
import type { Json, JsonObject } from '../src/model/json.ts';
import { operation, spendUser, statusBody, USER } from './fixtures/provision-exchanges.ts';
import {
  bulk,
  CODE,
  events,
  intent,
  list,
  lookup,
  now,
  OTHER,
  of,
  PLACE,
  patch,
  status,
  WRITE,
  words,
} from './fixtures/recordings.ts';

describe('the history of a user', () => {
  const completed = (success: boolean | null, more: JsonObject = {}) =>
    status(statusBody({ counts: success ? [1, 1, 0, 0] : [1, 0, 1, 0], operations: [operation(1, success, more)] }));

  test('is what named it, how that ended, and what was read of it', () => {
    const submit = bulk([patch(USER, 'op-1')]);
    const user = spendUser({ ledgerCode: 'new-code' });
    const all = [
      submit,
      completed(true),
      lookup(user),
      lookup(undefined),
      list(`${CODE} eq "new-code"`, [user]),
      list(`${CODE} eq "other"`, [user]),
    ];
    expect(words(events(of(all, [intent(submit, USER.toUpperCase())]), USER))).toEqual([
      WRITE,
      ['outcome', 0, 'success'],
      ['read', 'lookup', true, { [PLACE]: 'new-code' }],
      ['read', 'lookup', false, {}],
      ['read', 'list', true, { [PLACE]: 'new-code' }],
    ]);
    expect(historyOfUser(of(all, [intent(submit, USER)]), USER.toUpperCase())?.events).toEqual(
      events(of(all, [intent(submit, USER)]), USER),
    );
    expect(historyOfUser(of(all), OTHER)).toBeUndefined();
  });

  test('is none where nobody has the user and nobody looked', () => {
    const submit = bulk([patch(USER, 'op-1')]);
    expect(events(of([submit]), USER)).toEqual([]);
    expect(words(events(of([submit, lookup(undefined)]), USER))).toEqual([
      ['write', 'PATCH', 0, 'stay', [URN.spendUser], 1],
      ['read', 'lookup', false, {}],
    ]);
  });

  test('is that of the user a creation made', () => {
    const submit = bulk([{ method: 'POST', path: '/Users', bulkId: 'op-1', data: {} }]);
    expect(words(events(of([submit, completed(false)], [intent(submit, USER)]), USER))).toEqual([
      ['write', 'POST', 0, 'arrive', [], 1],
      ['outcome', 0, 'failed'],
    ]);
  });

  test.each<[string, readonly JsonObject[], Witnessed, string | undefined]>([
    [
      'by its bulkId',
      [patch(USER, 'a'), patch(OTHER, 'b')],
      status(statusBody({ operations: [operation(1, true, { bulkId: 'b' }), operation(2, false, { bulkId: 'a' })] })),
      'failed',
    ],
    [
      'by its user',
      [patch(USER), patch(OTHER)],
      status(
        statusBody({
          operations: [
            operation(1, true, { resource: { id: OTHER } }),
            operation(2, false, { resource: { id: USER } }),
          ],
        }),
      ),
      'failed',
    ],
    ['by all counts of success', [patch(USER), patch(OTHER)], status(statusBody({ counts: [2, 2, 0, 0] })), 'success'],
    ['by all counts of failure', [patch(USER), patch(OTHER)], status(statusBody({ counts: [2, 0, 2, 0] })), 'failed'],
    ['not by some counts', [patch(USER), patch(OTHER)], status(statusBody({ counts: [2, 1, 1, 0] })), 'unknown'],
    ['not by counts of another number', [patch(USER)], status(statusBody({ counts: [2, 2, 0, 0] })), 'unknown'],
    [
      'not by a bulkId that was sent twice',
      [patch(USER, 'a'), patch(OTHER, 'a')],
      status(statusBody({ counts: [2, 1, 1, 0], operations: [operation(1, true, { bulkId: 'a', resource: null })] })),
      'unknown',
    ],
    [
      'not by two entries for one operation',
      [patch(USER)],
      status(statusBody({ counts: [1, 0, 0, 0], operations: [operation(1, true), operation(2, true)] })),
      'unknown',
    ],
    [
      'not before it is completed',
      [patch(USER)],
      status(statusBody({ completed: false, operations: [operation(1, true)] })),
      undefined,
    ],
    [
      'not by a list in one state',
      [patch(USER)],
      status(statusBody({ operations: [operation(1, true)] }), '?state=failed'),
      undefined,
    ],
  ])('tells how its operation ended %s', (_name, sent, read, outcome) => {
    const submit = { ...bulk(sent), end: read.end - 1 };
    const told = events(of([submit, read], [intent(submit, USER)]), USER).flatMap((one) =>
      one.kind === 'outcome' ? [one.outcome] : [],
    );
    expect(told).toEqual(outcome === undefined ? [] : [outcome]);
  });

  test('counts equal operations of one request as one', () => {
    const submit = bulk([patch(USER, 'a'), patch(USER, 'b'), patch(OTHER, 'c'), patch(USER, 'd', `${URN.role}:roles`)]);
    expect(words(events(of([submit, lookup(undefined)]), USER)).filter(([kind]) => kind === 'write')).toEqual([
      ['write', 'PATCH', 0, 'stay', [URN.spendUser], 2],
      ['write', 'PATCH', 3, 'stay', [URN.role], 1],
    ]);
  });

  test('holds the gaps of its own reads', () => {
    const submit = bulk([patch(USER)]);
    const gap = (name: GapNote['operation'], id: string): GapNote => ({
      kind: 'unreachable',
      operation: name,
      id,
      detail: 'why',
      start: now(),
      end: now() + 1,
    });
    const gaps = [gap('getUser', USER.toUpperCase()), gap('listUsers', USER), gap('getUser', OTHER), gap('bulk', USER)];
    expect(events(of([submit], [intent(submit, USER)], gaps), USER).map(({ kind }) => kind)).toEqual([
      'write',
      'fault',
      'fault',
    ]);
  });
});

describe('a list without the user', () => {
  const told = (rows: Json, more: JsonObject = {}, query = '') => {
    const sent = bulk([patch(USER)]);
    const read = list(`${CODE} eq "new-code"`, rows, more);
    const url = `${read.exchange.request.url}${query}`;
    const asked = { ...read, exchange: { ...read.exchange, request: { ...read.exchange.request, url } } };
    const event = events(of([sent, asked], [intent(sent, USER)]), USER).find(({ kind }) => kind === 'read');
    return event?.kind === 'read' ? [event.seen.found, event.seen.partial ?? false] : undefined;
  };

  test('tells that it is not there where the page holds every match', () => {
    expect(told([])).toEqual([false, false]);
    expect(told([{ id: OTHER }])).toEqual([false, false]);
    expect(told([], {}, '&startIndex=1')).toEqual([false, false]);
  });

  test('tells nothing where the page is one of several, or where nobody knows of how many', () => {
    expect(told([{ id: OTHER }], { totalResults: 2 })).toEqual([false, true]);
    expect(told([{ id: OTHER }], {}, '&startIndex=2')).toEqual([false, true]);
    expect(told([], { totalResults: 'many' })).toEqual([false, true]);
    expect(told([spendUser({})], { totalResults: 2 })).toEqual([true, false]);
  });
});
