/** Histories made of exchanges: which reads are a user's, and what a list without the user tells. */

import { describe, expect, test } from 'vitest';
import { type Assertion, attributeIs, attributeIsNot } from '../src/checks/consistency/assertion.ts';
import type { Witnessed } from '../src/checks/consistency/recording.ts';
import { URN } from '../src/contract/contract.ts';
import type { ReadEvent } from '../src/model/history.ts';
import type { Json, JsonObject } from '../src/model/json.ts';
import { exchangeOf, scimError } from './fixtures/error-exchange.ts';
import { spendUser, USER } from './fixtures/provision-exchanges.ts';
import { bulk, CODE, events, intent, list, lookup, OTHER, of, PLACE, patch, seen } from './fixtures/recordings.ts';

/** What is read of a user that a case wrote to, with what it asserts. */
const readsOf = (
  reads: readonly Witnessed[],
  asserted: readonly Assertion[] = [attributeIs(URN.spendUser, 'ledgerCode', 'new-code')],
  userId = USER,
): readonly ReadEvent[] => {
  const sent = bulk([patch(userId)]);
  const told = events(of([sent, ...reads], [{ ...intent(sent, userId), asserted }]), userId);
  return told.filter((one): one is ReadEvent => one.kind === 'read');
};

const asked = (one: Witnessed, more: { readonly query?: string; readonly method?: string }): Witnessed => {
  const { query = '', method = 'GET' } = more;
  const request = { ...one.exchange.request, url: `${one.exchange.request.url}${query}`, method };
  return { ...one, exchange: { ...one.exchange, request } };
};

describe('a lookup', () => {
  test('is told with what it shows', () => {
    const read = lookup(spendUser({ ledgerCode: 'new-code' }));
    expect(readsOf([read])).toEqual([
      {
        kind: 'read',
        view: 'lookup',
        operation: 'getUser',
        start: read.exchange.startedAt,
        end: read.end,
        exchange: read.exchange,
        seen: {
          status: 200,
          digest: read.exchange.response.digest,
          found: true,
          values: { [PLACE]: 'new-code' },
        },
      },
    ]);
  });

  test.each<[string, Witnessed]>([
    [
      'an error is no user',
      seen(exchangeOf({ operation: 'getUser', target: `/v/Users/${USER}`, status: 404, json: scimError(404) })),
    ],
    [
      'a list is no user',
      seen(exchangeOf({ operation: 'getUser', target: `/v/Users/${USER}`, status: 200, json: [] })),
    ],
  ])('finds nobody: %s', (_, read) => {
    expect(readsOf([read]).map(({ seen: { found, values } }) => [found, values])).toEqual([[false, {}]]);
  });

  test('is a GET of that user, whatever else is asked', () => {
    const user = spendUser({ ledgerCode: 'new-code' });
    const query = `?filter=${encodeURIComponent(`${CODE} eq "new-code"`)}`;
    expect(readsOf([asked(lookup(user), { method: 'HEAD' }), lookup(user, OTHER)])).toEqual([]);
    expect(readsOf([asked(lookup(user), { query })]).map(({ view }) => view)).toEqual(['lookup']);
    expect(readsOf([list('active pr', [])], [], 'users')).toEqual([]);
  });
});

describe('a list', () => {
  const told = (
    filter: string,
    asserted?: readonly Assertion[],
    rows: Json = [],
    more?: Parameters<typeof asked>[1],
  ): readonly ReadEvent[] => readsOf([asked(list(filter, rows), more ?? {})], asserted);

  test('is about a user where it is filtered by what was wanted of it', () => {
    const read = list(`${CODE} eq "new-code"`, [spendUser({ ledgerCode: 'new-code' })]);
    expect(readsOf([read])).toEqual([
      {
        kind: 'read',
        view: 'list',
        operation: 'listUsers',
        start: read.exchange.startedAt,
        end: read.end,
        exchange: read.exchange,
        asked: { attribute: 'ledgerCode', value: 'new-code' },
        seen: {
          status: 200,
          digest: read.exchange.response.digest,
          found: true,
          values: { [PLACE]: 'new-code' },
        },
      },
    ]);
  });

  const was = attributeIsNot(URN.spendUser, 'ledgerCode', 'old-code');
  const flag = attributeIs(URN.spendUser, 'testEmployee', false);
  const nested = attributeIs(URN.spendUser, 'ledgerCode', { code: 'new-code' });
  test.each<[string, boolean, readonly Assertion[] | undefined]>([
    ['ledgerCode EQ "new-code"', true, undefined],
    [`${URN.spendUser}.ledgerCode eq "new-code"`, true, undefined],
    [`${CODE} eq "new-code"`, true, [flag, attributeIs(URN.spendUser, 'ledgerCode', 'new-code')]],
    [`${CODE} eq "old-code"`, true, [was]],
    [`${CODE} eq "new-code"`, false, [was]],
    [`${CODE} eq "new-code"`, false, [nested]],
    [`${CODE} eq "new-code"`, false, [attributeIs(URN.spendUser, 'ledgerCode', null)]],
    [`${URN.spendUser}:country eq "new-code"`, false, undefined],
    [`${CODE} eq "new-code" and active eq "true"`, false, undefined],
    [`active eq "true" and ${CODE} eq "new-code"`, false, undefined],
    [`${CODE} sw "new-code"`, false, undefined],
    ['active pr', false, undefined],
  ])('filtered by %s is about the user: %s', (filter, is, asserted) => {
    expect(told(filter, asserted)).toHaveLength(is ? 1 : 0);
  });

  test('is a GET', () => {
    expect(told(`${CODE} eq "new-code"`, undefined, [], { method: 'HEAD' })).toEqual([]);
  });

  test.each([USER.toUpperCase(), USER.replaceAll('-', '')])('shows the user however its id is written: %s', (id) => {
    expect(
      told(`${CODE} eq "new-code"`, undefined, [{ id: OTHER }, { id }]).map(({ seen: { found } }) => found),
    ).toEqual([true]);
  });
});

describe('a list without the user', () => {
  const told = (rows: Json, more: JsonObject = {}, query = '', status = 200) => {
    const { exchange, end } = asked(list(`${CODE} eq "new-code"`, rows, more), { query });
    const read = { exchange: { ...exchange, response: { ...exchange.response, status } }, end };
    return readsOf([read]).map(({ seen: { found, partial } }) => [found, partial]);
  };

  test('tells that it is not there where the page holds every match', () => {
    expect(told([])).toEqual([[false, undefined]]);
    expect(told([{ id: OTHER }])).toEqual([[false, undefined]]);
    expect(told([], {}, '&startIndex=1')).toEqual([[false, undefined]]);
  });

  test('tells nothing where the page is one of several, or where nobody knows of how many', () => {
    expect(told([{ id: OTHER }], { totalResults: 2 })).toEqual([[false, true]]);
    expect(told([{ id: OTHER }], {}, '&startIndex=2')).toEqual([[false, true]]);
    expect(told([], { totalResults: 'many' })).toEqual([[false, true]]);
    expect(told('nobody', { totalResults: 1 })).toEqual([[false, true]]);
    expect(told([spendUser({})], { totalResults: 2 })).toEqual([[true, undefined]]);
  });

  test('is no page of several where it was turned down', () => {
    expect(told([], { totalResults: 2 }, '', 400)).toEqual([[false, undefined]]);
  });
});
