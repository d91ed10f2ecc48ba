/** Answers to filters that nobody promised: what passes, what is recorded, what is wrong. */

import { describe, expect, it } from 'vitest';
import { compare, type Filter } from '../src/checks/filter/terms.ts';
import {
  caseRecorded,
  namesInvalidFilter,
  neverUnfiltered,
  nobodyComes,
  noServerError,
  recorded,
  refusedAsMalformed,
  refusedOrRight,
  worksOrRefused,
} from '../src/checks/filtering-answers.ts';
import { recordedWriting, sameOrRefused, sameResult } from '../src/checks/filtering-writings.ts';
import type { JsonObject } from '../src/model/json.ts';
import { COUNTRY, groundOver, spender } from './fixtures/filter-ground.ts';
import { listed, page } from './fixtures/list-exchanges.ts';

const [us, de, fr, lower] = [
  spender('u1', { country: 'US' }),
  spender('d1', { country: 'DE' }),
  spender('f1', { country: 'FR' }),
  spender('l1', { country: 'us' }),
];
const all = [us, de, fr, lower];
const ground = groundOver(all);
const contains: Filter = compare(COUNTRY, 'co', 'U');

const rows = (users: readonly JsonObject[], total = users.length) => listed({ body: page(users, total) });
const status = (code: number, body?: JsonObject) => listed({ status: code, ...(body && { body }) });
const seen = (exchange: ReturnType<typeof listed>, filter: Filter | undefined = contains) => ({
  ground,
  exchange,
  ...(filter && { filter }),
});
const unread = (exchange: ReturnType<typeof listed>) => ({ ground, exchange });

describe('a filter outside the matrix', () => {
  it.each([
    ['refused with 400', status(400)],
    ['refused with 501', status(501)],
    ['evaluated', rows([us])],
    ['evaluated', rows([us, lower])],
    ['answered with an empty list', rows([])],
    ['answered with users who do not match', rows([us, de])],
    ['answered with 500', status(500)],
  ])('is never the unfiltered list: %s', (behaviour, exchange) => {
    expect(neverUnfiltered(seen(exchange))).toEqual({ verdict: 'pass', behaviour });
  });

  it('fails as the unfiltered list, by its total and its rows', () => {
    expect(neverUnfiltered(seen(rows(all)))).toMatchObject({ verdict: 'fail', problems: [{ actual: 4 }] });
    expect(neverUnfiltered(seen(rows([us, de], 4))).verdict).toBe('fail');
    expect(neverUnfiltered(unread(rows(all))).verdict).toBe('fail');
  });

  it('is not unfiltered for a wrong total alone', () => {
    const odd = compare(COUNTRY, 'eq', 'FR');
    expect(neverUnfiltered(seen(rows([fr], 4), odd)).verdict).toBe('pass');
  });

  it('is refused, or evaluated rightly', () => {
    for (const right of [status(400), status(501), rows([us]), rows([us, lower])]) {
      expect(refusedOrRight(seen(right)).verdict).toBe('pass');
    }
    for (const wrong of [status(404), status(500), rows([]), rows([us, de])]) {
      expect(refusedOrRight(seen(wrong)).verdict).toBe('fail');
    }
    expect(refusedOrRight(seen(rows(all))).verdict).toBe('not-exercised');
  });

  it('says nothing where access is at issue, or the list cannot be read', () => {
    for (const rule of [neverUnfiltered, refusedOrRight, worksOrRefused, recorded, nobodyComes]) {
      expect(rule(seen(status(403))).verdict).toBe('inconclusive');
      expect(rule(seen(listed({ body: 'text' }))).verdict).toBe('inconclusive');
      expect(rule({ nothing: 'no value' }).verdict).toBe('not-exercised');
    }
  });

  it('says nothing about a population of one', () => {
    const alone = { ...seen(rows([us])), ground: groundOver([us]) };
    expect(neverUnfiltered(alone).verdict).toBe('not-exercised');
  });
});

describe('a permitted shape', () => {
  it('works or is refused', () => {
    expect(worksOrRefused(seen(rows([us])))).toEqual({ verdict: 'pass', behaviour: 'evaluated' });
    expect(worksOrRefused(seen(status(400)))).toEqual({ verdict: 'pass', behaviour: 'refused with 400' });
    for (const wrong of [rows(all), rows([de]), status(500)]) expect(worksOrRefused(seen(wrong)).verdict).toBe('fail');
  });

  it('returns a part of the matches at worst', () => {
    const notUs = compare(COUNTRY, 'ne', 'US');
    expect(worksOrRefused(seen(rows([fr]), notUs))).toMatchObject({ behaviour: 'answered with a part of the matches' });
  });
});

describe('what must not break a server', () => {
  it('is anything but a server error', () => {
    expect(noServerError(unread(rows([us])))).toMatchObject({ behaviour: 'answered with some users' });
    expect(noServerError(unread(rows(all)))).toMatchObject({ behaviour: 'answered with the unfiltered list' });
    expect(noServerError(unread(status(501)))).toMatchObject({ behaviour: 'refused with 501' });
    expect(noServerError(unread(status(500))).verdict).toBe('fail');
    expect(noServerError(unread(status(503))).verdict).toBe('fail');
  });

  it('brings nobody where nobody has the value', () => {
    const absent = compare(COUNTRY, 'eq', 'Z"Z');
    expect(nobodyComes(seen(rows([]), absent))).toEqual({ verdict: 'pass' });
    expect(nobodyComes(seen(status(414), absent))).toEqual({ verdict: 'pass', behaviour: 'refused with 414' });
    for (const wrong of [rows([us]), rows(all), status(500)])
      expect(nobodyComes(seen(wrong, absent)).verdict).toBe('fail');
  });
});

describe('the letter case of a value', () => {
  it('is recorded by who comes', () => {
    const upper = compare(COUNTRY, 'eq', 'US');
    expect(caseRecorded(seen(rows([us, lower]), upper))).toMatchObject({ behaviour: 'matches in another case' });
    expect(caseRecorded(seen(rows([us]), upper))).toMatchObject({ behaviour: 'matches in its own case only' });
    expect(caseRecorded(seen(status(400), upper))).toMatchObject({ behaviour: 'refused with 400' });
  });
});

describe('a malformed filter', () => {
  it('is refused with 400', () => {
    expect(refusedAsMalformed(status(400)).verdict).toBe('pass');
    for (const code of [404, 500, 501]) expect(refusedAsMalformed(status(code)).verdict).toBe('fail');
    expect(refusedAsMalformed(rows([])).verdict).toBe('fail');
    expect(refusedAsMalformed(status(403)).verdict).toBe('inconclusive');
  });

  it('is named in scimType', () => {
    expect(namesInvalidFilter(status(400, { scimType: 'invalidFilter' })).verdict).toBe('pass');
    expect(namesInvalidFilter(status(400, { scimType: 'invalidValue' })).verdict).toBe('fail');
    expect(namesInvalidFilter(status(400, {}))).toMatchObject({ verdict: 'fail', problems: [{ actual: null }] });
    expect(namesInvalidFilter(status(400)).verdict).toBe('inconclusive');
    expect(namesInvalidFilter(status(401)).verdict).toBe('inconclusive');
    expect(namesInvalidFilter(rows([us])).verdict).toBe('not-exercised');
  });
});

describe('another writing of a filter', () => {
  const usual = rows([us, lower]);
  it('gives the same users in any order', () => {
    expect(sameResult({ usual, other: rows([lower, us]) }).verdict).toBe('pass');
    expect(sameResult({ usual, other: rows([us]) }).verdict).toBe('fail');
    expect(sameResult({ usual, other: rows([us, de]) }).verdict).toBe('fail');
    expect(sameResult({ usual, other: status(400) }).verdict).toBe('fail');
  });

  it('is compared by its total where the result has more pages', () => {
    expect(sameResult({ usual: rows([us], 2), other: rows([lower], 2) }).verdict).toBe('pass');
  });

  it('needs a usual result to compare with', () => {
    expect(sameResult({ usual: rows([]), other: rows([]) }).verdict).toBe('not-exercised');
    expect(sameResult({ usual: status(400), other: status(400) }).verdict).toBe('not-exercised');
    expect(sameResult({ usual: status(401), other: usual }).verdict).toBe('inconclusive');
    expect(sameResult({ usual, other: status(429) }).verdict).toBe('inconclusive');
    expect(sameResult({ nothing: 'no value' }).verdict).toBe('not-exercised');
  });

  it('may be refused, where that is permitted', () => {
    expect(sameOrRefused({ usual, other: status(400) })).toEqual({ verdict: 'pass', behaviour: 'refused with 400' });
    expect(sameOrRefused({ usual, other: rows([]) })).toMatchObject({ behaviour: 'answered with an empty list' });
    expect(sameOrRefused({ usual, other: usual })).toMatchObject({ behaviour: 'works as the usual form' });
    expect(sameOrRefused({ usual, other: rows(all) }).verdict).toBe('fail');
    expect(sameOrRefused({ usual, other: status(500) }).verdict).toBe('fail');
    for (const other of [status(400), rows([]), rows(all)]) {
      expect(sameOrRefused({ usual: rows([]), other }).verdict).toBe('not-exercised');
      expect(sameOrRefused({ usual: status(404), other }).verdict).toBe('not-exercised');
    }
  });

  it('is recorded, where nothing is promised', () => {
    expect(recordedWriting({ usual, other: usual })).toEqual({ verdict: 'pass', behaviour: 'understood' });
    expect(recordedWriting({ usual, other: status(400) })).toMatchObject({ behaviour: 'answered with 400' });
    expect(recordedWriting({ usual, other: rows(all) })).toMatchObject({ verdict: 'pass' });
  });
});
