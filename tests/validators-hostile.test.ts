/** Whatever a server sends, judging it is quiet: no check and no schema ever throws, and what is found points somewhere. */

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Contract, URN } from '../src/contract/contract.ts';
import { loadContract } from '../src/contract/load.ts';
import type { Exchange } from '../src/model/exchange.ts';
import { at, isArray, isObject, type Json } from '../src/model/json.ts';
import { OPERATIONS, REVISIONS } from '../src/model/requirement.ts';
import { cases } from '../suites/resource.cases.ts';
import { exchangeOf, FULL_USER, methodOf, withAt } from './fixtures/user-exchange.ts';

const json: fc.Arbitrary<Json> = fc.jsonValue({ maxDepth: 4 }).map((value) => JSON.parse(JSON.stringify(value)));

function inspectAll(contract: Contract, exchange: Exchange): void {
  contract.judgeSchema(exchange);
  for (const one of cases(contract)) if (one.kind === 'standing') one.inspect(exchange, contract);
}

describe.each(REVISIONS)('arbitrary JSON in %s', (revision) => {
  const contract = loadContract(revision);
  const operations = OPERATIONS.filter((one) => contract.offers(one));

  test('as the body of any answer', () => {
    fc.assert(
      fc.property(
        json,
        fc.constantFrom(...operations),
        fc.constantFrom(200, 202, 400, 404),
        (body, operation, status) => {
          inspectAll(contract, exchangeOf(body, { operation, status, method: methodOf(contract, operation) }));
        },
      ),
      { numRuns: 200 },
    );
  });

  /** Every place of a user, whole or deep inside. */
  const places: (readonly (string | number)[])[] = [];
  const walk = (value: Json, path: readonly (string | number)[]): void => {
    if (path.length > 0) places.push(path);
    if (isArray(value)) for (const [index, item] of value.entries()) walk(item, [...path, index]);
    if (isObject(value)) for (const [key, item] of Object.entries(value)) walk(item, [...path, key]);
  };
  walk(FULL_USER, []);

  test('in any place of a user on a page', () => {
    fc.assert(
      fc.property(json, fc.constantFrom(...places), (value, place) => {
        const body = { schemas: [URN.listResponse], totalResults: 1, Resources: [withAt(FULL_USER, place, value)] };
        const exchange = exchangeOf(body, { operation: 'listUsers' });
        inspectAll(contract, exchange);
        for (const problem of contract.judgeSchema(exchange).problems) {
          const steps = (problem.pointer ?? '').split('/').slice(1);
          const path = steps.map((step) =>
            /^\d+$/.test(step) ? Number(step) : step.replaceAll('~1', '/').replaceAll('~0', '~'),
          );
          expect(at(body, ...path)).toBeDefined();
        }
      }),
      { numRuns: 300 },
    );
  });
});

test.each([
  ['a member called __proto__', '{"__proto__": {"id": 1}, "id": "x"}'],
  ['a member called constructor', '{"constructor": null, "toString": 1, "schemas": {"length": 3}}'],
  ['a list of a thousand empty users', JSON.stringify({ Resources: Array.from({ length: 1000 }, () => ({})) })],
  ['a deep body', `${'['.repeat(5000)}${']'.repeat(5000)}`],
])('%s', (_name, text) => {
  const contract = loadContract('2024-03');
  for (const operation of ['listUsers', 'getUser'] as const) {
    inspectAll(contract, exchangeOf(JSON.parse(text), { operation }));
  }
});
