/** The mock as a provisioning service: whole Bulk requests, and the single-user endpoints. */

import { describe, expect, test } from 'vitest';
import { URN } from '../src/contract/contract.ts';
import { at, type Json } from '../src/model/json.ts';
import { bench } from './fixtures/mock-world.ts';
import { anyone, bulk, done, operationsOf, person, post, SPEND, userAfter } from './fixtures/mock-writes.ts';

describe('a bulk request', () => {
  test('is accepted, carried out, counted, and visible a little later', async () => {
    const mock = bench({ processingMs: 100, visibleMs: 50 });
    const accepted = await bulk(mock, [
      post(person('a@example.com', { [URN.spendUser]: { ...SPEND, ledgerCode: 'NEW-1' } })),
    ]);
    expect(accepted.status).toBe(202);
    expect(accepted.body).toMatchObject({
      schemas: [URN.provisionStatus],
      operationsCount: { total: 1, success: 0, failed: 0, pending: 1 },
      status: { completed: false, success: null },
    });
    const id = String(at(accepted.body, 'id'));
    expect(at(accepted.body, 'meta', 'location')).toBe(`http://mock.test/provisioning/v4/provisions/${id}/status`);
    const path = mock.path('getProvisionStatus', id);
    mock.pass(99);
    expect(at((await mock.get(path)).body, 'status', 'completed')).toBe(false);
    mock.pass(1);
    const detailed = (await mock.get(`${path}?attributes=operations`)).body;
    expect(detailed).toMatchObject({
      status: { completed: true, success: true },
      operationsCount: { total: 1, success: 1, failed: 0, pending: 0 },
      operations: [{ id: '1', bulkId: 'one', status: { completed: true, success: true, code: '201' } }],
    });
    const userId = String(at(operationsOf(detailed)[0], 'resource', 'id'));
    const filter = 'ledgerCode eq "NEW-1"';
    expect((await mock.user(userId)).status).toBe(404);
    expect(at((await mock.list({ filter })).body, 'totalResults')).toBe(0);
    mock.pass(50);
    expect((await mock.user(userId)).status).toBe(200);
    expect(at((await mock.list({ filter })).body, 'totalResults')).toBe(1);
    expect(at((await mock.list()).body, 'totalResults')).toBe(202);
    const [listed] = await mock.resources({ startIndex: 202 });
    expect(listed?.id).toBe(userId);
  });

  test('of several operations is seen half done before it is done', async () => {
    const mock = bench();
    const accepted = await bulk(mock, [post(person('a@example.com')), post(person('b@example.com'), 'two')]);
    const path = mock.path('getProvisionStatus', String(at(accepted.body, 'id')));
    mock.pass(500);
    expect(at((await mock.get(path)).body, 'operationsCount', 'pending')).toBe(1);
    expect(at((await mock.get(path)).body, 'operationsCount', 'pending')).toBe(0);
    const unread = await bulk(mock, [post(person('c@example.com')), post(person('d@example.com'), 'two')]);
    mock.pass(2_000);
    const later = await mock.get(mock.path('getProvisionStatus', String(at(unread.body, 'id'))));
    expect(at(later.body, 'status', 'completed')).toBe(true);
  });

  test('lists its operations by page and by state', async () => {
    const mock = bench();
    const good = Array.from({ length: 5 }, (_, index) => post(person(`p${index}@example.com`), `good-${index}`));
    const bad = [post({ ...person('x@example.com'), userName: '' }, 'bad')];
    const status = await done(mock, [...good, ...bad]);
    expect(status).toMatchObject({
      operationsCount: { total: 6, success: 5, failed: 1, pending: 0 },
      status: { completed: true, success: false },
      totalResults: 6,
      itemsPerPage: 6,
    });
    const path = mock.path('getProvisionStatus', String(at(status, 'id')));
    const read = async (query: string) => (await mock.get(`${path}?attributes=operations&${query}`)).body;
    expect(operationsOf(await read('startIndex=2&count=3')).map((one) => one.id)).toEqual(['2', '3', '4']);
    expect(operationsOf(await read('state=failed')).map((one) => one.bulkId)).toEqual(['bad']);
    expect(operationsOf(await read('state=success'))).toHaveLength(5);
    expect(operationsOf(await read('state=pending'))).toEqual([]);
    expect(at((await mock.get(path)).body, 'operations')).toBeUndefined();
    for (const query of ['state=x', 'startIndex=-1', 'count=x']) {
      expect((await mock.get(`${path}?${query}`)).body).toMatchObject({ status: '400' });
    }
  });

  test.each<[string, Json | string, number]>([
    ['no JSON', '{', 400],
    ['no object', [], 400],
    ['no schemas', { Operations: [] }, 400],
    ['no operations', { schemas: [URN.bulkRequest], Operations: [] }, 400],
    ['no method', { schemas: [URN.bulkRequest], Operations: [{ path: '/Users', bulkId: '1', data: {} }] }, 400],
    ['no bulkId', { schemas: [URN.bulkRequest], Operations: [{ method: 'POST', path: '/Users', data: {} }] }, 400],
    ['no data', { schemas: [URN.bulkRequest], Operations: [{ method: 'POST', path: '/Users', bulkId: '1' }] }, 400],
    [
      'another path',
      { schemas: [URN.bulkRequest], Operations: [{ method: 'POST', path: '/Groups', bulkId: '1', data: {} }] },
      400,
    ],
    ['a bulkId twice', { schemas: [URN.bulkRequest], Operations: [post(person('a')), post(person('b'))] }, 400],
    [
      'too many',
      { schemas: [URN.bulkRequest], Operations: Array.from({ length: 101 }, (_, i) => post({}, `${i}`)) },
      413,
    ],
    ['too large', `{"x":"${'x'.repeat(450_000)}"}`, 413],
  ])('with %s is refused at once', async (_name, body, status) => {
    const mock = bench();
    const seen = await mock.send('POST', mock.path('bulk'), { body });
    expect(seen.status).toBe(status);
    expect(seen.body).toMatchObject({ schemas: [URN.error, URN.concurError], status: String(status) });
  });

  test('needs a JSON media type', async () => {
    const mock = bench();
    const headers = { 'content-type': 'text/plain' };
    expect((await mock.send('POST', mock.path('bulk'), { body: '{}', headers })).status).toBe(415);
    const scim = { 'content-type': 'application/scim+json; charset=utf-8' };
    const body = { schemas: [URN.bulkRequest], Operations: [post(person('a@example.com'))] };
    expect((await mock.send('POST', mock.path('bulk'), { body, headers: scim })).status).toBe(202);
  });

  test('stops after the failures it allows', async () => {
    const mock = bench();
    const status = await done(mock, [post({}, '1'), post(person('a@example.com'), '2')], { failOnErrors: 1 });
    expect(at(status, 'operationsCount')).toEqual({ total: 2, success: 0, failed: 2, pending: 0 });
    const { body } = await mock.list();
    expect(at(body, 'totalResults')).toBe(201);
  });

  test('never deletes', async () => {
    const mock = bench();
    const user = await anyone(mock);
    const status = await done(mock, [{ method: 'DELETE', path: `/Users/${String(user.id)}` }]);
    expect(at(status, 'status', 'success')).toBe(false);
    expect(await userAfter(mock, String(user.id))).toEqual(user);
  });

  test('is served under both paths, its status too', async () => {
    const mock = bench();
    const body = { schemas: [URN.bulkRequest], Operations: [post(person('a@example.com'))] };
    const seen = await mock.send('POST', '/profile/v4/Bulk', { body });
    expect(at(seen.body, 'meta', 'location')).toMatch(/^http:\/\/mock\.test\/profile\/v4\/provisions\//);
    expect((await mock.get(`/provisioning/v4/provisions/${String(at(seen.body, 'id'))}/status`)).status).toBe(200);
  });
});

describe('the single-user endpoints', () => {
  test('answer the identity and where its status is', async () => {
    const mock = bench();
    const body = person('a@example.com', { [URN.spendUser]: SPEND });
    const created = await mock.send('POST', mock.path('createUser'), { body });
    expect(created.status).toBe(201);
    const provisionId = String(at(created.body, 'meta', 'provisionId'));
    expect(at(created.body, 'meta', 'statusUrl')).toBe(
      `http://mock.test/provisioning/v4/provisions/${provisionId}/status`,
    );
    expect(at(created.body, URN.spendUser)).toBeUndefined();
    mock.pass(200);
    const id = String(at(created.body, 'id'));
    expect(at(await userAfter(mock, id), URN.spendUser)).toMatchObject(SPEND);
    const status = await mock.get(`${mock.path('getProvisionStatus', provisionId)}?attributes=operations`);
    expect(operationsOf(status.body)[0]).toMatchObject({ resource: { id, type: 'User' }, status: { success: true } });

    const operations = [{ op: 'replace', path: 'userName', value: 'b@example.com' }];
    const changed = await mock.send('PATCH', mock.path('patchUser', id), {
      body: { schemas: [URN.patchOp], Operations: operations },
    });
    expect([changed.status, at(changed.body, 'userName')]).toEqual([200, 'b@example.com']);
    const replaced = await mock.send('PUT', mock.path('replaceUser', id), { body: person('c@example.com', { id }) });
    expect([replaced.status, at(replaced.body, 'userName')]).toEqual([200, 'c@example.com']);
  });

  test('refuse at once what the identity service knows', async () => {
    const mock = bench();
    const nobody = '00000000-0000-4000-8000-000000000000';
    expect((await mock.send('POST', mock.path('createUser'), { body: { active: true } })).status).toBe(400);
    expect((await mock.send('POST', mock.path('createUser'), { body: 'x' })).status).toBe(400);
    expect((await mock.send('PUT', mock.path('replaceUser', nobody), { body: person('x') })).status).toBe(404);
    const body = { schemas: [URN.patchOp], Operations: [] };
    expect((await mock.send('PATCH', mock.path('patchUser', nobody), { body })).status).toBe(400);
  });
});

test.each(['00000000-0000-4000-8000-000000000000', 'x'])(
  'a provision %s that was never given out is not found',
  async (id) => {
    const mock = bench();
    const seen = await mock.get(mock.path('getProvisionStatus', id));
    expect(seen.body).toMatchObject({ status: '404' });
  },
);
