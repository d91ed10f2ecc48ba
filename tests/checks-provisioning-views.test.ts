/** The views of a completed status, sentence by sentence, and how leniently a status document is read. */

import { describe, expect, test } from 'vitest';
import * as views from '../src/checks/provisioning/views.ts';
import { askedProvision, isAccepted, isFailed, isStatusRead, statusOf } from '../src/checks/status.ts';
import type { Exchange } from '../src/model/exchange.ts';
import type { JsonObject } from '../src/model/json.ts';
import { exchangeOf, type Sketch } from './fixtures/error-exchange.ts';
import {
  ended,
  operation,
  PROVISION,
  refused,
  statusBody,
  statusRead,
  submission,
} from './fixtures/provision-exchanges.ts';
import { told } from './fixtures/told.ts';

const GET = `GET /prefix/provisioning/v4/provisions/${PROVISION}/status ->`;
const gone = statusOfNothing();
function statusOfNothing(status = 404): Exchange {
  return exchangeOf({
    operation: 'getProvisionStatus',
    target: `/provisioning/v4/provisions/${PROVISION}/status`,
    status,
  });
}
/** A read that lists operations with these ids. */
const listing = (...ids: readonly number[]) => statusRead({ operations: ids.map((id) => operation(id, true)) });
const range = (count: number, from = 1) => Array.from({ length: count }, (_, index) => from + index);

describe('pages of operations', () => {
  const hundred = (sent: number, listed: number) => told(views.listsUpToHundred(listing(...range(listed)), sent));
  const page = (count: number, ...ids: readonly number[]) => ({ count, startIndex: 1, exchange: listing(...ids) });
  const pages = (total: number, ...seen: readonly views.AskedView[]) => told(views.pagesPartition(seen, total));
  const lost = (total: number, entries: number, different: number) =>
    `fail: /operations The pages of a status of ${total} operations hold ${entries} entries, ${different} of them different. ` +
    `(${total} -> {"entries":${entries},"different":${different}})`;
  const without = (ids: JsonObject) => ({
    count: 2,
    startIndex: 1,
    exchange: statusRead({ operations: [1, 2].map((id) => operation(id, true, ids)) }),
  });

  test('hold a hundred operations, and all where there are fewer', () => {
    expect(hundred(3, 3)).toBe('pass');
    expect(hundred(101, 100)).toBe('pass');
    expect(hundred(3, 2)).toBe('fail: /operations A status of 3 operations read with count=100 lists 2. (3 -> 2)');
    expect(hundred(150, 50)).toBe(
      'fail: /operations A status of 150 operations read with count=100 lists 50. (100 -> 50)',
    );
    expect(told(views.listsUpToHundred(gone, 3))).toBe(
      `precondition: the detailed status could not be read (${GET} 404)`,
    );
  });

  test('hold no more than was asked for', () => {
    expect(told(views.keepsPageSize(page(2, 1, 2)))).toBe('pass: 2 of 2 operations on a page');
    expect(told(views.keepsPageSize(page(2, 1, 2, 3)))).toBe(
      'fail: /operations A page of 2 operations was asked for, 3 came. (2 -> 3)',
    );
    expect(told(views.keepsPageSize({ count: 2, startIndex: 1, exchange: gone }))).toBe(
      `precondition: the detailed status could not be read (${GET} 404)`,
    );
  });

  test('hold every operation once', () => {
    expect(pages(3, page(2, 1, 2), page(2, 3))).toBe('pass');
    expect(pages(3, page(2, 1, 2), page(2, 2))).toBe(lost(3, 3, 2));
    expect(pages(3, page(2, 1, 2), page(2))).toBe(lost(3, 2, 2));
    expect(pages(2, page(2, 1, 2), page(2, 1))).toBe(lost(2, 3, 2));
    expect(pages(3)).toBe('precondition: no page could be read');
    expect(pages(3, page(2, 1, 2), { count: 2, startIndex: 3, exchange: gone })).toBe(
      `precondition: a page could not be read (${GET} 404)`,
    );
    expect(pages(3, page(2, 1, 2, 3))).toBe('precondition: a page is longer than asked for');
  });

  test('are told apart by their ids, or by their bulkIds', () => {
    expect(pages(2, without({ id: null }))).toBe('pass');
    expect(pages(2, without({ bulkId: 'same' }))).toBe('pass');
    expect(pages(2, without({ id: null, bulkId: null }))).toBe(lost(2, 2, 1));
    const last = page(2, 3);
    expect(views.pagesPartition([page(2, 1, 2), last], 4)).toMatchObject({ problems: [{ exchange: last.exchange }] });
  });
});

describe('operations in one state', () => {
  const open = (id: number, more: JsonObject = {}) => operation(id, null, more);
  const read = (...operations: readonly JsonObject[]) => statusRead({ operations });
  const only = (state: views.State, ...operations: readonly JsonObject[]) =>
    told(views.onlyInState(read(...operations), state));
  const listed = (index: number, state: string, found: string) =>
    `fail: /operations/${index}/status A status read with state=${state} lists an operation whose state is ${found}. (${state} -> ${found})`;
  const undecided = operation(1, true, { status: { completed: true } });

  test('are in no other', () => {
    expect(only('success', operation(1, true))).toBe('pass');
    expect(only('success', operation(1, true), operation(2, false))).toBe(listed(1, 'success', 'failed'));
    expect(only('failed', open(1))).toBe(listed(0, 'failed', 'pending'));
    expect(only('pending', operation(1, true))).toBe(listed(0, 'pending', 'success'));
    expect(only('failed', undecided)).toBe('pass');
    expect(told(views.onlyInState(statusRead(), 'failed'))).toBe('pass');
    expect(told(views.onlyInState(gone, 'failed'))).toBe(`precondition: the status could not be read (${GET} 404)`);
  });

  test('are all operations together', () => {
    const states = (
      success: readonly JsonObject[],
      failed: readonly JsonObject[],
      pending: readonly JsonObject[] = [],
    ) => ({
      pending: read(...pending),
      success: read(...success),
      failed: read(...failed),
    });
    const lacking = (different: number, total: number) =>
      `fail: /operations The states of a completed request list ${different} of its ${total} operations. (${total} -> ${different})`;
    const [good, bad] = [operation(1, true), operation(2, false)];
    expect(told(views.statesComplete(states([good], [bad]), 2))).toBe('pass');
    expect(told(views.statesComplete(states([good], [bad, good]), 2))).toBe('pass');
    expect(told(views.statesComplete(states([good], []), 2))).toBe(lacking(1, 2));
    expect(told(views.statesComplete(states([good, good], []), 2))).toBe(lacking(1, 2));
    expect(told(views.statesComplete(states([good, good], [bad]), 2))).toBe(lacking(2, 2));
    expect(told(views.statesComplete(states([undecided], [bad]), 2))).toBe('pass');
    const none = { pending: statusRead(), success: read(good), failed: read(bad) };
    expect(told(views.statesComplete(none, 2))).toBe('pass');
    expect(told(views.statesComplete({ ...none, failed: gone }, 2))).toBe(
      `precondition: the status could not be read (${GET} 404)`,
    );
    expect(views.statesComplete(none, 3)).toMatchObject({ problems: [{ exchange: none.success }] });
  });

  test('are counted for themselves or as a whole, which is recorded', () => {
    const whole = statusOf(statusRead({ counts: [3, 1, 2, 0] }));
    const under = (exchange: Exchange, all = whole) => all && told(views.countsUnderState(exchange, all));
    expect(under(statusRead({ counts: [3, 1, 2, 0] }))).toBe('pass: counts of all operations');
    expect(under(statusRead({ counts: [2, 0, 2, 0] }))).toBe('pass: counts of the listed operations');
    expect(under(gone)).toBe('precondition: the counts could not be read');
    expect(under(statusRead(), statusOf(statusRead({ more: { operationsCount: null } })))).toBe(
      'precondition: the counts could not be read',
    );
    expect(under(statusRead(), statusOf(statusRead({ counts: [3, 3, 0, 0] })))).toBe(
      'not-exercised: every operation is in the same state',
    );
  });
});

describe('the status of an accepted request', () => {
  test('can be read under its id', () => {
    const seen = (reads: readonly Exchange[], end: 'unreadable' | 'unnamed' = 'unreadable') =>
      told(views.isReadable(submission([], { reads, end, detail: 'no id' })));
    expect(told(views.isReadable(ended(true)))).toBe('pass');
    expect(told(views.isReadable(refused()))).toMatch(/^not-exercised: the request was not accepted/);
    expect(told(views.isReadable(refused(403)))).toMatch(/^precondition: not permitted/);
    expect(seen([statusRead()], 'unnamed')).toBe('precondition: no id');
    expect(seen([])).toBe('precondition: no id');
    expect(seen([gone, statusRead()])).toBe('pass');
    expect(seen([statusOfNothing(403)])).toBe(`precondition: not permitted: ${GET} 403`);
    expect(seen([statusOfNothing(401), gone])).toBe(
      'fail: The status of an accepted request is answered with 404. (200 -> 404)',
    );
  });

  const of = (json: JsonObject, status = 200) =>
    statusOf(exchangeOf({ operation: 'getProvisionStatus', status, json }));

  test('is read as far as it can be', () => {
    expect(of(statusBody(), 299)).toBeDefined();
    for (const status of [199, 300]) expect(of(statusBody(), status)).toBeUndefined();
    expect(of({ id: 7, status: { completed: 'true', success: 0 }, meta: { location: 7 } })).toMatchObject({
      id: undefined,
      completed: true,
      success: undefined,
      counts: undefined,
      operations: undefined,
      location: undefined,
    });
    expect(of({ operationsCount: { total: '2', success: 1, failed: 1 } })?.counts).toEqual({
      total: 2,
      success: 1,
      failed: 1,
      pending: 0,
    });
    for (const name of ['total', 'success', 'failed']) {
      expect(of({ operationsCount: { total: 2, success: 1, failed: 1, [name]: null } })?.counts).toBeUndefined();
    }
  });

  test('lists operations, extensions and messages, and skips what is none', () => {
    const message = { code: 'E' };
    const extension = {
      name: 7,
      status: { completed: true, success: true, code: 200, result: 'ok' },
      messages: message,
    };
    const listed = of({
      operations: [
        'x',
        { id: '1', extensions: ['x', extension, { name: 'n', messages: ['x', message] }] },
        { id: '2' },
      ],
    });
    expect(listed?.operations?.map(({ id, extensions }) => [id, extensions.length])).toEqual([
      ['1', 2],
      ['2', 0],
    ]);
    expect(listed?.operations?.[0]?.extensions).toEqual([
      { name: '', completed: true, success: true, code: 200, result: 'ok', messages: [message] },
      { name: 'n', completed: undefined, success: undefined, code: undefined, result: undefined, messages: [message] },
    ]);
    const none = of({ operations: [{ extensions: [{ messages: null }] }] });
    expect(none?.operations?.[0]?.extensions[0]?.messages).toEqual([]);
  });

  test.each([
    [false, 'success', true],
    [true, 'error', true],
    [undefined, 'error', true],
    [true, 'success', false],
    [undefined, undefined, false],
  ])('of an extension with success %s and result %s: failed is %s', (success, result, failed) => {
    expect(isFailed({ name: 'n', completed: true, success, code: undefined, result, messages: [] })).toBe(failed);
  });

  test.each([
    ['/provisioning/v4/provisions/p-1/status', 'p-1'],
    ['/provisioning/v4/provisions/p%201/status/', 'p 1'],
    ['/provisioning/v4/provisions/p%ZZ/status', undefined],
    ['/provisioning/v4/provisions/p-1/status/more', undefined],
    ['/provisioning/v4/provisions/p-1', undefined],
  ])('is that of the provision in its path: %s', (target, id) => {
    expect(askedProvision(exchangeOf({ operation: 'getProvisionStatus', target, status: 200 }))).toBe(id);
  });

  test.each<[Partial<Sketch>, boolean]>([
    [{}, true],
    [{ status: 206 }, false],
    [{ method: 'HEAD' }, false],
    [{ operation: 'getUser' }, false],
  ])('is what a GET of it answers with 200: %j', (more, read) => {
    expect(isStatusRead(exchangeOf({ operation: 'getProvisionStatus', status: 200, ...more }))).toBe(read);
    expect(isAccepted(exchangeOf({ status: 200 }))).toBe(true);
  });
});
