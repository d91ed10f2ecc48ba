/** What the mock does to users: creations, replacements and patches. */

import { describe, expect, test } from 'vitest';
import { URN } from '../src/contract/contract.ts';
import { at, isObject, type Json, type JsonObject } from '../src/model/json.ts';
import { type Bench, bench, objects } from './fixtures/mock-world.ts';
import {
  anyone,
  done,
  extensionOf,
  operationsOf,
  patch,
  person,
  post,
  put,
  SPEND,
  userAfter,
} from './fixtures/mock-writes.ts';

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
