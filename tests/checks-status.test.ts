/** How a status document is read where its flags came as text, and which answers may be others a moment later. */

import { describe, expect, test } from 'vitest';
import { isPassing, statusOf } from '../src/checks/status.ts';
import type { Json } from '../src/model/json.ts';
import { exchangeOf } from './fixtures/error-exchange.ts';

describe('a flag of a status document', () => {
  test.each<[Json, boolean | undefined]>([
    [true, true],
    [false, false],
    ['true', true],
    ['false', false],
    ['TRUE', undefined],
    ['', undefined],
    [1, undefined],
    [null, undefined],
  ])('%j is read as %s', (written, read) => {
    const json = { status: { completed: written, success: written } };
    const view = statusOf(exchangeOf({ operation: 'getProvisionStatus', status: 200, json }));
    expect([view?.completed, view?.success]).toEqual([read, read]);
  });
});

describe('an answer that may be another one a moment later', () => {
  test.each([408, 429, 502, 503, 504])('is one with status %s', (status) => {
    expect(isPassing(exchangeOf({ status }))).toBe(true);
  });

  test.each([200, 202, 401, 403, 404, 409, 500, 501])('is none with status %s', (status) => {
    expect(isPassing(exchangeOf({ status }))).toBe(false);
  });
});
