import { describe, expect, test } from 'vitest';
import { URN } from '../src/contract/contract.ts';
import { loadContract } from '../src/contract/load.ts';
import { castOf } from '../src/mock/population/people.ts';
import { idAt, positionOf, uuidOf } from '../src/mock/population/random.ts';
import { isLegal } from '../src/mock/population/roles.ts';
import type { Exchange } from '../src/model/exchange.ts';
import { at, type Json, type JsonObject, member } from '../src/model/json.ts';
import { REVISIONS } from '../src/model/requirement.ts';
import { digestOf } from './fixtures/digest.ts';
import { bench, objects } from './fixtures/mock-world.ts';

const spendOf = (user: JsonObject) => at(user, URN.spendUser);
const valuesOf = (users: readonly JsonObject[], name: string) => users.map((user) => member(spendOf(user), name));

function exchange(operation: 'listUsers' | 'getUser', body: Json, text: string): Exchange {
  return {
    id: 1,
    operation,
    role: 'company',
    request: { method: 'GET', url: 'http://mock.test/', headers: {} },
    response: {
      status: 200,
      headers: { 'content-type': 'application/json' },
      bytes: text.length,
      digest: digestOf(body),
      body: { kind: 'json', value: body },
    },
    startedAt: 0,
    ms: 1,
  };
}

describe.each(REVISIONS)('the seed users of %s', (revision) => {
  const contract = loadContract(revision);

  test('are two hundred and one, all different, the same every time', async () => {
    const users = await bench({ revision }).everyone();
    expect(users).toHaveLength(201);
    expect(new Set(users.map((user) => user.id)).size).toBe(201);
    expect(await bench({ revision }).everyone()).toEqual(users);
    expect(await bench({ revision, seed: 2 }).everyone()).not.toEqual(users);
  });

  test('are legal by the schemas, in the list and one by one, whatever the seed', async () => {
    for (const seed of [1, 2, 3]) {
      const mock = bench({ revision, seed });
      const page = await mock.list({ size: 100, startIndex: 1 });
      expect(contract.judgeSchema(exchange('listUsers', page.body, page.text)).problems).toEqual([]);
      for (const user of await mock.everyone()) {
        const verdict = contract.judgeSchema(exchange('getUser', user, '{}'));
        expect(verdict.problems).toEqual([]);
        expect([...verdict.unknown]).toEqual([]);
      }
    }
  });

  test('show every value a filter can get wrong', async () => {
    const users = await bench({ revision }).everyone();
    const full = users.filter((user) => Object.keys(spendOf(user) ?? {}).length > 0);
    expect(full.length).toBeLessThan(users.length);
    for (const { name, type } of contract.filters.attributes) {
      const seen = new Set(valuesOf(full, name));
      if (type === 'boolean') expect([...seen]).toEqual(expect.arrayContaining([true, false, null, undefined]));
      else expect(seen.size).toBeGreaterThan(4);
      if (!['country', 'locale', 'reimbursementCurrency'].includes(name)) {
        expect([...seen]).toEqual(expect.arrayContaining([null, undefined]));
      }
    }
    const ledgers = valuesOf(full, 'ledgerCode');
    for (const sign of ['"', '\\', '(', ')', '[', ']', '&', '+', '%41', '*', ' and ', 'ö']) {
      expect(ledgers.some((value) => typeof value === 'string' && value.includes(sign))).toBe(true);
    }
    expect(ledgers.some((value) => typeof value === 'string' && value.startsWith(' '))).toBe(true);
    expect(ledgers.some((value) => typeof value === 'string' && value.endsWith(' '))).toBe(true);
    expect(ledgers).toEqual(expect.arrayContaining(['DEFAULT', 'default', 'DEFAULT-2']));
    expect(valuesOf(full, 'cashAdvanceAccountCode')).toEqual(expect.arrayContaining(['', 'ACC-7', 'acc-7']));
    const countries = full.map((user) => [at(spendOf(user), 'country'), at(spendOf(user), 'budgetCountryCode')]);
    expect(countries.every(([country, budget]) => country !== budget)).toBe(true);
  });

  test('use every customData id, never twice in one user, with decoys', async () => {
    const users = await bench({ revision }).everyone();
    const lists = users.map((user) => objects(member(spendOf(user), 'customData')));
    const ids = new Set(lists.flat().map((entry) => entry.id));
    expect([...ids].sort()).toEqual([...contract.filters.customData.ids].sort());
    for (const list of lists) expect(new Set(list.map((entry) => entry.id)).size).toBe(list.length);
    const decoys = lists.filter(
      (list) =>
        list.some((entry) => entry.id === 'custom1' && entry.value !== 'alpha') &&
        list.some((entry) => entry.id !== 'custom1' && entry.value === 'alpha'),
    );
    expect(decoys.length).toBeGreaterThan(10);
    expect(lists.flat().map((entry) => entry.value)).toEqual(expect.arrayContaining(['', null, undefined]));
  });

  test('hold legal roles and use every code', async () => {
    const users = await bench({ revision, users: 1000 }).everyone();
    const held = users.map((user) => objects(at(user, URN.role, 'roles')));
    const codes = held.map((roles) => roles.map((role) => String(role.roleName)));
    for (const set of codes) {
      expect(isLegal(set, contract.roles)).toBe(true);
      expect(new Set(set).size).toBe(set.length);
    }
    expect(new Set(codes.flat()).size).toBe(contract.roles.codes.length);
    const single = new Set(contract.roles.codes.filter((one) => !one.groupAware).map((one) => one.code));
    for (const { roleName, roleGroups } of held.flat()) {
      if (single.has(String(roleName))) expect(objects(roleGroups)).toEqual([]);
    }
  });

  test('come in an order that is neither of ids nor of times', async () => {
    const users = await bench({ revision }).everyone();
    const ids = users.map((user) => String(user.id));
    expect(ids).not.toEqual([...ids].sort());
    const times = users.map((user) => String(at(user, 'meta', 'lastModified')));
    if (revision !== '2021-03') expect(times).not.toEqual([...times].sort());
  });

  test('name approvers and delegates who exist, are active, and are not themselves', async () => {
    const users = await bench({ revision }).everyone();
    const cast = castOf(contract, 1, 201);
    const active = new Map(
      Array.from({ length: 201 }, (_, position) => cast.at(position)).map((one) => [one.id, one.active]),
    );
    let seen = 0;
    for (const user of users) {
      const named = JSON.stringify([user[URN.approver], user[URN.delegate], member(spendOf(user), 'biManager')]);
      for (const [, id = ''] of named.matchAll(/"value":"([^"]+)"/g)) {
        seen += 1;
        expect(active.get(id)).toBe(true);
        expect(id).not.toBe(user.id);
      }
    }
    expect(seen).toBeGreaterThan(100);
  });
});

describe('a population of any size', () => {
  test.each([0, 1, 2, 3, 4, 5, 13, 100])('holds %d users', async (users) => {
    expect(await bench({ users }).everyone()).toHaveLength(users);
  });

  test('of a million costs nothing until somebody looks', async () => {
    const mock = bench({ users: 1_000_000 });
    const [last] = await mock.resources({ startIndex: 1_000_000, size: 1 });
    expect((await mock.list({ startIndex: 999_999, size: 10 })).body).toMatchObject({
      totalResults: 1_000_000,
      itemsPerPage: 2,
    });
    expect((await mock.user(String(last?.id))).body).toEqual(last);
  });

  test('has ids that lead back to their position, and no others', () => {
    for (const position of [0, 1, 2, 200, 99_999, 999_999]) {
      expect(positionOf(7, idAt(7, position), 1_000_000)).toBe(position);
      expect(positionOf(8, idAt(7, position), 1_000_000)).toBeUndefined();
    }
    for (let number = 0; number < 1000; number += 1) expect(positionOf(1, uuidOf(number), 201)).toBeUndefined();
    expect(idAt(1, 0)).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  });

  test('is made in a few milliseconds', () => {
    bench();
    const start = performance.now();
    for (let round = 0; round < 20; round += 1) bench({ seed: round });
    expect((performance.now() - start) / 20).toBeLessThan(20);
  });
});
