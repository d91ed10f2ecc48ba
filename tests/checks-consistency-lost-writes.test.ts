/** Writes whose answer got lost, as events: a fault for whoever they name, and a write where they may have been carried out. */

import { describe, expect, test } from 'vitest';
import { lostOnUsers, lostRequests } from '../src/checks/consistency/lost-writes.ts';
import type { LostNote } from '../src/checks/consistency/recording.ts';
import { URN } from '../src/contract/contract.ts';
import type { Json } from '../src/model/json.ts';
import { exchangeOf, type Sketch } from './fixtures/error-exchange.ts';
import { USER } from './fixtures/provision-exchanges.ts';
import { OTHER, patch } from './fixtures/recordings.ts';

const DETAIL = 'the connection was closed';
const lost = (sketch: Omit<Sketch, 'status'>, more: Partial<LostNote> = {}): LostNote => {
  const { operation, request } = exchangeOf({ status: 202, ...sketch });
  return { operation, request, mayHaveWorked: true, detail: DETAIL, start: 5, end: 9, ...more };
};
const bulk = (operations: Json, more: Partial<LostNote> = {}) =>
  lost({ operation: 'bulk', sent: JSON.stringify({ Operations: operations }) }, more);
const single = (more: Partial<LostNote> = {}) =>
  lost({ operation: 'patchUser', target: `/v/Users/${USER.toUpperCase()}`, sent: `{"${URN.role}":{}}` }, more);
const creation = (more: Partial<LostNote> = {}) =>
  lost({ operation: 'createUser', target: '/v/Users', sent: `{"${URN.role}":{}}` }, more);

const fault = (operation = 'bulk', kind = 'unreachable') => ({
  kind: 'fault',
  fault: kind,
  operation,
  detail: DETAIL,
  start: 5,
  end: 9,
});
const write = (operation: string, method: string, extensions: readonly string[], index = 0, place = 1) => ({
  kind: 'write',
  operation,
  start: 5,
  end: 9,
  request: `unanswered-${place}`,
  index,
  method,
  extensions,
  mode: 'stay',
  seen: {},
});

test('each lost request has a history of its own, which holds the fault alone', () => {
  expect(lostRequests([bulk([]), single({ fault: 'throttled' })])).toStrictEqual([
    { subject: { kind: 'request', id: 'unanswered-1' }, events: [fault()] },
    { subject: { kind: 'request', id: 'unanswered-2' }, events: [fault('patchUser', 'throttled')] },
  ]);
});

describe('on users, a lost write is', () => {
  test('a fault and a write of unknown effect, for each user it names', () => {
    expect(lostOnUsers([bulk([patch(USER), patch(OTHER)])])).toStrictEqual([
      { userId: USER, events: [fault(), write('bulk', 'PATCH', [URN.spendUser])] },
      { userId: OTHER, events: [fault(), write('bulk', 'PATCH', [URN.spendUser], 1)] },
    ]);
    expect(lostOnUsers([single()])).toStrictEqual([
      { userId: USER, events: [fault('patchUser'), write('patchUser', 'PATCH', [URN.role])] },
    ]);
  });

  test('a fault alone where it was not carried out', () => {
    const note = single({ mayHaveWorked: false, fault: 'throttled' });
    expect(lostOnUsers([note])).toStrictEqual([{ userId: USER, events: [fault('patchUser', 'throttled')] }]);
  });

  test('one write for a user whom several operations name, the last of them', () => {
    const replaced = { ...patch(USER), method: 'PUT', data: {} };
    expect(lostOnUsers([bulk([patch(USER), replaced])])).toStrictEqual([
      { userId: USER, events: [fault(), write('bulk', 'PUT', [], 1)] },
    ]);
  });

  test('a creation of the user that was found to be made by it', () => {
    expect(lostOnUsers([creation({ createdId: USER.toUpperCase() })])).toStrictEqual([
      { userId: USER, events: [fault('createUser'), write('createUser', 'POST', [])] },
    ]);
  });

  test('nothing where it names nobody', () => {
    expect(lostOnUsers([creation(), bulk('none'), bulk([{ method: 'POST', path: '/Users' }])])).toStrictEqual([]);
  });

  test('known by its request, which is numbered among all that were lost', () => {
    expect(lostOnUsers([creation(), single()])).toStrictEqual([
      { userId: USER, events: [fault('patchUser'), write('patchUser', 'PATCH', [URN.role], 0, 2)] },
    ]);
  });
});
