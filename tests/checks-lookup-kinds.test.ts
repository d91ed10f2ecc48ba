/** Which listed users are looked up: for each kind one that is of it, among others that nearly are. */

import { describe, expect, test } from 'vitest';
import { pickUsers, richest } from '../src/checks/lookup-kinds.ts';
import { URN } from '../src/contract/contract.ts';
import type { JsonObject } from '../src/model/json.ts';
import { page, populationOf, user, users, walk } from './fixtures/list-exchanges.ts';

const spend = (members: JsonObject): JsonObject => ({ [URN.spendUser]: members });
const text = (value: string) => spend({ ledgerCode: value });
const data = (...values: readonly (string | null)[]) =>
  spend({ customData: values.map((value, index) => ({ id: `custom${index + 1}`, value })) });
const changed = (time: string) => ({ meta: { lastModified: time } });

/** The position of the user picked among these, undefined where nobody is of the kind. */
function picked(kind: string, all: readonly JsonObject[]): number | undefined {
  const named = all.map((members, index) => user(`u${index}`, { meta: { note: 'é " /' }, ...members }));
  const one = pickUsers(populationOf([walk([page(named, named.length)], 100)])).get(kind);
  return one && named.indexOf(one);
}

describe('the user picked for', () => {
  const plain = spend({ country: 'US' });

  test.each<[kind: string, of: JsonObject, nearly: readonly JsonObject[]]>([
    [
      'most attributes',
      spend({ country: 'US', locale: 'de', ledgerCode: null }),
      [plain, spend({ a: null, b: null, c: [] })],
    ],
    [
      'most attributes',
      spend({ country: 'US', locale: 'de' }),
      [{ ...plain, nickName: 'n', title: 't', active: true }],
    ],
    ['fewest attributes', spend({ country: null, locale: null }), [plain, spend({ country: 'US', locale: 'de' })]],
    ['an empty extension', { [URN.payroll]: {} }, [plain, { approvals: {} }]],
    ['null attributes', spend({ customData: [{ value: null }] }), [plain, spend({ a: [] }), { note: null }]],
    ['custom data', data('a'), [plain, data(), spend({ customData: 'a' })]],
    ['custom data without a value', data('a', ''), [data('a'), data('a', 'b')]],
    ['custom data without a value', data('a', null), [data('a'), plain]],
    ['no custom data', plain, [data('a')]],
    ['quote or backslash in a value', text('a"b'), [plain, text("a'b"), text('é /?')]],
    ['quote or backslash in a value', text('a\\b'), [plain]],
    ['URL characters in a value', text('a?'), [plain, text('a"b\\é '), spend({ ledgerCode: 1e21 })]],
    ['characters beyond ASCII in a value', text('né'), [plain, text('~ !')]],
    ['space at an edge of a value', text('  a'), [plain, text('a  b'), text(' '), text('a  b  c')]],
    ['space at an edge of a value', text(' a'), [plain, text('a b')]],
    ['space at an edge of a value', text('a b  '), [plain, text('a b')]],
    [
      'a role with groups',
      { [URN.role]: { roles: [{ roleGroups: [] }, { roleGroups: ['g'] }] } },
      [plain, { [URN.role]: { roles: [{ roleName: 'R' }] } }],
    ],
    ['an approver', { [URN.approver]: { report: [{}] } }, [plain, { [URN.approver]: {} }]],
    ['a delegate', { [URN.delegate]: { expense: [{}] } }, [plain, { [URN.delegate]: {} }]],
    ['payroll data', { [URN.payroll]: { adp: { companyCode: 'c' } } }, [plain, { [URN.payroll]: { other: 1 } }]],
    ['a BI manager', spend({ biManager: { value: 'm' } }), [plain, spend({ biManager: null })]],
    ['invoice preferences', { [URN.invoicePreference]: { autoOpenImage: false } }, [plain]],
    [
      'a test employee',
      spend({ testEmployee: true }),
      [plain, spend({ testEmployee: false }), spend({ testEmployee: 'true' })],
    ],
    [
      'a non-employee',
      spend({ nonEmployee: true }),
      [plain, spend({ nonEmployee: false }), spend({ nonEmployee: 'true' })],
    ],
    ['changed last', changed('2025-03-01T00:00:00Z'), [plain, changed('2025-02-01T00:00:00Z'), changed('never')]],
    [
      'changed longest ago',
      changed('2025-03-01T00:00:00Z'),
      [plain, changed('2025-04-01T00:00:00Z'), changed('never')],
    ],
  ])('%s', (kind, of, nearly) => {
    expect(picked(kind, [...nearly, of])).toBe(nearly.length);
    expect(picked(kind, [of, ...nearly])).toBe(0);
  });

  test('a kind is the first in list order where several are alike', () => {
    for (const kind of ['most attributes', 'custom data', 'a test employee', 'changed last']) {
      const one = {
        ...spend({ testEmployee: true, customData: [{ value: 'a' }] }),
        ...changed('2025-01-01T00:00:00Z'),
      };
      expect([kind, picked(kind, [one, one])]).toEqual([kind, 0]);
    }
  });

  test.each([
    'null attributes',
    'custom data',
    'quote or backslash in a value',
    'URL characters in a value',
    'characters beyond ASCII in a value',
    'an approver',
    'a test employee',
    'changed last',
  ])('nobody, where nobody is of the kind %s', (kind) => {
    expect(picked(kind, [plain])).toBeUndefined();
  });

  test('a place in the list', () => {
    const population = populationOf([walk([page(users(2), 5), page(users(2, 3), 5, 3), page(users(1, 5), 5, 5)], 2)]);
    const kinds = pickUsers(population);
    expect(
      ['first of the list', 'last of the list', 'first of the second page'].map((kind) => kinds.get(kind)?.id),
    ).toEqual(['u1', 'u5', 'u3']);
  });

  test('the most attributes: behind the first page one of lesser wealth, and nobody without an id', () => {
    const rich = user('rich', spend({ country: 'US', locale: 'de' }));
    const plainer = user('plainer', plain);
    const nameless = spend({ country: 'US', locale: 'de', ledgerCode: 'c' });
    const all = populationOf([walk([page([rich], 4), page([nameless, user('poor'), plainer], 4, 2)], 1)]);
    expect(pickUsers(all).get('most attributes on a later page')).toBe(plainer);
    expect(richest([plainer, rich, user('poor')])).toBe(rich);
    expect(richest([])).toBeUndefined();
    // A page beyond every bound is judged as any other.
    expect(richest([plainer, rich, ...Array.from({ length: 200_000 }, () => ({}))])).toBe(rich);
  });

  test('shows as many extensions as anybody, for a view may lack just one of them', () => {
    const deep = user('deep', spend({ country: 'US', locale: 'de', ledgerCode: 'L' }));
    const hollow = user('hollow', {
      ...spend({ country: 'US', locale: 'de' }),
      [URN.role]: { roles: [null] },
      [URN.payroll]: {},
    });
    const wide = user('wide', { ...spend({ country: 'US' }), [URN.delegate]: { expense: [{ canApprove: true }] } });
    expect(richest([deep, hollow, wide])).toBe(wide);
  });

  test('a user without an id is looked up for no kind', () => {
    const { byId, ...rest } = populationOf([]);
    for (const id of ['', 7, null]) {
      expect(pickUsers({ ...rest, byId, users: [{ ...user('x'), id }] }).size).toBe(0);
    }
  });
});
