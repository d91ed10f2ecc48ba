/** Histories made of exchanges: what a recording of a run says about each request. */

import { describe, expect, test } from 'vitest';
import type { GapNote, Witnessed } from '../src/checks/consistency/recording.ts';
import {
  isSubmission,
  operationsSent,
  requestHistories,
  requestOf,
  sentAt,
} from '../src/checks/consistency/request-history.ts';
import { URN } from '../src/contract/contract.ts';
import { exchangeOf, type Sketch } from './fixtures/error-exchange.ts';
import { operation, PROVISION, statusBody, USER } from './fixtures/provision-exchanges.ts';
import { bulk, lookup, now, of, patch, status } from './fixtures/recordings.ts';

describe('a submission', () => {
  test.each<[Partial<Sketch> & Pick<Sketch, 'operation'>, boolean]>([
    [{ operation: 'bulk' }, true],
    [{ operation: 'createUser' }, true],
    [{ operation: 'patchUser' }, true],
    [{ operation: 'replaceUser' }, true],
    [{ operation: 'getUser' }, false],
    [{ operation: 'bulk', method: 'GET' }, false],
  ])('is a request for a change: %j', (sketch, is) => {
    expect(isSubmission(exchangeOf({ status: 200, ...sketch }))).toBe(is);
  });

  test('holds the operations that were sent', () => {
    const sent = [
      patch(USER, 'a'),
      { method: 'POST', path: '/Users', data: { [URN.role]: {} } },
      { method: 'PATCH', path: `/Users/${USER}/photos`, data: { schemas: [URN.patchOp] } },
      {},
    ];
    expect(operationsSent(bulk(sent).exchange)).toStrictEqual([
      { method: 'PATCH', bulkId: 'a', userId: USER, extensions: [URN.spendUser] },
      { method: 'POST', extensions: [URN.role] },
      { method: 'PATCH', extensions: [] },
      { method: '', extensions: [] },
    ]);
    expect(operationsSent(bulk('x').exchange)).toBeUndefined();
    expect(operationsSent(bulk(['PATCH', patch(USER)]).exchange)).toBeUndefined();
    expect(operationsSent(bulk([], { sent: '{' }).exchange)).toBeUndefined();
  });

  test('to a single user holds one operation, on the user of its path', () => {
    const single = (rest: string) =>
      operationsSent(
        exchangeOf({
          operation: 'patchUser',
          target: `/v/Users/${USER.toUpperCase()}${rest}`,
          status: 200,
          sent: `{"${URN.role}":{}}`,
        }),
      );
    const patched = { method: 'PATCH', extensions: [URN.role] };
    expect(single('')).toStrictEqual([{ ...patched, userId: USER }]);
    expect(single('/')).toStrictEqual([{ ...patched, userId: USER }]);
    expect(single('/photos')).toStrictEqual([patched]);
    const created = exchangeOf({
      operation: 'createUser',
      target: '/v/Users',
      status: 201,
      sent: `{"path":"${URN.payroll}X"}`,
    });
    expect(operationsSent(created)).toStrictEqual([{ method: 'POST', extensions: [] }]);
  });

  test('left at the first try that may have been carried out', () => {
    const tried = (...statuses: readonly (number | undefined)[]) => {
      const attempts = statuses.map((one, index) => ({
        startedAt: index * 1_000,
        ms: 10,
        ...(one === undefined ? { failure: 'ECONNRESET' } : { status: one }),
      }));
      return sentAt({ ...bulk([]).exchange, startedAt: (attempts.length - 1) * 1_000, attempts });
    };
    expect(tried(429, 429, 202)).toBe(2_000);
    expect(tried(429, 503, 202)).toBe(1_000);
    expect(tried(undefined, 202)).toBe(0);
    expect(tried(429, 429)).toBe(1_000);
    expect(sentAt({ ...bulk([]).exchange, startedAt: 7 })).toBe(7);
  });

  test('is named by its provision, or as refused', () => {
    const refused = bulk([], { status: 400, json: {} }).exchange;
    expect(requestOf(bulk([]).exchange)).toBe(PROVISION);
    expect(requestOf(refused)).toBe(`refused-${refused.id}`);
  });
});

describe('the history of a request', () => {
  const histories = (...all: Parameters<typeof of>) => requestHistories(of(...all));

  test('is its submission and the reads of its status, in order of time', () => {
    const submit = bulk([patch(USER, 'a')]);
    const messages = [{ type: 'Info' }, { type: 'Warning' }];
    const extensions = [
      { name: URN.role, status: { success: true, result: 'SUCCESS' }, messages },
      { name: 'x', messages: [{ type: 7 }] },
    ];
    const late = status(
      statusBody({ operations: [operation(1, true, { resource: { id: USER.toUpperCase() }, extensions })] }),
      '?attributes=operations',
    );
    const early = { ...status(statusBody({ completed: false, counts: [1, 0, 0, 1] })), end: submit.end + 1 };
    const broken = status({}, '', { status: 500 });
    const [history, ...more] = histories([submit, late, early, broken, lookup(undefined)]);
    expect(more).toEqual([]);
    expect(history?.subject).toEqual({ kind: 'request', id: PROVISION });
    expect(history?.events.map(({ kind, exchange }) => [kind, exchange?.id])).toEqual(
      [submit, early, late, broken].map(({ exchange }, index) => [index === 0 ? 'submit' : 'status', exchange.id]),
    );
    const digest = (one: Witnessed) => one.exchange.response.digest;
    expect(history?.events[0]).toEqual({
      kind: 'submit',
      operation: 'bulk',
      start: submit.exchange.startedAt,
      end: submit.end,
      exchange: submit.exchange,
      asked: { operations: operationsSent(submit.exchange) },
      seen: { status: 202, digest: digest(submit), provisionId: PROVISION.toUpperCase() },
    });
    expect(history?.events[1]).toMatchObject({
      asked: {},
      seen: { completed: false, counts: { total: 1, pending: 1 } },
    });
    expect(history?.events[2]).toMatchObject({
      asked: { attributes: 'operations' },
      seen: {
        status: 200,
        id: PROVISION,
        completed: true,
        success: true,
        operations: [
          {
            id: '1',
            bulkId: 'op-1',
            completed: true,
            success: true,
            userId: USER,
            extensions: [{ name: URN.role, result: 'success', success: true, warned: true }, { name: 'x' }],
          },
        ],
      },
    });
    expect(history?.events[3]).toMatchObject({ seen: { status: 500, digest: digest(broken) } });
  });

  test('says nothing of what a document or a refusal leaves out', () => {
    const refused = bulk('none', { status: 400, json: {} });
    const submit = bulk([]);
    const bare = status({});
    const sparse = status({ operations: [{}, { extensions: [{ name: 'x', messages: [{ type: 7 }] }] }] });
    const digest = (one: Witnessed) => one.exchange.response.digest;
    const all = histories([refused, submit, bare, sparse]).flatMap(({ events }) => events);
    expect(all.map((event) => 'seen' in event && event.seen)).toStrictEqual([
      { status: 400, digest: digest(refused) },
      { status: 202, digest: digest(submit), provisionId: PROVISION.toUpperCase() },
      { status: 200, digest: digest(bare) },
      { status: 200, digest: digest(sparse), operations: [{ extensions: [] }, { extensions: [{ name: 'x' }] }] },
    ]);
    expect(all[0]).toMatchObject({ asked: {} });
  });

  test('follows the order of the run where two reads were over at once', () => {
    const submit = bulk([]);
    const [first, second] = [status({}), status({})];
    const [history] = histories([submit, second, { ...first, end: second.end }]);
    expect(history?.events.map(({ exchange }) => exchange)).toEqual(
      [submit, first, second].map(({ exchange }) => exchange),
    );
  });

  test('leaves out reads of what the run did not submit, and reads that are no GET', () => {
    const submit = bulk([]);
    const other = (id: string) => status({}, '', { target: `/provisioning/v4/provisions/${id}/status` });
    const head = status({}, '', { method: 'HEAD' });
    const list = status({}, '', { operation: 'listUsers' });
    expect(
      histories([submit, other('other'), other('%E0%A4%A'), head, list]).map(({ events: own }) => own.length),
    ).toEqual([1]);
  });

  test('holds the gaps in which nothing was read', () => {
    const submit = bulk([]);
    const gap = (
      kind: GapNote['kind'],
      id = PROVISION.toUpperCase(),
      name: GapNote['operation'] = 'getProvisionStatus',
    ): GapNote => ({ kind, operation: name, id, detail: 'why', start: now(), end: now() + 1 });
    const { id: _, ...nameless } = gap('throttled');
    const [history] = histories(
      [submit],
      [],
      [gap('throttled'), gap('gave-up'), gap('unreachable', 'other'), gap('throttled', PROVISION, 'getUser'), nameless],
    );
    expect(history?.events.slice(1)).toEqual([
      {
        kind: 'fault',
        fault: 'throttled',
        operation: 'getProvisionStatus',
        start: now(),
        end: now() + 1,
        detail: 'why',
      },
      { kind: 'gave-up', operation: 'getProvisionStatus', start: now(), end: now() + 1, detail: 'why' },
    ]);
  });
});
