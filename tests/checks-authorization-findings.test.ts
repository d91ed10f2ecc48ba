/** What calls with and without tokens are told to show, sentence by sentence. */

import { describe, expect, test } from 'vitest';
import * as authorization from '../src/checks/authorization.ts';
import type { Exchange } from '../src/model/exchange.ts';
import type { Finding } from '../src/model/finding.ts';
import { exchangeOf, type Sketch } from './fixtures/error-exchange.ts';
import { told, toldOf } from './fixtures/told.ts';

const answered = (status: number, answer: Partial<Sketch> = {}) => exchangeOf({ status, ...answer });

describe('a call', () => {
  const challenged = (status: number, challenge: string) =>
    answered(status, { answered: { 'www-authenticate': challenge } });
  const elsewhere = authorization.refused('x', 'is judged elsewhere');

  test.each<[string, (exchange: Exchange) => Finding, Exchange, string]>([
    [
      'without a token',
      authorization.unauthorized('without a token'),
      answered(200),
      'fail: A call without a token was served with 200. (401 -> 200)',
    ],
    [
      'without a token',
      authorization.unauthorized('without a token'),
      answered(300),
      'fail: A call without a token was answered with 300. (401 -> 300)',
    ],
    [
      'without a token',
      authorization.unauthorized('without a token'),
      answered(199),
      'fail: A call without a token was answered with 199. (401 -> 199)',
    ],
    ['of bad form', authorization.unauthorizedOrMalformed('x'), answered(400), 'pass: answers 400'],
    [
      'of bad form',
      authorization.unauthorizedOrMalformed('x'),
      answered(403),
      'fail: A call with x was answered with 403. ([401,400] -> 403)',
    ],
    [
      'that must not be served',
      authorization.neverServed('x'),
      answered(299),
      'fail: A call with x was served with 299. (a refusal -> 299)',
    ],
    ['without the scope', elsewhere, answered(403), 'pass: answers 403'],
    ['without the scope', elsewhere, answered(200), 'not-exercised: the call was served instead of refused'],
    ['without the scope', elsewhere, answered(404), 'fail: A call with x was answered with 404. ([403,401] -> 404)'],
    ['that is open', authorization.opened('x'), answered(404), 'precondition: the call itself was answered with 404'],
    [
      'that is open',
      authorization.opened('x'),
      answered(401),
      'fail: A call with x was refused with 401. (an answer to the request itself -> 401)',
    ],
    ['that is watched', authorization.observedAccess, answered(403), 'pass: refused with 403'],
    ['that is watched', authorization.observedAccess, answered(404), 'pass: not refused'],
    ['that is challenged', authorization.observedChallenge, challenged(403, 'Bearer'), 'pass: no 401'],
    [
      'that is challenged',
      authorization.observedChallenge,
      challenged(401, 'x-Bearer realm="y"'),
      'pass: 401 with a Bearer challenge',
    ],
  ])('%s', (_name, rule, exchange, text) => {
    expect(told(rule(exchange))).toBe(text);
  });
});

describe('a call that a token should not open', () => {
  const check = authorization.whereItExists(authorization.refused('x', 'fails'));

  test.each([
    [404, 'not-exercised: the company token is answered with 404 as well'],
    [500, 'not-exercised: the company token is answered with 500 as well'],
    [200, 'fail: A call with x was answered with 404. ([403,401] -> 404)'],
  ])('answered as unknown where the company gets %i', (company, text) => {
    expect(told(check({ seen: answered(404), company: answered(company) }))).toBe(text);
  });
});

describe('a refused caller', () => {
  const refusal = (text: string, status = 403) => answered(status, { text });
  const [one, two] = [refusal('No user.'), refusal('No user.')];
  const body = (existing: Exchange | undefined, unknown = one, otherUnknown = two) =>
    told(authorization.sameBodyForUnknown({ existing, unknown, otherUnknown }));
  const status = (existing: Exchange | undefined, unknown: Exchange) =>
    told(authorization.sameStatusForUnknown({ existing, unknown, otherUnknown: unknown }));
  const nobody = 'precondition: no listed user has an id that could be looked up';
  const served = 'precondition: the call was served instead of refused';
  const differs = (missing: string, found: string) =>
    `fail: The body of a refusal differs between a user that exists and users that do not. (${missing} -> ${found})`;

  test('learns nothing from the status', () => {
    expect(status(undefined, one)).toBe(nobody);
    expect(status(answered(200), one)).toBe(served);
    expect(status(one, answered(200))).toBe(served);
    expect(status(one, two)).toBe('pass: both answer 403');
    expect(status(one, refusal('', 404))).toBe(
      'fail: A refused caller gets 403 for a user that exists and 404 for one that does not. (403 -> 404)',
    );
  });

  test('learns nothing from the body', () => {
    expect(body(undefined)).toBe(nobody);
    expect(body(one, answered(200))).toBe(served);
    expect(body(refusal('No user.', 404))).toBe(
      'not-exercised: the status alone tells the two apart, and the bodies say the same',
    );
    expect(body(refusal('Not yours.'))).toBe(differs('No user.', 'Not yours.'));
    expect(body(answered(403, { text: 'x' }), answered(403), answered(403))).toBe(differs('', 'x'));
    expect(body(answered(403), one, two)).toBe(differs('No user.', ''));
    expect(
      body(
        answered(403, { json: { b: 1, a: 'x' } }),
        answered(403, { json: { a: 'x', b: 2 } }),
        answered(403, { json: { a: 'x', b: 3 } }),
      ),
    ).toBe('pass');
  });

  test.each([
    ['ids', 'user 7f3b9c52-64d1-4e0a-9a8e-2c51d0b7e3f6.', 'user 0b1de7c4-91f2-4a8e-8d4b-6f3a2c9e7d15.'],
    ['ids without hyphens', 'user 7f3b9c5264d14e0a9a8e2c51d0b7e3f6.', 'user 0B1DE7C491F24A8E8D4B6F3A2C9E7D15.'],
    ['ids behind a word', 'user_7f3b9c5264d14e0a9a8e2c51d0b7e3f6.', 'user_0b1de7c491f24a8e8d4b6f3a2c9e7d15.'],
    ['ids of another length', 'user abcdefabcdefabcdef.', 'user abcdefabcdefabcd.'],
    ['numbers', 'call 7.', 'call 1234.'],
  ])('learns nothing from %s that differ', (_name, left, right) => {
    expect(body(refusal(left), refusal(right), refusal(right))).toBe('pass');
  });

  test('is told where ids and numbers were', () => {
    const found = refusal('Found 7f3b9c52-64d1-4e0a-9a8e-2c51d0b7e3f6, abcdefabcdefabcdef, 12.');
    expect(body(found)).toBe(differs('No user.', 'Found #, #, #.'));
    expect(body(refusal(`x${'y'.repeat(400)}`))).toBe(differs('No user.', `x${'y'.repeat(299)}`));
  });

  test('finds no data in a refusal', () => {
    const found = authorization.carriesNoData(
      answered(403, { json: { userName: 'u', emails: [], totalResults: 0, id: 'x' } }),
    );
    expect(found?.map(toldOf)).toEqual(
      ['userName', 'emails', 'totalResults'].map(
        (key) =>
          `/${key} The 403 answer carries the member ${key} of a user or a list. (a refusal without data -> ${key})`,
      ),
    );
  });
});

describe('equal calls with and without a token', () => {
  const turns = (...[first, served, again, last]: readonly [number, number, number, number]) =>
    told(
      authorization.decidedAfresh({
        refusedFirst: answered(first),
        served: answered(served),
        refusedAgain: answered(again),
        servedAgain: answered(last),
      }),
    );
  const kept = 'fail: A call that was refused before was served with 200 after an equal one with a token. (401 -> 200)';
  const after =
    'fail: A call with the company token got 401 after an equal one was refused. (an answer to the request itself -> 401)';
  const although = 'fail: A call with the company token got 403 although an equal one was served before. (200 -> 403)';

  test.each<[readonly [number, number, number, number], string]>([
    [[200, 200, 200, 200], 'precondition: the call was served before any token was shown'],
    [[401, 500, 401, 500], 'precondition: the read itself was answered with 500'],
    [[401, 401, 401, 401], after],
    [[401, 200, 200, 200], kept],
    [[401, 200, 401, 403], although],
    [[401, 200, 200, 403], `${kept}\n${although}`],
  ])('%j', (statuses, text) => {
    expect(turns(...statuses)).toBe(text);
  });
});
