import { describe, expect, test } from 'vitest';
import { URN } from '../src/contract/contract.ts';
import { at, isObject, type Json, type JsonObject } from '../src/model/json.ts';
import { type Bench, bench, objects } from './fixtures/mock-world.ts';

const SPEND = { country: 'US', locale: 'en-US', reimbursementCurrency: 'USD' };

function person(userName: string, more: JsonObject = {}): JsonObject {
  return {
    schemas: [URN.coreUser],
    userName,
    active: true,
    name: { givenName: 'Ada', familyName: 'New' },
    emails: [{ value: userName, type: 'work' }],
    [URN.enterpriseUser]: { employeeNumber: userName },
    ...more,
  };
}

const post = (data: JsonObject, bulkId = 'one'): JsonObject => ({ method: 'POST', path: '/Users', bulkId, data });
const put = (id: string, data: JsonObject): JsonObject => ({ method: 'PUT', path: `/Users/${id}`, data });
const patch = (id: string, ...operations: readonly JsonObject[]): JsonObject => ({
  method: 'PATCH',
  path: `/Users/${id}`,
  data: { schemas: [URN.patchOp], Operations: operations },
});

async function bulk(mock: Bench, operations: readonly Json[], more: JsonObject = {}) {
  const body = { schemas: [URN.bulkRequest], Operations: operations, ...more };
  return mock.send('POST', mock.path('bulk'), { body });
}

/** The detailed status after everything is done and visible. */
async function done(mock: Bench, operations: readonly Json[], more: JsonObject = {}) {
  const accepted = await bulk(mock, operations, more);
  expect(accepted.status).toBe(202);
  const status = mock.path('getProvisionStatus', String(at(accepted.body, 'id')));
  mock.pass(60);
  await mock.get(status);
  mock.pass(60);
  const detailed = (await mock.get(`${status}?attributes=operations`)).body;
  expect(at(detailed, 'status', 'completed')).toBe(true);
  mock.pass(60);
  return detailed;
}

const operationsOf = (status: Json) => objects(at(status, 'operations'));
const extensionOf = (status: Json, urn: string) =>
  objects(at(operationsOf(status)[0], 'extensions')).find((one) => one.name === urn);

async function anyone(mock: Bench, fits: (user: JsonObject) => boolean = () => true): Promise<JsonObject> {
  const user = (await mock.everyone()).find((one) => Object.keys(at(one, URN.spendUser) ?? {}).length > 0 && fits(one));
  if (user === undefined) throw new Error('nobody fits');
  return user;
}

async function userAfter(mock: Bench, id: string): Promise<Json> {
  return (await mock.user(id)).body;
}

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

describe('a creation', () => {
  test('fails as a whole on spend when SpendUser fails; the identity stays', async () => {
    const mock = bench();
    const [somebody] = await mock.resources({ size: 1 });
    const more = {
      [URN.spendUser]: { ...SPEND, reimbursementCurrency: 'DOLLARS' },
      [URN.role]: { roles: [{ roleName: 'EXP_APPROVER' }] },
      [URN.approver]: { report: [{ approver: { value: String(somebody?.id) }, primary: true }] },
    };
    const status = await done(mock, [post(person('a@example.com', more))]);
    expect(extensionOf(status, URN.spendUser)).toMatchObject({
      status: { success: false, result: 'error', code: '400' },
      messages: [{ code: 'INVALID_VALUE', type: 'error', schemaPath: `${URN.spendUser}:reimbursementCurrency` }],
    });
    expect(extensionOf(status, URN.role)).toMatchObject({ status: { success: false, code: '404' } });
    expect(extensionOf(status, URN.approver)).toMatchObject({ status: { success: false, code: '404' } });
    const user = await userAfter(mock, String(at(operationsOf(status)[0], 'resource', 'id')));
    expect(at(user, URN.spendUser)).toEqual({});
    expect(at(user, URN.role)).toEqual({});
  });

  test('fails where a userName is taken', async () => {
    const mock = bench();
    await done(mock, [post(person('a@example.com'))]);
    const status = await done(mock, [post(person('A@example.com'))]);
    expect(operationsOf(status)[0]).toMatchObject({ status: { success: false, code: '409' } });
    const seen = await mock.send('POST', mock.path('createUser'), { body: person('a@example.com') });
    expect(seen.status).toBe(409);
    expect(seen.body).toMatchObject({ status: '409', scimType: 'uniqueness' });
    expect((await mock.send('POST', mock.path('createUser'), { body: person('user.100001@example.com') })).status).toBe(
      409,
    );
  });

  test.each<[string, JsonObject]>([
    ['a country of three letters', { ...SPEND, country: 'USA' }],
    ['no locale', { country: 'US', reimbursementCurrency: 'USD' }],
    ['an unknown reimbursement type', { ...SPEND, reimbursementType: 'CASH' }],
    ['a boolean in quotes', { ...SPEND, nonEmployee: 'true' }],
    ['an unknown custom field', { ...SPEND, customData: [{ id: 'custom23', value: 'x' }] }],
    ['a custom field twice', { ...SPEND, customData: [{ id: 'custom1' }, { id: 'custom1' }] }],
    ['a value that its list does not hold', { ...SPEND, customData: [{ id: 'custom22', value: 'no such item' }] }],
    ['a long custom value', { ...SPEND, customData: [{ id: 'custom1', value: 'x'.repeat(49) }] }],
    ['a name in capitals', { ...SPEND, LedgerCode2: 'x' }],
    ['a manager nobody knows', { ...SPEND, biManager: { employeeNumber: 'nobody' } }],
  ])('fails on %s', async (_name, spendUser) => {
    const status = await done(bench(), [post(person('a@example.com', { [URN.spendUser]: spendUser }))]);
    expect(extensionOf(status, URN.spendUser)).toMatchObject({ status: { success: false, result: 'error' } });
    expect(at(status, 'status', 'success')).toBe(false);
  });
});

describe('a replacement', () => {
  test('clears what it leaves out and keeps testEmployee', async () => {
    const mock = bench();
    const user = await anyone(mock, (one) => at(one, URN.spendUser, 'testEmployee') === true);
    const id = String(user.id);
    const status = await done(mock, [put(id, person('new@example.com', { id, [URN.spendUser]: SPEND }))]);
    expect(at(status, 'status', 'success')).toBe(true);
    const after = await userAfter(mock, id);
    expect(at(after, URN.spendUser)).toMatchObject({ ...SPEND, testEmployee: true, ledgerCode: null, customData: [] });
    expect(at(after, URN.approver)).toEqual({});
    expect(at(after, URN.role)).toEqual({ roles: [] });
  });

  test('fails on an empty SpendUser and on another id', async () => {
    const mock = bench();
    const user = await anyone(mock);
    const id = String(user.id);
    const empty = await done(mock, [put(id, person('new@example.com', { [URN.spendUser]: {} }))]);
    expect(extensionOf(empty, URN.spendUser)).toMatchObject({ status: { success: false } });
    const other = await done(mock, [put(id, person('new@example.com', { id: 'other', [URN.spendUser]: SPEND }))]);
    expect(at(other, 'status', 'success')).toBe(false);
  });
});

describe('a patch', () => {
  const DATA = `${URN.spendUser}:customData`;

  async function patched(mock: Bench, user: JsonObject, ...operations: readonly JsonObject[]) {
    const status = await done(mock, [patch(String(user.id), ...operations)]);
    return { status, after: await userAfter(mock, String(user.id)) };
  }

  const custom = (user: Json) => objects(at(user, URN.spendUser, 'customData'));
  const withCustom = (user: JsonObject) => custom(user).some((one) => one.id === 'custom1') && custom(user).length > 2;

  test('changes one attribute and nothing else', async () => {
    const mock = bench();
    const user = await anyone(mock);
    const others = (await mock.everyone()).filter((one) => one.id !== user.id);
    const { status, after } = await patched(mock, user, {
      op: 'replace',
      path: `${URN.spendUser}:ledgerCode`,
      value: 'X',
    });
    expect(at(status, 'status', 'success')).toBe(true);
    const before = user[URN.spendUser];
    const spend = { ...(isObject(before) && before), ledgerCode: 'X' };
    expect(after).toEqual({ ...user, [URN.spendUser]: spend, meta: at(after, 'meta') });
    expect((await mock.everyone()).filter((one) => one.id !== user.id)).toEqual(others);
  });

  test('adds to customData by id and keeps the rest', async () => {
    const mock = bench();
    const user = await anyone(mock, withCustom);
    const value = { [URN.spendUser]: { locale: 'es-419', customData: [{ id: 'custom1', value: 'new' }] } };
    const { after } = await patched(mock, user, { op: 'add', value });
    expect(at(after, URN.spendUser, 'locale')).toBe('es-419');
    expect(custom(after)).toEqual(custom(user).map((one) => (one.id === 'custom1' ? { ...one, value: 'new' } : one)));
  });

  test('replaces a list as a whole, or one element of it', async () => {
    const mock = bench();
    const user = await anyone(mock, withCustom);
    const one = await patched(mock, user, { op: 'replace', path: `${DATA}[id eq "custom1"].value`, value: 'one two' });
    expect(custom(one.after)).toEqual(
      custom(user).map((entry) => (entry.id === 'custom1' ? { ...entry, value: 'one two' } : entry)),
    );
    const whole = await patched(mock, user, { op: 'replace', path: DATA, value: [{ id: 'orgUnit1', value: 'x' }] });
    expect(custom(whole.after)).toEqual([{ id: 'orgUnit1', value: 'x' }]);
    const none = await patched(mock, user, { op: 'replace', path: `${DATA}[id eq "custom9"].value`, value: 'x' });
    expect(at(none.status, 'status', 'success')).toBe(false);
    expect(custom(none.after)).toEqual([{ id: 'orgUnit1', value: 'x' }]);
  });

  test('removes an element, an attribute, a whole extension', async () => {
    const mock = bench();
    const user = await anyone(mock, withCustom);
    const one = await patched(mock, user, { op: 'remove', path: `${DATA}[id eq "custom1"]` });
    expect(custom(one.after)).toEqual(custom(user).filter((entry) => entry.id !== 'custom1'));
    const code = await patched(mock, user, { op: 'remove', path: `${URN.spendUser}:stateProvince` });
    expect(at(code.after, URN.spendUser, 'stateProvince') ?? null).toBeNull();
    for (const path of [`${URN.role}:`, URN.approver]) await patched(mock, user, { op: 'remove', path });
    const after = await userAfter(mock, String(user.id));
    expect([at(after, URN.role), at(after, URN.approver)]).toEqual([{}, {}]);
    const base = await patched(mock, user, { op: 'remove', path: `${URN.spendUser}:` });
    expect(at(base.status, 'status', 'success')).toBe(false);
  });

  test('keeps testEmployee as it was and says so', async () => {
    const mock = bench();
    const user = await anyone(mock, (one) => at(one, URN.spendUser, 'testEmployee') === false);
    const { status, after } = await patched(mock, user, {
      op: 'replace',
      path: `${URN.spendUser}:testEmployee`,
      value: true,
    });
    expect(at(after, URN.spendUser, 'testEmployee')).toBe(false);
    expect(at(extensionOf(status, URN.spendUser), 'messages', 0, 'type')).toBe('warning');
  });

  test('sets approvers by id or number, roles one by one', async () => {
    const mock = bench();
    const user = await anyone(mock, (one) => at(one, URN.role, 'roles') !== undefined);
    const boss = await anyone(mock, (one) => one.id !== user.id);
    const approver = (given: JsonObject) => ({
      op: 'replace',
      path: `${URN.approver}:report`,
      value: [{ approver: given, primary: true }],
    });
    const byId = await patched(mock, user, approver({ value: String(boss.id) }));
    expect(at(byId.after, URN.approver, 'report', 0, 'approver', 'value')).toBe(boss.id);
    const byNumber = await patched(mock, user, approver({ employeeNumber: '100004' }));
    expect(at(byNumber.after, URN.approver, 'report', 0, 'approver', 'employeeNumber')).toBe('100004');
    const nobody = await patched(mock, user, approver({ value: '00000000-0000-4000-8000-000000000000' }));
    expect(at(nobody.status, 'status', 'success')).toBe(false);
    expect(at(nobody.after, URN.approver)).toEqual(at(byNumber.after, URN.approver));
    const path = `${URN.role}:roles`;
    await patched(mock, user, { op: 'replace', path, value: [{ roleName: 'EXP_CONFIG_ADMIN', roleGroups: ['G'] }] });
    const added = await patched(mock, user, { op: 'add', path, value: { roleName: 'TRAVEL_USER', roleGroups: ['G'] } });
    expect(at(added.after, URN.role, 'roles')).toEqual([
      { roleName: 'EXP_CONFIG_ADMIN', roleGroups: ['G'] },
      { roleName: 'TRAVEL_USER' },
    ]);
    const clash = await patched(mock, user, { op: 'add', path, value: [{ roleName: 'EXP_CONFIG_ADMIN_RO' }] });
    expect(at(clash.status, 'status', 'success')).toBe(false);
    const removed = await patched(mock, user, { op: 'remove', path: `${path}[roleName eq "EXP_CONFIG_ADMIN"]` });
    expect(at(removed.after, URN.role, 'roles')).toEqual([{ roleName: 'TRAVEL_USER' }]);
  });

  test.each<[string, JsonObject]>([
    ['no path to remove', { op: 'remove' }],
    ['another word', { op: 'Add', path: `${URN.spendUser}:ledgerCode`, value: 'x' }],
    ['a broken path', { op: 'replace', path: `${URN.spendUser}:customData[id eq`, value: 'x' }],
    ['an unknown extension', { op: 'replace', path: 'urn:nothing:User:x', value: 'x' }],
  ])('with %s fails and changes nothing', async (_name, operation) => {
    const mock = bench();
    const user = await anyone(mock);
    const { status, after } = await patched(mock, user, operation);
    expect(at(status, 'status', 'success')).toBe(false);
    expect(after).toEqual(user);
  });

  test('of nobody fails', async () => {
    const status = await done(bench(), [
      patch('00000000-0000-4000-8000-000000000000', { op: 'remove', path: 'title' }),
    ]);
    expect(operationsOf(status)[0]).toMatchObject({ status: { success: false, code: '404' } });
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
