/** Histories made of exchanges: what a recording of a run says about each user, and which of it is whose. */

import { describe, expect, test } from 'vitest';
import { attributeIs } from '../src/checks/consistency/assertion.ts';
import type { GapNote, Intent, LostNote, Recording } from '../src/checks/consistency/recording.ts';
import { historiesOf, historyOfUser } from '../src/checks/consistency/user-history.ts';
import { URN } from '../src/contract/contract.ts';
import type { JsonObject } from '../src/model/json.ts';
import { exchangeOf } from './fixtures/error-exchange.ts';
import { operation, PROVISION, spendUser, statusBody, USER } from './fixtures/provision-exchanges.ts';
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
  seen,
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
  });

  test('has its own subject, beside the requests of the run', () => {
    const submit = bulk([patch(USER)]);
    expect(historiesOf(of([submit], [intent(submit, USER)])).map(({ subject }) => subject)).toEqual([
      { kind: 'request', id: PROVISION },
      { kind: 'user', id: USER },
    ]);
  });

  test.each<[string, Partial<Intent> | undefined, object]>([
    [
      'and what it wants',
      {},
      { mode: 'arrive', wants: [{ at: PLACE, extension: URN.spendUser, relation: 'is', value: 'new-code' }] },
    ],
    ['wanting nothing where nothing is asserted', { asserted: [], mode: 'own' }, { mode: 'own' }],
    ['staying open where nobody says what it is for', undefined, { mode: 'stay' }],
  ])('tells a write with its request, %s', (_, known, told) => {
    const submit = bulk([patch(USER)]);
    const intents = known ? [{ ...intent(submit, USER), ...known }] : [];
    expect(events(of([submit, lookup(undefined)], intents), USER)[0]).toEqual({
      kind: 'write',
      operation: 'bulk',
      start: submit.exchange.startedAt,
      end: submit.end,
      exchange: submit.exchange,
      request: PROVISION,
      index: 0,
      method: 'PATCH',
      extensions: [URN.spendUser],
      seen: { status: 202 },
      ...told,
    });
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

  test('is that of nobody where nobody knows whom a creation made, or what a body asked for', () => {
    const creation = { method: 'POST', path: '/Users' };
    const nameless = bulk([creation, creation]);
    const nonsense = bulk('x', { json: { id: 'p2' } });
    const recording = of([nameless, nonsense, lookup(undefined, '')], [intent(nameless, ''), intent(nonsense, USER)]);
    expect(historiesOf(recording).map(({ subject }) => subject.kind)).toEqual(['request', 'request']);
  });

  test('counts equal operations of one request as one', () => {
    const submit = bulk([
      patch(USER, 'a'),
      patch(USER, 'b'),
      patch(OTHER, 'c'),
      patch(USER, 'd', `${URN.role}:roles`),
      patch(USER, 'e'),
    ]);
    const own = events(of([submit, lookup(undefined)]), USER).filter((one) => one.kind === 'write');
    expect(own.map(({ index, extensions, times }) => [index, extensions, times])).toEqual([
      [0, [URN.spendUser], 3],
      [3, [URN.role], undefined],
    ]);
  });

  test('tells operations of one request apart that want different things', () => {
    const submit = bulk([patch(USER, 'a'), patch(USER, 'b')]);
    const asserted = [attributeIs(URN.spendUser, 'ledgerCode', 'newer')];
    const intents = [intent(submit, USER), { ...intent(submit, USER, 1), asserted }];
    const own = events(of([submit], intents), USER).filter((one) => one.kind === 'write');
    expect(own.map(({ index, wants, times }) => [index, wants?.map(({ value }) => value), times])).toEqual([
      [0, ['new-code'], undefined],
      [1, ['newer'], undefined],
    ]);
  });

  test.each<[GapNote['operation'], Pick<GapNote, 'id' | 'filter'>, boolean]>([
    ['getUser', { id: USER.toUpperCase() }, true],
    ['listUsers', { id: USER }, true],
    ['listUsers', { filter: `${CODE} eq "new-code"` }, true],
    ['getUser', { id: OTHER }, false],
    ['getUser', {}, false],
    ['patchUser', { id: USER }, false],
    ['listUsers', {}, false],
    ['listUsers', { filter: `${CODE} eq "other"` }, false],
    ['listUsers', { filter: 'active pr' }, false],
  ])('holds a gap of its own reads: %s %j is %s', (name, about, holds) => {
    const submit = bulk([patch(USER)]);
    const gap: GapNote = {
      kind: 'unreachable',
      operation: name,
      ...about,
      detail: 'why',
      start: now(),
      end: now() + 1,
    };
    expect(events(of([submit], [intent(submit, USER)], [gap]), USER).slice(1)).toEqual(
      holds
        ? [{ kind: 'fault', fault: 'unreachable', operation: name, detail: 'why', start: now(), end: now() + 1 }]
        : [],
    );
  });

  test('holds the writes whose answer got lost', () => {
    const submit = bulk([patch(USER)]);
    const { request } = bulk([patch(USER), patch(OTHER)]).exchange;
    const lost: LostNote[] = [
      { operation: 'bulk', request, mayHaveWorked: true, detail: 'why', start: now() - 50, end: now() },
    ];
    const recording = { ...of([submit], [intent(submit, USER)]), lost };
    expect(words(events(recording, USER))).toEqual([
      WRITE,
      ['fault'],
      ['write', 'PATCH', 0, 'stay', [URN.spendUser], 1],
    ]);
  });
});

describe('the history of one user alone is what it is among all others', () => {
  const single = (operation: 'patchUser' | 'replaceUser') =>
    seen(exchangeOf({ operation, target: `/v/Users/${USER.toUpperCase()}`, status: 202 }));
  const listed = () => list(`${CODE} eq "new-code"`, [spendUser({ ledgerCode: 'new-code' })]);

  test.each<[string, () => Recording, readonly (readonly unknown[])[]]>([
    [
      'named beside another',
      () => {
        const operations = [operation(1, true, { bulkId: 'b' }), operation(2, false, { bulkId: 'a' })];
        const both = bulk([patch(OTHER, 'a'), patch(USER, 'b')]);
        return of([both, status(statusBody({ operations })), lookup(undefined, OTHER), lookup(undefined)]);
      },
      [['write', 1], ['outcome', 1], ['read']],
    ],
    [
      'known to a case',
      () => {
        const submit = bulk([patch(USER)]);
        return of([submit, listed()], [intent(submit, USER.toUpperCase())]);
      },
      [['write', 0], ['read']],
    ],
    [
      'created',
      () => {
        const creation = { method: 'POST', path: '/Users', data: {} };
        const submit = bulk([creation, creation]);
        return of([submit, listed()], [{ ...intent(submit, OTHER, 1), asserted: [] }, intent(submit, USER)]);
      },
      [['write', 0], ['read']],
    ],
    [
      'refused',
      () => of([bulk([patch(USER)], { status: 400, json: {} }), lookup(undefined)]),
      [['write', 0], ['read']],
    ],
    ['patched by its own path', () => of([single('patchUser'), lookup(undefined)]), [['write', 0], ['read']]],
    ['replaced by its own path', () => of([single('replaceUser'), lookup(undefined)]), [['write', 0], ['read']]],
    ['not written to', () => of([bulk([patch(OTHER)]), lookup(undefined)]), []],
  ])('%s', (_, record, told) => {
    const recording = record();
    const alone = historyOfUser(recording, USER.toUpperCase());
    expect(alone).toEqual(historiesOf(recording).find(({ subject }) => subject.id === USER));
    expect(alone?.events.map((event) => [event.kind, ...('index' in event ? [event.index] : [])]) ?? []).toEqual(told);
  });
});
