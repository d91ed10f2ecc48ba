/** Answers to filters that nobody promised, sentence by sentence, and what tells one behaviour from the next. */

import { describe, expect, test } from 'vitest';
import { compare, type Filter } from '../src/checks/filter/terms.ts';
import * as answers from '../src/checks/filtering-answers.ts';
import * as writings from '../src/checks/filtering-writings.ts';
import type { Exchange } from '../src/model/exchange.ts';
import type { Finding } from '../src/model/finding.ts';
import type { Json, JsonObject } from '../src/model/json.ts';
import { COUNTRY, groundOver, spender } from './fixtures/filter-ground.ts';
import { listed, page, populationOf, walk } from './fixtures/list-exchanges.ts';
import { told } from './fixtures/told.ts';

const [us, de, fr, lower] = [
  spender('u1', { country: 'US' }),
  spender('d1', { country: 'DE' }),
  spender('f1', { country: 'FR' }),
  spender('l1', { country: 'us' }),
];
const all = [us, de, fr, lower];
const ground = groundOver(all);
const EQ = compare(COUNTRY, 'eq', 'US');
const rows = (users: readonly JsonObject[], total = users.length) => listed({ body: page(users, total) });
const status = (code: number, body: Json = {}) => listed({ status: code, body });
const NO_LIST = 'precondition: the answer is no list';
const barred = 'precondition: the filter was answered with status 403';
const { totalResults: _total, ...uncounted } = page(all, 4);
const { Resources: _rows, ...bare } = page(all, 4);

describe('what came is called', () => {
  const only = groundOver([us, de]);

  test.each<[string, Exchange, Filter | undefined]>([
    ['pass: refused with 400', status(400), EQ],
    ['pass: refused with 499', status(499), EQ],
    ['pass: refused with 501', status(501), EQ],
    ['pass: answered with 399', status(399), EQ],
    ['pass: answered with 500', status(500), EQ],
    [barred, status(403), EQ],
    [NO_LIST, listed({ body: 'text' }), EQ],
    [NO_LIST, listed({ body: uncounted }), EQ],
    ['pass: evaluated', listed({ body: bare }), EQ],
    ['pass: evaluated', rows([us]), EQ],
    ['pass: evaluated', rows([us], 3), EQ],
    ['pass: evaluated', rows([lower], 3), EQ],
    ['pass: answered with a part of the matches', rows([lower]), EQ],
    ['pass: answered with users who do not match', rows([us, de]), EQ],
    ['pass: answered with the unfiltered list', rows([us, de], 4), EQ],
    ['pass: answered with the unfiltered list', rows(all), undefined],
    ['pass: answered with the unfiltered list', rows([us, de], 4), undefined],
    ['pass: answered with some users', rows([fr, lower], 4), undefined],
    ['pass: answered with some users', rows([us, fr], 4), undefined],
    ['pass: answered with some users', rows([], 4), undefined],
    ['pass: answered with some users', rows([us]), undefined],
    ['pass: answered with some users', rows([...all, spender('x1', {})]), undefined],
    ['pass: answered with an empty list', rows([]), EQ],
    ['pass: answered with an empty list', rows([]), undefined],
    ['pass: evaluated', rows([]), compare(COUNTRY, 'eq', 'ZZ')],
    ['pass: evaluated', rows(all), compare(COUNTRY, 'pr')],
  ])('%s', (text, exchange, filter) => {
    expect(told(answers.recorded({ ground, exchange, ...(filter && { filter }) }))).toBe(text);
  });

  test('nothing where too few users are known to tell answers apart', () => {
    const probe = { ground: groundOver([us]), exchange: rows([us]), filter: EQ };
    expect(told(answers.recorded(probe))).toBe('not-exercised: fewer than 2 users are known');
    expect(told(answers.recorded({ ...probe, ground: only, exchange: rows([us]) }))).toBe('pass: evaluated');
    expect(told(answers.recorded({ ...probe, exchange: status(400) }))).toBe('pass: refused with 400');
    expect(told(answers.noServerError({ ...probe, ground: groundOver([]), exchange: rows([]) }))).toBe(
      'pass: evaluated',
    );
  });
});

test('a list is no unfiltered one where no page was walked to compare it with', () => {
  for (const walks of [[], [walk([], 100)]]) {
    const probe = { ground: { ...ground, population: populationOf(walks) }, exchange: rows([us, de]) };
    expect(told(answers.recorded(probe))).toBe('pass: answered with some users');
  }
});

describe('a filter nobody promised', () => {
  const ignored = (total: number) =>
    'fail: /totalResults The filter was ignored: the answer counts every user. ' +
    `(a refusal, or the users who match -> ${total})`;
  const was = (what: string, due: string) => `fail: The filter was ${what}. (${due} -> ${what})`;
  const exactly = 'a refusal with 400 or 501, or exactly the users who match';
  const strangers = 'answered with users who do not match';

  test.each<[string, (probe: answers.Answered) => Finding, Exchange, string, (Filter | null)?]>([
    ['never gives all', answers.neverUnfiltered, rows(all), ignored(4)],
    ['never gives all', answers.neverUnfiltered, rows([us]), 'pass: evaluated'],
    [
      'is refused or right',
      answers.refusedOrRight,
      rows(all),
      'not-exercised: the unfiltered list came, which another rule judges',
    ],
    ['is refused or right', answers.refusedOrRight, status(400), 'pass'],
    ['is refused or right', answers.refusedOrRight, status(501), 'pass'],
    ['is refused or right', answers.refusedOrRight, status(404), was('refused with 404', exactly)],
    ['is refused or right', answers.refusedOrRight, rows([lower]), was('answered with a part of the matches', exactly)],
    ['is refused or right', answers.refusedOrRight, rows([]), was('answered with an empty list', exactly)],
    ['is refused or right', answers.refusedOrRight, rows([us]), 'pass', null],
    ['is refused or right', answers.refusedOrRight, rows([]), 'pass', compare(COUNTRY, 'eq', 'ZZ')],
    ['works or is refused', answers.worksOrRefused, rows(all), ignored(4)],
    [
      'works or is refused',
      answers.worksOrRefused,
      rows([us, de]),
      was(strangers, 'a refusal with 400, or users who match'),
    ],
    [
      'works or is refused',
      answers.worksOrRefused,
      status(500),
      was('answered with 500', 'a refusal with 400, or users who match'),
    ],
    ['works or is refused', answers.worksOrRefused, rows([lower]), 'pass: answered with a part of the matches'],
    ['does not upset', answers.noServerError, status(500), was('answered with 500', 'a list or a refusal')],
    ['does not upset', answers.noServerError, rows(all), 'pass: answered with the unfiltered list'],
    ['finds nobody', answers.nobodyComes, status(500), was('answered with 500', 'an empty list, or a refusal')],
    ['finds nobody', answers.nobodyComes, rows([us, de]), was(strangers, 'an empty list')],
    ['finds nobody', answers.nobodyComes, rows(all), was('answered with the unfiltered list', 'an empty list')],
    ['finds nobody', answers.nobodyComes, status(400), 'pass: refused with 400'],
    ['finds nobody', answers.nobodyComes, rows([]), 'pass'],
    ['is read as text', answers.readAsText, rows([]), 'pass'],
    ['is read as text', answers.readAsText, status(500), was('answered with 500', 'an empty list, or a refusal')],
    [
      'is read as text',
      answers.readAsText,
      status(404),
      'not-exercised: refused with 404, which does not show how the value is read',
    ],
    ['matches in a case', answers.caseRecorded, rows([us, lower]), 'pass: matches in another case'],
    ['matches in a case', answers.caseRecorded, rows([us]), 'pass: matches in its own case only'],
    ['matches in a case', answers.caseRecorded, status(400), 'pass: refused with 400'],
    ['matches in a case', answers.caseRecorded, status(403), barred],
    ['matches in a case', answers.caseRecorded, rows([us]), 'pass: answered with some users', null],
  ])('%s', (...[_name, rule, exchange, text, filter = EQ]) => {
    expect(told(rule({ ground, exchange, ...(filter && { filter }) }))).toBe(text);
  });

  test('matches in another case where one such user of several comes', () => {
    const mixed = spender('m1', { country: 'Us' });
    const probe = { ground: groundOver([us, de, lower, mixed]), exchange: rows([us, mixed]), filter: EQ };
    expect(told(answers.caseRecorded(probe))).toBe('pass: matches in another case');
  });
});

describe('a filter that breaks the grammar', () => {
  test.each<[string, (exchange: Exchange) => Finding, Exchange, string]>([
    ['is refused', answers.refusedAsMalformed, status(400), 'pass'],
    ['is refused', answers.refusedAsMalformed, status(403), barred],
    [
      'is refused',
      answers.refusedAsMalformed,
      status(200),
      'fail: A filter that breaks the grammar was answered with status 200. (400 -> 200)',
    ],
    ['is named', answers.namesInvalidFilter, status(403), barred],
    [
      'is named',
      answers.namesInvalidFilter,
      status(404),
      'not-exercised: the filter was not refused with 400, which another rule judges',
    ],
    ['is named', answers.namesInvalidFilter, status(400, 'no'), 'precondition: the refusal carries no JSON object'],
    ['is named', answers.namesInvalidFilter, status(400, { scimType: 'invalidFilter' }), 'pass'],
    [
      'is named',
      answers.namesInvalidFilter,
      status(400, { scimType: 'invalidValue' }),
      'fail: /scimType The refusal of a malformed filter does not carry the scimType invalidFilter. (invalidFilter -> invalidValue)',
    ],
    [
      'is named',
      answers.namesInvalidFilter,
      status(400),
      'fail: /scimType The refusal of a malformed filter does not carry the scimType invalidFilter. (invalidFilter -> null)',
    ],
  ])('%s', (_name, rule, exchange, text) => {
    expect(told(rule(exchange))).toBe(text);
  });
});

describe('another writing of a filter', () => {
  const usual = rows([us, lower]);
  const differs = (seen: string) =>
    `fail: Written in another way, the same filter was ${seen}. (the users of the usual writing -> ${seen})`;
  const without = (code: number) => `not-exercised: the usual writing was answered with status ${code}, without users`;

  test.each<[Exchange, Exchange, same: string, refused: string, recorded: string]>([
    [usual, rows([lower, us]), 'pass', 'pass: works as the usual form', 'pass: understood'],
    [
      usual,
      rows([us, de]),
      differs('answered with other users'),
      differs('answered with other users'),
      'pass: answered with other users',
    ],
    [
      usual,
      rows([us]),
      differs('answered with another number of users'),
      differs('answered with another number of users'),
      'pass: answered with another number of users',
    ],
    [
      usual,
      rows([]),
      differs('answered with another number of users'),
      'pass: answered with an empty list',
      'pass: answered with another number of users',
    ],
    [usual, status(400), differs('answered with 400'), 'pass: refused with 400', 'pass: answered with 400'],
    [usual, status(501), differs('answered with 501'), 'pass: refused with 501', 'pass: answered with 501'],
    [usual, status(500), differs('answered with 500'), differs('answered with 500'), 'pass: answered with 500'],
    [usual, status(302), differs('answered with 302'), differs('answered with 302'), 'pass: answered with 302'],
    [usual, status(403), barred, barred, barred],
    [usual, listed({ body: 'text' }), NO_LIST, NO_LIST, NO_LIST],
    [usual, listed({ body: uncounted }), NO_LIST, NO_LIST, NO_LIST],
    [rows([us], 2), rows([de], 2), 'pass', 'pass: works as the usual form', 'pass: understood'],
    [rows([us, lower]), rows([de], 2), 'pass', 'pass: works as the usual form', 'pass: understood'],
    [rows([us], 2), rows([de, fr]), 'pass', 'pass: works as the usual form', 'pass: understood'],
    [status(403), usual, barred, barred, barred],
    [status(400), usual, without(400), without(400), without(400)],
    [rows([]), usual, without(200), without(200), without(200)],
    [listed({ body: uncounted }), usual, without(200), without(200), without(200)],
  ])('row %#', (one, other, same, refused, recorded) => {
    const probe = { usual: one, other };
    expect(
      [writings.sameResult(probe), writings.sameOrRefused(probe), writings.recordedWriting(probe)].map(told),
    ).toEqual([same, refused, recorded]);
  });

  test('is judged where something was asked', () => {
    for (const rule of [writings.sameResult, writings.sameOrRefused, writings.recordedWriting, answers.recorded]) {
      expect(told(rule({ nothing: 'no value' }))).toBe('not-exercised: no value');
    }
  });
});
