/** Held against the schemas: what the documents show passes, what they forbid is told once and under one owner. */

import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { URN } from '../src/contract/contract.ts';
import { isDateTime, isUuid } from '../src/contract/formats.ts';
import { loadContract } from '../src/contract/load.ts';
import { repositoryPath } from '../src/contract/yaml.ts';
import { at, type Json } from '../src/model/json.ts';
import { OPERATIONS, REVISIONS, type Revision } from '../src/model/requirement.ts';
import { exchangeOf, FULL_USER, methodOf, withAt } from './fixtures/user-exchange.ts';

/** Documented answers that break a rule, and the ruling that says why the rule stands all the same. */
const EXCEPTIONS: Readonly<Record<string, readonly string[]>> = {
  // Masked ids are placeholders: 64.
  '2021-03/listUsers.first-edition.json': ['resource.id-uuid'],
  '2024-03/listUsers.seed.json': ['resource.id-uuid'],
  '2024-03/listUsers.last-v4.json': ['resource.id-uuid'],
  '2026-05/listUsers.current.json': ['resource.id-uuid'],
  // An example of an older version of the API, without meta: 68.
  '2026-05/getUser.on-provisioning-page.json': ['resource.meta-object'],
  // Older than the member: 125.
  '2021-03/getProvisionStatus.before-counts.json': ['provisioning.status-schema'],
  // Fragments whose other members the document elides: 124, 161.
  '2026-05/getProvisionStatus.extension-failure.json': ['provisioning.status-schema'],
  '2026-05/getProvisionStatus.operation-failure.json': ['provisioning.status-schema'],
};

const FOLDER = repositoryPath('tests', 'fixtures', 'documented');

function documented(revision: Revision): readonly string[] {
  return readdirSync(`${FOLDER}/${revision}`).map((name) => `${revision}/${name}`);
}

describe.each(REVISIONS)('documented answers of %s', (revision) => {
  const contract = loadContract(revision);

  test.each(documented(revision))('%s', (path) => {
    const value: Json = JSON.parse(readFileSync(`${FOLDER}/${path}`, 'utf8'));
    const [, name = '', status] = /\/([a-zA-Z]+)\.(?:error-(\d{3}))?/.exec(path) ?? [];
    const operation = OPERATIONS.find((one) => one === name) ?? 'listUsers';
    const exchange = exchangeOf(value, {
      operation,
      method: methodOf(contract, operation),
      status: status === undefined ? 200 : Number(status),
    });
    const { problems, touched, unknown } = contract.judgeSchema(exchange);
    expect([...new Set(problems.map((one) => one.requirement))]).toEqual(EXCEPTIONS[path] ?? []);
    expect(touched.size).toBeGreaterThan(0);
    expect([...unknown]).toEqual([]);
  });
});

const contract = loadContract('2026-05');
const judge = (value: Json, answered?: Parameters<typeof exchangeOf>[1]) =>
  contract.judgeSchema(exchangeOf(value, answered));

test('a position beyond 32 bits is not held against the answer that echoes it', () => {
  const list = (startIndex: number, url: string) =>
    contract.judgeSchema(
      exchangeOf({ schemas: [URN.listResponse], totalResults: 1, startIndex }, { operation: 'listUsers', url }),
    ).problems;
  expect(list(2 ** 31, 'https://h/Users?startIndex=2147483648&count=2')).toEqual([]);
  expect(list(1e30, `https://h/Users?count=2&startIndex=${'9'.repeat(30)}`)).toEqual([]);
  expect(list(2 ** 31, 'https://h/Users?startIndex=1')).toHaveLength(1);
});

describe('a problem', () => {
  test('has a pointer, what was expected and what was found', () => {
    const { problems } = judge(withAt(FULL_USER, [URN.spendUser, 'country'], 'USA'));
    expect(problems).toMatchObject([
      {
        requirement: 'resource.country-code',
        pointer: `/${URN.spendUser}/country`,
        message: '"country" does not have the documented form: two letters.',
        expected: 'two letters',
        actual: 'USA',
      },
    ]);
    expect(problems[0]?.exchange?.operation).toBe('getUser');
  });

  test('has a pointer that leads to what was found', () => {
    const body = {
      schemas: [URN.listResponse],
      totalResults: 2,
      Resources: [FULL_USER, withAt(FULL_USER, [URN.spendUser, 'customData', 1, 'id'], 'custom99')],
    };
    const [problem] = judge(body, { operation: 'listUsers' }).problems;
    const steps = (problem?.pointer ?? '').split('/').slice(1);
    expect(at(body, ...steps.map((step) => (/^\d+$/.test(step) ? Number(step) : step)))).toBe('custom99');
    expect(problem?.actual).toBe('custom99');
  });

  test('is told at most ten times an owner', () => {
    const broken = withAt(FULL_USER, [URN.spendUser, 'country'], 7);
    const { problems } = judge(
      { schemas: [URN.listResponse], totalResults: 40, Resources: Array.from({ length: 40 }, () => broken) },
      { operation: 'listUsers' },
    );
    expect(problems).toHaveLength(10);
  });

  test('of another kind is told however many there are of the first', () => {
    const broken = withAt(FULL_USER, [URN.spendUser, 'country'], 7);
    const other = withAt(FULL_USER, [URN.spendUser, 'locale'], 7);
    const { problems } = judge(
      {
        schemas: [URN.listResponse],
        totalResults: 41,
        Resources: [...Array.from({ length: 40 }, () => broken), other],
      },
      { operation: 'listUsers' },
    );
    expect(problems.some(({ pointer }) => pointer?.startsWith('/Resources/40/') && pointer.endsWith('/locale'))).toBe(
      true,
    );
  });

  test('never carries more than a short form of a long value', () => {
    const { problems } = judge(withAt(FULL_USER, [URN.spendUser, 'ledgerCode'], 'x'.repeat(5000)));
    expect(JSON.stringify(problems[0]?.actual).length).toBeLessThan(250);
  });
});

describe('what is judged', () => {
  const wrong = { status: 'x' };
  test.each([401, 403, 408, 414, 429, 431, 500, 503])('a %i may have any body', (status) => {
    expect(judge(wrong, { status }).problems).toEqual([]);
  });
  test.each([400, 404, 405, 409, 413, 415])('a %i of the API is held against the error schema', (status) => {
    const owners = judge(wrong, { status }).problems.map((one) => one.requirement);
    expect(new Set(owners)).toEqual(new Set(['errors.retrieval-error-schema', 'errors.status-type-retrieval']));
  });
  test('a success of another method than the documented one is not', () => {
    expect(judge({}, { method: 'POST', status: 201 }).touched.size).toBe(0);
  });
  test('text and an absent body are not', () => {
    expect(judge(null, { body: { kind: 'text', text: '{' } }).problems).toEqual([]);
    expect(judge(null, { body: { kind: 'none' } }).problems).toEqual([]);
  });
  test('an exchange is judged once', () => {
    const exchange = exchangeOf(FULL_USER);
    expect(contract.judgeSchema(exchange)).toBe(contract.judgeSchema(exchange));
  });
  test('role codes have no documented answer', () => {
    expect(judge({ a: 1 }, { operation: 'listRoleCodes' })).toMatchObject({ problems: [] });
  });
});

describe('errors', () => {
  const retrieval = { schemas: [URN.error], status: 400, scimType: 'invalidFilter', detail: 'text' };
  const owners = (value: Json, operation: 'listUsers' | 'bulk') =>
    judge(value, { operation, status: 400 }).problems.map((one) => one.requirement);

  test.each([
    ['as documented', retrieval, []],
    ['with null members', { ...retrieval, scimType: null, detail: null }, []],
    ['without scimType and detail', { schemas: [URN.error], status: 400 }, []],
    ['with a status of text', { ...retrieval, status: '400' }, ['errors.status-type-retrieval']],
    ['without a status', { schemas: [URN.error] }, ['errors.retrieval-error-schema']],
    ['with schemas of text', { ...retrieval, schemas: URN.error }, ['errors.retrieval-error-schema']],
    ['with other schemas', { ...retrieval, schemas: ['urn:x'] }, ['errors.retrieval-error-schema']],
    ['as a list', [retrieval], ['errors.retrieval-error-schema']],
    ['with a good extension', { ...retrieval, [URN.concurError]: { messages: [{ code: 'A', type: 'error' }] } }, []],
    [
      'with messages as an object',
      { ...retrieval, [URN.concurError]: { messages: { code: 'A', type: 'error' } } },
      ['errors.concur-extension'],
    ],
  ])('of retrieval %s', (_name, body, wanted) => {
    expect(owners(body, 'listUsers')).toEqual(wanted);
  });

  test('of provisioning write their status as text', () => {
    expect(owners({ ...retrieval, status: '400' }, 'bulk')).toEqual([]);
    expect(owners(retrieval, 'bulk')).toEqual(['errors.status-type-provisioning']);
  });
});

describe('a list answer', () => {
  const list = { schemas: [URN.listResponse], totalResults: 1, startIndex: 1, itemsPerPage: 1, Resources: [FULL_USER] };
  test.each([
    ['as documented', list, []],
    ['empty', { schemas: [URN.listResponse], totalResults: 0 }, []],
    ['beyond the last resource', { schemas: [URN.listResponse], totalResults: 9, startIndex: 20 }, []],
    ['with a total of text', { ...list, totalResults: '1' }, ['envelope.counts-are-integers']],
    ['with a broken count', { ...list, itemsPerPage: 1.5 }, ['envelope.counts-are-integers']],
    ['with a count beyond 32 bits', { ...list, totalResults: 2 ** 31 }, ['envelope.counts-are-integers']],
    ['without a total', { ...list, totalResults: null }, ['envelope.total-results']],
    ['without schemas', { ...list, schemas: [] }, ['envelope.list-schema']],
    ['with one user for a list', { ...list, Resources: FULL_USER }, ['envelope.list-schema']],
    ['with a hole in the list', { ...list, Resources: [null, FULL_USER] }, ['envelope.list-schema']],
    ['that is a bare list, which another rule owns', [FULL_USER], []],
  ])('%s', (_name, body, wanted) => {
    const { problems } = judge(body, { operation: 'listUsers' });
    expect([...new Set(problems.map((one) => one.requirement))]).toEqual(wanted);
  });
});

describe('a provisioning status', () => {
  const status = {
    schemas: [URN.provisionStatus],
    id: 'a',
    operationsCount: { total: 1, success: 0, failed: 1, pending: 0 },
    status: { completed: true, success: false },
    meta: { created: '2024-01-01T00:00:00.000+0000' },
    operations: [
      {
        id: '1',
        status: { completed: true, success: false, code: '207' },
        resource: null,
        extensions: [
          {
            name: URN.spendUser,
            status: { completed: true, success: null, code: '', result: 'error' },
            messages: [{ code: 'A', type: 'error' }],
          },
        ],
      },
    ],
  };
  const extension = ['operations', 0, 'extensions', 0] as const;
  test.each([
    ['as documented', status, []],
    ['with one message as an object', withAt(status, [...extension, 'messages'], { code: 'A', type: 'error' }), []],
    ['with a message of text', withAt(status, [...extension, 'messages'], ['A']), ['provisioning.status-messages']],
    [
      'with a message without code',
      withAt(status, [...extension, 'messages'], { type: 'x' }),
      ['provisioning.status-messages'],
    ],
    ['with counts as text', withAt(status, ['operationsCount', 'total'], '1'), ['provisioning.status-schema']],
    ['with a count below zero', withAt(status, ['operationsCount', 'failed'], -1), ['provisioning.status-schema']],
    ['without counts', withAt(status, ['operationsCount'], undefined), ['provisioning.status-schema']],
    ['with operations as an object', withAt(status, ['operations'], {}), ['provisioning.status-schema']],
    [
      'with a date without zone',
      withAt(status, ['meta', 'created'], '2024-01-01T00:00:00'),
      ['provisioning.status-schema'],
    ],
  ])('%s', (_name, body, wanted) => {
    const { problems } = judge(body, { operation: 'getProvisionStatus' });
    expect([...new Set(problems.map((one) => one.requirement))]).toEqual(wanted);
  });
});

describe('what was looked at', () => {
  test('a rule is touched only where its attribute has a value', () => {
    const bare = { schemas: [], id: 'x', meta: {}, [URN.spendUser]: {} };
    const { touched } = judge(bare);
    expect(touched.has('resource.id-present')).toBe(true);
    for (const rule of ['required-on-read', 'country-code', 'delegation-dates', 'user-reference', 'payroll-members']) {
      expect(touched.has(`resource.${rule}`), rule).toBe(false);
    }
    const all = judge(FULL_USER).touched;
    for (const rule of ['required-on-read', 'country-code', 'delegation-dates', 'user-reference', 'payroll-members']) {
      expect(all.has(`resource.${rule}`), rule).toBe(true);
    }
  });

  test('a null where null is permitted counts as seen by the owner of the type, not by those of the form', () => {
    const { touched } = judge({ schemas: [], id: 'x', [URN.spendUser]: { biManager: null, stateProvince: null } });
    expect(touched.has('resource.bi-manager')).toBe(true);
    expect(touched.has('resource.string-attributes')).toBe(true);
    expect(touched.has('resource.state-province-length')).toBe(false);
    expect(touched.has('resource.user-reference')).toBe(false);
  });

  test('members no table knows are named, never judged', () => {
    const grown = withAt(withAt(FULL_USER, [URN.spendUser, 'shoeSize'], 9), ['urn:x:y'], {});
    const { problems, unknown } = judge(grown);
    expect(problems).toEqual([]);
    expect([...unknown].sort()).toEqual(['full-spend-user.urn:x:y', 'spend-user.shoeSize']);
  });
});

describe('text forms', () => {
  test.each([
    ['2024-02-29T23:59:60Z', true],
    ['2024-02-29t00:00:00.123456789+05:30', true],
    ['2023-02-29T00:00:00Z', false],
    ['2024-01-01T00:00:00+0000', false],
    ['2024-01-01T00:00:00+02', false],
    ['2024-01-01 00:00:00Z', false],
    ['2024-01-01T00:00:00', false],
    ['2024-13-01T00:00:00Z', false],
    ['2024-01-01', false],
  ])('the date-time %s', (text, wanted) => {
    expect(isDateTime(text)).toBe(wanted);
  });
  test.each([
    ['4f7c9a52-6d0b-4c3e-9f1e-2b8a5d7c1e90', true],
    ['4F7C9A52-6D0B-4C3E-9F1E-2B8A5D7C1E90', true],
    ['urn:uuid:4f7c9a52-6d0b-4c3e-9f1e-2b8a5d7c1e90', false],
    ['{4f7c9a52-6d0b-4c3e-9f1e-2b8a5d7c1e90}', false],
    ['4f7c9a526d0b4c3e9f1e2b8a5d7c1e90', false],
    ['aaaaaaaa-xxxx-zzzz-xxxx-xxxxxxxxxxxx', false],
  ])('the UUID %s', (text, wanted) => {
    expect(isUuid(text)).toBe(wanted);
  });
});

describe('a read that asked for some attributes only', () => {
  const partial = { id: FULL_USER.id ?? null };
  test.each(['?attributes=id', '?startIndex=1&excludedAttributes=meta'])(
    'is not held against the schema: %s',
    (query) => {
      expect(judge(partial, { url: `https://us2.example.com/Users/1${query}` }).problems).toEqual([]);
    },
  );
  test('is told from a filter that mentions the word', () => {
    expect(judge(partial, { url: 'https://us2.example.com/Users?filter=attributes%20eq' }).problems).not.toEqual([]);
  });
});
