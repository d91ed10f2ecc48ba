import { describe, expect, test } from 'vitest';
import { URN } from '../src/contract/contract.ts';
import { loadContract } from '../src/contract/load.ts';
import { at, type Json, type JsonObject, member } from '../src/model/json.ts';
import { REVISIONS } from '../src/model/requirement.ts';
import { bench, objects } from './fixtures/mock-world.ts';

const idsOf = (users: readonly JsonObject[]) => users.map((user) => String(user.id)).sort();
const literal = (value: Json) => JSON.stringify(value);

describe.each(REVISIONS)('filters in %s', (revision) => {
  const { filters } = loadContract(revision);

  test('give exactly the users that match, for every attribute, operator and value', async () => {
    const mock = bench({ revision });
    const users = await mock.everyone();
    for (const { name, path, operators } of filters.attributes) {
      const values = new Set(users.map((user) => member(user[URN.spendUser], name)));
      for (const value of [...values].filter((one) => one !== undefined && one !== null)) {
        for (const operator of operators) {
          const wanted = users.filter((user) => (member(user[URN.spendUser], name) === value) === (operator === 'eq'));
          const filter = `${path} ${operator} ${literal(value ?? null)}`;
          const seen = await mock.list({ filter, size: 100 });
          expect(at(seen.body, 'totalResults'), filter).toBe(wanted.length);
          const rest = wanted.length > 100 ? await mock.resources({ filter, size: 100, startIndex: 101 }) : [];
          const third = wanted.length > 200 ? await mock.resources({ filter, size: 100, startIndex: 201 }) : [];
          expect(idsOf([...objects(at(seen.body, 'Resources')), ...rest, ...third]), filter).toEqual(idsOf(wanted));
        }
      }
    }
  });

  test('of customData bind to one element, ids without case', async () => {
    const mock = bench({ revision });
    const users = await mock.everyone();
    const wanted = users.filter((user) =>
      objects(at(user, URN.spendUser, 'customData')).some((one) => one.id === 'custom1' && one.value === 'alpha'),
    );
    expect(wanted.length).toBeGreaterThan(0);
    for (const filter of [
      `${filters.customData.path}[id eq "custom1" and value eq "alpha"]`,
      'customData[value eq "alpha" and id eq "CUSTOM1"]',
      'CUSTOMDATA[ID EQ "custom1" AND value eq "alpha"]',
    ]) {
      expect(idsOf(await mock.resources({ filter, size: 100 })), filter).toEqual(idsOf(wanted));
    }
  });

  test('inside customData take ne where the revision has it', async () => {
    const filter = 'customData[id eq "custom1" and value ne "alpha"]';
    const seen = await bench({ revision }).list({ filter });
    expect(seen.status).toBe(revision === '2026-05' ? 200 : 400);
  });
});

describe('filters', () => {
  test.each([
    '',
    ' ',
    'country',
    'country eq',
    'country eq US',
    "country eq 'US'",
    'country eq"US"',
    'country eq "US',
    'country eq "US" and',
    'country eq "US" and locale eq "en-US"',
    'not (country eq "US")',
    'country co "U"',
    'country pr',
    'country gt "A"',
    'budgetCountryCode eq "CA"',
    'urn:other:User:country eq "US"',
    'id eq "x"',
    'nonEmployee eq "true"',
    'country eq true',
    'country eq 5',
    'customData eq "x"',
    'customData[other eq "x"]',
    'customData[id eq "custom1" or value eq "x"]',
    'customData[id sw "custom"]',
    'customData[id eq "custom1"].value eq "x"',
    'country[id eq "x"]',
    'country eq "\\q"',
  ])('%j is refused with invalidFilter', async (filter) => {
    const seen = await bench().list({ filter });
    expect(seen.status).toBe(400);
    expect(at(seen.body, 'scimType')).toBe('invalidFilter');
  });

  test.each([
    ['COUNTRY EQ "US"', 'country eq "US"'],
    ['(country eq "US")', 'country eq "US"'],
    ['ledgerCode eq "\\u0055S"', 'ledgerCode eq "US"'],
  ])('%j means %j', async (left, right) => {
    const mock = bench();
    expect((await mock.list({ filter: left })).body).toEqual((await mock.list({ filter: right })).body);
  });

  test('read + and %20 as a space, and %41 in a value as it stands', async () => {
    const mock = bench();
    const path = mock.path('listUsers');
    const plus = await mock.get(`${path}?filter=country+eq+%22US%22`);
    expect(plus.body).toEqual((await mock.list({ filter: 'country eq "US"' })).body);
    const percent = await mock.resources({ filter: 'ledgerCode eq "%41"' });
    expect(percent.length).toBeGreaterThan(0);
    expect(percent.every((user) => at(user, URN.spendUser, 'ledgerCode') === '%41')).toBe(true);
  });
});

describe('pages', () => {
  test('are cut where they were asked for and say so', async () => {
    const mock = bench();
    const users = await mock.everyone();
    for (const size of [1, 2, 50, 99, 100]) {
      for (const startIndex of [1, 2, 101, 200, 201]) {
        const { body } = await mock.list({ startIndex, size });
        const wanted = users.slice(startIndex - 1, startIndex - 1 + size);
        expect(body).toEqual({
          schemas: [URN.listResponse],
          totalResults: 201,
          Resources: wanted,
          startIndex,
          itemsPerPage: wanted.length,
        });
      }
    }
    expect((await mock.list()).body).toMatchObject({ startIndex: 1, itemsPerPage: 50 });
    expect((await mock.list({ startIndex: 202 })).body).toMatchObject({
      totalResults: 201,
      Resources: [],
      itemsPerPage: 0,
    });
  });

  test.each([
    'itemsPerPage=0',
    'itemsPerPage=-1',
    'itemsPerPage=101',
    'itemsPerPage=1.5',
    'itemsPerPage=ten',
    'itemsPerPage=',
    'itemsPerPage=1&itemsPerPage=2',
    'itemsPerPage=9007199254740993',
    'startIndex=0',
    'startIndex=-1',
    'startIndex=',
    'startIndex=x',
    'startIndex=2147483648',
    'startIndex=1e1',
  ])('%s is refused', async (query) => {
    const mock = bench();
    const seen = await mock.get(`${mock.path('listUsers')}?${query}`);
    expect(seen.status).toBe(400);
    expect(seen.body).toMatchObject({ schemas: [URN.error], status: 400, scimType: 'invalidValue' });
  });

  test('have their size under the name of the revision alone', async () => {
    const later = bench({ revision: '2026-05' });
    expect((await later.get(`${later.path('listUsers')}?count=3`)).body).toMatchObject({ itemsPerPage: 3 });
    expect((await later.get(`${later.path('listUsers')}?itemsPerPage=3`)).body).toMatchObject({ itemsPerPage: 50 });
  });
});

describe('a lookup', () => {
  test('gives the user of the list, whatever the case of the id', async () => {
    const mock = bench();
    for (const user of await mock.everyone()) {
      const id = String(user.id);
      expect((await mock.user(id)).body).toEqual(user);
      expect((await mock.user(id.toUpperCase())).body).toEqual(user);
      expect(at(user, 'meta', 'location')).toBe(`http://mock.test/profile/spend/v4.1/Users/${id}`);
    }
  });

  test.each([
    'nobody',
    '00000000-0000-4000-8000-000000000000',
    'urn:uuid:00000000-0000-4000-8000-000000000000',
    'a%2Fb',
    '',
  ])('of %j finds nobody', async (id) => {
    const seen = await bench().user(id);
    expect(seen.status).toBe(404);
    expect(seen.body).toMatchObject({ schemas: [URN.error], status: 404 });
  });

  test('shows every approver limit on demand', async () => {
    const mock = bench({ revision: '2026-05' });
    const users = await mock.everyone();
    const id = users.map((user) => String(user.id))[1] ?? '';
    const whole = await mock.get(`${mock.path('getUser', id)}?attributes=${URN.approverLimit}`);
    expect(Object.keys(at(whole.body, URN.approverLimit) ?? {})).toEqual(['costObjectApprover', 'authorizedApprover']);
  });
});

describe('tokens', () => {
  test('decide before anything is looked up', async () => {
    const mock = bench();
    const [user] = await mock.resources({ size: 1 });
    for (const id of [String(user?.id), '00000000-0000-4000-8000-000000000000', 'x']) {
      const path = mock.path('getUser', id);
      expect((await mock.send('GET', path, { token: '' })).status).toBe(401);
      expect((await mock.send('GET', path, { token: 'garbage' })).status).toBe(401);
      expect((await mock.send('GET', path, { token: '', headers: { authorization: 'Basic abc' } })).status).toBe(401);
      expect((await mock.send('GET', path, { token: 'mock-noscope-token' })).status).toBe(403);
      expect((await mock.send('GET', path, { token: 'mock-user-token' })).status).toBe(403);
    }
    const refused = await mock.send('GET', mock.path('listUsers'), { token: '' });
    expect(refused.headers['www-authenticate']).toBe('Bearer realm="spend"');
  });

  test('open what their scopes open', async () => {
    const mock = bench();
    expect((await mock.send('GET', mock.path('listUsers'), { token: 'mock-readonly-token' })).status).toBe(200);
    expect((await mock.send('POST', mock.path('bulk'), { token: 'mock-readonly-token', body: {} })).status).toBe(403);
    const lower = { token: '', headers: { authorization: 'bearer mock-company-token' } };
    expect((await mock.send('GET', mock.path('listUsers'), lower)).status).toBe(200);
    expect((await mock.get(`${mock.path('listUsers')}?access_token=mock-company-token`)).status).toBe(200);
    const query = await mock.send('GET', `${mock.path('listUsers')}?access_token=mock-company-token`, { token: '' });
    expect(query.status).toBe(401);
  });
});

describe('anything else', () => {
  test('is refused in the family of its path', async () => {
    const mock = bench();
    for (const method of ['POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']) {
      const seen = await mock.send(method, mock.path('listUsers'));
      expect(seen.status).toBe(405);
      expect(seen.headers.allow).toBe('GET');
      expect(seen.body).toMatchObject({ status: 405 });
    }
    expect((await mock.get('/nowhere')).body).toMatchObject({ status: '404' });
    expect((await mock.get('/profile/spend/v4.1/nothing')).body).toMatchObject({ status: 404 });
    expect((await mock.get('/profile/spend/v4.1/Users/%zz')).body).toMatchObject({ status: 400 });
    expect((await mock.get('/profile/spend/v4.1/Users?filter=%zz')).body).toMatchObject({ status: 400 });
    expect((await mock.get(`/profile/spend/v4.1/Users?filter=${'a'.repeat(9000)}`)).status).toBe(414);
    const head = await mock.send('HEAD', mock.path('listUsers'));
    expect([head.status, head.text]).toEqual([200, '']);
  });

  test('carries a correlation id, echoed where one was sent', async () => {
    const mock = bench();
    const sent = await mock.send('GET', mock.path('listUsers'), { headers: { 'concur-correlationid': 'abc' } });
    expect(sent.headers['concur-correlationid']).toBe('abc');
    expect((await mock.get('/nowhere')).headers['concur-correlationid']).toMatch(/^[0-9a-f-]{36}$/);
  });

  test('may live below a base path', async () => {
    const mock = bench({ basePath: '/tenant/a' });
    const [user] = objects(at((await mock.get(`/tenant/a${mock.path('listUsers')}`)).body, 'Resources'));
    expect(at(user, 'meta', 'location')).toMatch(/^http:\/\/mock\.test\/tenant\/a\/profile\//);
    expect((await mock.get(mock.path('listUsers'))).status).toBe(404);
  });

  test('describes itself where the revision says so', async () => {
    const mock = bench({ revision: '2026-05' });
    for (const operation of ['listRoleCodes', 'listFormFields', 'listResourceTypes', 'listSchemas'] as const) {
      expect((await mock.get(mock.path(operation))).status, operation).toBe(200);
    }
    const fields = (await mock.get(mock.path('listFormFields'))).body;
    expect(at(fields, 'totalResults')).toBe(objects(at(fields, 'Resources')).length);
    expect((await bench({ revision: '2024-03' }).get('/profile/spend/v4.1/FormFields')).status).toBe(404);
  });
});
