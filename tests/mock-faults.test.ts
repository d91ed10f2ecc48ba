import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { URN } from '../src/contract/contract.ts';
import { repositoryPath } from '../src/contract/yaml.ts';
import type { Corruption, Fault, Stages, Variant } from '../src/mock/fault.ts';
import { customDataOf, spendUserOf, withHeader, withSpend } from '../src/mock/fault.ts';
import { findFaults, loadFaults } from '../src/mock/faults/catalogue.ts';
import { findVariants, listVariants } from '../src/mock/variants.ts';
import { groupBy } from '../src/model/group.ts';
import { at } from '../src/model/json.ts';
import { REVISIONS } from '../src/model/requirement.ts';
import { type Bench, bench } from './fixtures/mock-world.ts';

const fault = (corrupt: Corruption, more: Partial<Fault> = {}): Fault => ({
  id: 'a-fault',
  violates: 'x.y',
  summary: '',
  wire: '',
  corrupt,
  ...more,
});

const user = (userName: string, currency = 'USD') => ({
  userName,
  name: { givenName: 'A', familyName: 'B' },
  [URN.spendUser]: { country: 'US', locale: 'en-US', reimbursementCurrency: currency },
});

/** A little of everything a run does. */
async function traffic(target: Bench): Promise<readonly number[]> {
  const statuses: number[] = [];
  const mock: Bench = {
    ...target,
    send: async (...request) => {
      const seen = await target.send(...request);
      statuses.push(seen.status);
      return seen;
    },
    get: async (path) => mock.send('GET', path),
  };
  const { name } = mock.world.contract.pageSize;
  const path = mock.path('listUsers');
  const queries = [
    '',
    `${name}=3`,
    `${name}=101`,
    `${name}=0`,
    `${name}=x`,
    'startIndex=0',
    'startIndex=x',
    'count=7',
    'itemsPerPage=7',
    `${name}=100&startIndex=101`,
  ];
  for (const query of queries) await mock.get(`${path}?${query}`);
  for (const filter of [
    'country eq "US"',
    'country ne "US"',
    'ledgerCode ne "DEFAULT"',
    'ledgerCode eq "default"',
    'ledgerCode eq "nobody has this"',
    'country co "U"',
    'nonEmployee eq "true"',
    'country eq',
    'customData[id eq "custom1" and value eq "alpha"]',
  ]) {
    await mock.list({ filter });
  }
  const users = await mock.everyone();
  for (const one of users.slice(0, 60)) await mock.user(String(one.id));
  await mock.user('x');
  await mock.send('GET', path, { token: '' });
  await mock.send('GET', path, { token: 'mock-noscope-token' });
  const operations = [
    { method: 'POST', path: '/Users', bulkId: '1', data: user('a@example.com') },
    { method: 'POST', path: '/Users', bulkId: '2', data: user('b@example.com', 'NONE') },
    {
      method: 'PATCH',
      path: `/Users/${String(users[0]?.id)}`,
      data: { Operations: [{ op: 'replace', path: `${URN.spendUser}:ledgerCode`, value: 'X' }] },
    },
  ];
  const bulk = await mock.send('POST', mock.path('bulk'), {
    body: { schemas: [URN.bulkRequest], failOnErrors: 5, Operations: operations },
  });
  const status = `${mock.path('getProvisionStatus', String(at(bulk.body, 'id')))}?attributes=operations`;
  await mock.get(status);
  mock.pass(2_000);
  await mock.get(status);
  await mock.get(status);
  await mock.send('POST', mock.path('createUser'), { body: user('c@example.com') });
  const needy = { ...user('d@example.com'), [URN.role]: { roles: [{ roleName: 'STATEMENT_APPROVER' }] } };
  await mock.send('POST', mock.path('createUser'), { body: needy });
  for (const Operations of [[], [{ method: 'DELETE', path: `/Users/${String(users[0]?.id)}` }]]) {
    await mock.send('POST', mock.path('bulk'), { body: { schemas: [URN.bulkRequest], Operations } });
  }
  await mock.get(mock.path('getProvisionStatus', 'x'));
  await mock.send('DELETE', mock.path('listUsers'));
  mock.pass(2_000);
  await mock.list();
  return statuses;
}

const STAGES: Record<keyof Stages, true> = {
  population: true,
  authorize: true,
  query: true,
  filter: true,
  order: true,
  element: true,
  match: true,
  page: true,
  lookup: true,
  resource: true,
  envelope: true,
  accept: true,
  finish: true,
  patch: true,
  validate: true,
  operation: true,
  apply: true,
  visible: true,
  provision: true,
  status: true,
  usersResponse: true,
  refuse: true,
  error: true,
  answer: true,
};

describe('hooks', () => {
  test('stand at every stage and, doing nothing, change nothing', async () => {
    const met = new Set<string>();
    const same =
      (name: string) =>
      <Value>(value: Value): Value => {
        met.add(name);
        return value;
      };
    const entries = Object.keys(STAGES).map((name) => [name, same(name)]);
    const idle = fault(Object.fromEntries(entries));
    const mock = bench({ faults: [idle] });
    const plain = bench();
    await traffic(mock);
    await traffic(plain);
    expect([...met].sort()).toEqual(Object.keys(STAGES).sort());
    expect(mock.world.applied.get('a-fault')).toBe(0);
    expect(await mock.everyone()).toEqual(await plain.everyone());
  });

  test('count what they really changed', async () => {
    const always = fault({ page: (page) => ({ ...page }) });
    const sometimes = fault({ page: (page) => (page.startIndex > 1 ? { ...page, itemsPerPage: 99 } : page) });
    const idle = bench({ faults: [always] });
    await idle.list();
    expect(idle.world.applied.get('a-fault')).toBe(0);
    const mock = bench({ faults: [sometimes] });
    await mock.list();
    expect(mock.world.applied.get('a-fault')).toBe(0);
    await mock.list({ startIndex: 2 });
    expect(mock.world.applied.get('a-fault')).toBe(1);
  });

  test('remember within one world, and never across worlds', async () => {
    const second = fault({
      answer: (answer, _at, scratch) => (scratch.count() === 2 ? { ...answer, status: 500 } : answer),
    });
    for (const mock of [bench({ faults: [second] }), bench({ faults: [second] })]) {
      expect((await mock.list()).status).toBe(200);
      expect((await mock.list()).status).toBe(500);
      expect((await mock.list()).status).toBe(200);
    }
  });

  test('stay away from revisions they are not for', async () => {
    const one = fault({ answer: (answer) => ({ ...answer, status: 500 }) }, { revisions: ['2026-05'] });
    expect((await bench({ faults: [one] }).list()).status).toBe(200);
    expect((await bench({ revision: '2026-05', faults: [one] }).list()).status).toBe(500);
  });

  test('can write the bugs of real systems in a line or two', async () => {
    const loose = fault({
      match: (verdict, { filter, person }) =>
        filter.kind === 'value-path'
          ? filter.terms.every((term) => customDataOf(person).some((one) => one[term.member] === term.value))
          : verdict,
    });
    const filter = 'customData[id eq "custom1" and value eq "alpha"]';
    const total = async (mock: Bench) => Number(at((await mock.list({ filter })).body, 'totalResults'));
    expect(await total(bench({ faults: [loose] }))).toBeGreaterThan(await total(bench()));
    const shifted = fault({
      query: (query) => ('refused' in query ? query : { ...query, startIndex: query.startIndex + 1 }),
    });
    expect((await bench({ faults: [shifted] }).everyone()).length).toBe(200);
    const spoilt = fault({
      population: (people) => people.map((one) => withSpend(one, URN.spendUser, { country: 'USA' })),
    });
    const [first] = await bench({ faults: [spoilt] }).resources();
    expect(at(first, URN.spendUser, 'country')).toBe('USA');
    const bare = fault({ answer: (answer) => withHeader(answer, 'content-type', undefined) });
    expect((await bench({ faults: [bare] }).list()).headers['content-type']).toBeUndefined();
    expect(spendUserOf({ ...PERSON, spend: {} })).toEqual({});
  });
});

const PERSON = {
  id: '',
  userName: '',
  employeeNumber: '',
  active: true,
  identity: {},
  spend: {},
  modified: 0,
  version: 0,
};

describe('the catalogue of faults', () => {
  test('loads every file, ids once each, in kebab-case', async () => {
    const faults = await loadFaults();
    expect(new Set(faults.map((one) => one.id)).size).toBe(faults.length);
    for (const { id, violates, summary, wire, corrupt } of faults) {
      expect(id).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*$/);
      expect(violates).toMatch(/^[a-z]+\.[a-z0-9-]+$/);
      expect([summary, wire].every((text) => text.length > 0)).toBe(true);
      expect(Object.keys(corrupt).length).toBeGreaterThan(0);
    }
  });

  test('needs no entry for a new file: whatever a file exports as faults is in it', async () => {
    const folder = repositoryPath('src', 'mock', 'faults');
    const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.ts'));
    const written = files.flatMap((name) =>
      [...readFileSync(join(folder, name), 'utf8').matchAll(/^ {4}id: '([^']+)',$/gm)].map((one) => one[1]),
    );
    expect((await loadFaults()).map((one) => one.id)).toEqual(written.sort());
    expect(written.length).toBeGreaterThan(300);
  });

  test('two bugs of one requirement say how each is seen, so that neither can be seen for the reason of the other', async () => {
    const byRequirement = groupBy(await loadFaults(), (one) => one.violates);
    const shared = [...byRequirement.values()].filter((ones) => ones.length > 1).flat();
    expect(shared.length).toBeGreaterThan(100);
    expect(shared.filter((one) => one.seenAs === undefined).map((one) => one.id)).toEqual([]);
  });

  test('names what a mistyped id may have meant', async () => {
    const [known] = await loadFaults();
    expect(await findFaults([])).toEqual([]);
    if (known === undefined) return;
    expect(await findFaults([known.id])).toEqual([known]);
    await expect(findFaults([`${known.id}x`])).rejects.toThrow(`Did you mean "${known.id}"?`);
  });
});

describe('variants', () => {
  const variants: readonly Variant[] = listVariants();

  test('of every file are there', async () => {
    const folder = repositoryPath('src', 'mock', 'variants');
    const written = readdirSync(folder).flatMap((name) =>
      [...readFileSync(join(folder, name), 'utf8').matchAll(/^ {4}id: '([^']+)',$/gm)].map((one) => one[1] ?? ''),
    );
    expect(variants.map((one) => one.id)).toEqual(expect.arrayContaining(written));
  });

  test('have ids of their own', () => {
    expect(new Set(variants.map((one) => one.id)).size).toBe(variants.length);
    expect(variants.length).toBeGreaterThan(20);
    expect(() => findVariants(['slo'])).toThrow('Did you mean "slow"?');
  });

  // That each one really shows is proven in variants.test.ts, by what a whole run asks.
  test.each(variants.map((one) => one.id))('%s never shows as a server error', async (id) => {
    for (const revision of REVISIONS) {
      const mock = bench({ revision, variants: findVariants([id]) });
      const statuses = await traffic(mock);
      expect(statuses.filter((status) => status >= 500 && status !== 501)).toEqual([]);
    }
  });
});
