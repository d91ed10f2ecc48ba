import { describe, expect, test } from 'vitest';
import {
  carriesNoData,
  decidedAfresh,
  neverServed,
  notRefused,
  observedChallenge,
  opened,
  refused,
  sameBodyForUnknown,
  sameStatusForUnknown,
  unauthorized,
  unauthorizedOrMalformed,
  whereItExists,
} from '../src/checks/authorization.ts';
import { URN } from '../src/contract/contract.ts';
import { exchangeOf, scimError } from './fixtures/error-exchange.ts';

const answered = (status: number) => exchangeOf({ status });
const verdict = (check: (exchange: ReturnType<typeof answered>) => { readonly verdict: string }, status: number) =>
  check(answered(status)).verdict;

test('an operation that nobody has is no rule broken by a token', () => {
  const check = whereItExists(refused('x', 'fails'));
  expect(check({ seen: answered(404), company: answered(404) }).verdict).toBe('not-exercised');
  expect(check({ seen: answered(404), company: answered(200) }).verdict).toBe('fail');
  expect(check({ seen: answered(404) }).verdict).toBe('fail');
  expect(check({ seen: answered(403) }).verdict).toBe('pass');
});

describe('refusals', () => {
  test('only 401 says that nobody is known', () => {
    const check = unauthorized('without a token');
    expect(verdict(check, 401)).toBe('pass');
    for (const status of [200, 202, 302, 400, 403, 404, 500]) expect(verdict(check, status)).toBe('fail');
  });

  test('credentials that cannot be read may be a bad request', () => {
    const check = unauthorizedOrMalformed('x');
    for (const status of [400, 401]) expect(verdict(check, status)).toBe('pass');
    for (const status of [200, 403, 404, 500]) expect(verdict(check, status)).toBe('fail');
  });

  test('anything but a success keeps a call from being served', () => {
    const check = neverServed('x');
    for (const status of [302, 400, 401, 403, 404, 500]) expect(verdict(check, status)).toBe('pass');
    for (const status of [200, 202, 204]) expect(verdict(check, status)).toBe('fail');
  });

  test('a refusal for want of a scope is 403 or 401; being served is judged elsewhere', () => {
    const check = refused('x', 'is judged elsewhere');
    expect(check(answered(401))).toEqual({ verdict: 'pass', behaviour: 'answers 401' });
    expect(verdict(check, 403)).toBe('pass');
    expect(verdict(check, 404)).toBe('fail');
    expect(verdict(check, 200)).toBe('not-exercised');
    expect(verdict(refused('x', 'fails'), 200)).toBe('fail');
  });

  test('a token that suffices is not what stops a call', () => {
    const check = notRefused('x');
    for (const status of [200, 400, 404, 500]) expect(verdict(check, status)).toBe('pass');
    for (const status of [401, 403]) expect(verdict(check, status)).toBe('fail');
  });

  test('a call that should be served says nothing about tokens when something else stops it', () => {
    const check = opened('x');
    expect(verdict(check, 200)).toBe('pass');
    for (const status of [401, 403]) expect(verdict(check, status)).toBe('fail');
    for (const status of [302, 404, 500]) expect(verdict(check, status)).toBe('inconclusive');
  });

  test('the challenge is told, not judged', () => {
    const challenge = (value: string) =>
      observedChallenge(exchangeOf({ status: 401, answered: { 'www-authenticate': value } }));
    expect(challenge('Bearer realm="x"')).toEqual({ verdict: 'pass', behaviour: '401 with a Bearer challenge' });
    expect(challenge('Basic')).toEqual({ verdict: 'pass', behaviour: '401 with another challenge' });
    expect(observedChallenge(answered(401))).toEqual({ verdict: 'pass', behaviour: '401 without WWW-Authenticate' });
  });
});

describe('existing and unknown users', () => {
  const refusal = (status: number, detail: string) => exchangeOf({ status, json: scimError(status, { detail }) });
  const unknown = refusal(403, 'No access to 7f3b9c52-64d1-4e0a-9a8e-2c51d0b7e3f6 (request 12).');
  const otherUnknown = refusal(403, 'No access to 4e8a2d70-3c1b-4f96-a5d7-0b92e6c8f135 (request 13).');

  test('ids and numbers do not make a difference', () => {
    const existing = refusal(403, 'No access to 11111111-2222-4333-8444-555555555555 (request 99).');
    expect(sameStatusForUnknown({ existing, unknown, otherUnknown }).verdict).toBe('pass');
    expect(sameBodyForUnknown({ existing, unknown, otherUnknown })).toEqual({ verdict: 'pass' });
  });

  test('another text tells them apart', () => {
    const existing = refusal(403, 'This user is not yours (request 99).');
    expect(sameBodyForUnknown({ existing, unknown, otherUnknown }).verdict).toBe('fail');
    expect(sameStatusForUnknown({ existing, unknown, otherUnknown }).verdict).toBe('pass');
  });

  test('another status tells them apart, and is one problem', () => {
    const missing = refusal(404, 'No such user.');
    const seen = { existing: refusal(403, 'No.'), unknown: missing, otherUnknown: missing };
    expect(sameStatusForUnknown(seen).verdict).toBe('fail');
    expect(sameBodyForUnknown(seen).verdict).toBe('not-exercised');
  });

  test('texts that differ by themselves prove nothing', () => {
    const seen = {
      existing: refusal(403, 'alpha'),
      unknown: refusal(403, 'beta'),
      otherUnknown: refusal(403, 'gamma'),
    };
    expect(sameBodyForUnknown(seen)).toEqual({ verdict: 'pass', behaviour: 'refusals differ by themselves' });
  });

  test('without a refusal, or without an existing user, there is nothing to compare', () => {
    const served = { existing: answered(200), unknown, otherUnknown };
    expect(sameStatusForUnknown(served).verdict).toBe('inconclusive');
    expect(sameBodyForUnknown(served).verdict).toBe('inconclusive');
    expect(sameStatusForUnknown({ existing: undefined, unknown, otherUnknown }).verdict).toBe('inconclusive');
  });
});

describe('equal calls with other tokens', () => {
  const turns = (first: number, served: number, again: number, last: number) =>
    decidedAfresh({
      refusedFirst: answered(first),
      served: answered(served),
      refusedAgain: answered(again),
      servedAgain: answered(last),
    });

  test('each is decided for itself', () => expect(turns(401, 200, 401, 200).verdict).toBe('pass'));
  test('a kept answer', () => expect(turns(401, 200, 200, 200).verdict).toBe('fail'));
  test('a kept refusal', () => {
    expect(turns(401, 401, 401, 401).verdict).toBe('fail');
    expect(turns(401, 200, 401, 401).verdict).toBe('fail');
  });
  test('a server that lets everybody in has nothing to keep', () =>
    expect(turns(200, 200, 200, 200).verdict).toBe('inconclusive'));
  test('a list that fails is judged elsewhere', () => expect(turns(401, 500, 401, 500).verdict).toBe('inconclusive'));
});

describe('what a refusal carries', () => {
  test('any form, and no data', () => {
    expect(carriesNoData(answered(401))).toEqual([]);
    expect(carriesNoData(exchangeOf({ status: 401, text: '<html></html>' }))).toEqual([]);
    expect(carriesNoData(exchangeOf({ status: 403, json: { name: 'Forbidden', id: 7, meta: null } }))).toEqual([]);
    expect(carriesNoData(exchangeOf({ status: 403, json: { Resources: [] } }))).toHaveLength(1);
    expect(carriesNoData(exchangeOf({ status: 401, json: { [URN.spendUser]: {} } }))).toHaveLength(1);
    expect(carriesNoData(exchangeOf({ status: 401, json: { totalResults: 201 } }))).toHaveLength(1);
    expect(carriesNoData(exchangeOf({ status: 200, json: { Resources: [] } }))).toBeUndefined();
  });
});
