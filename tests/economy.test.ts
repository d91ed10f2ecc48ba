/** A run is cheap: one exchange serves every check that can use it. Counted on the wire, with the whole suite. */

import { beforeAll, describe, expect, test } from 'vitest';
import { loadContract } from '../src/contract/load.ts';
import type { WireRequest } from '../src/http/transport.ts';
import { AREAS } from '../src/model/requirement.ts';
import { fullWalksOf, repeatedOf } from '../src/proof/economy.ts';
import { judgeInProcess } from '../src/proof/judge-in-process.ts';

const USERS = 201;
const READING = AREAS.filter((area) => area !== 'provisioning' && area !== 'consistency');

const sent: WireRequest[] = [];

beforeAll(async () => {
  const run = await judgeInProcess({
    users: USERS,
    areas: READING,
    between: (wire) => ({
      send: (request) => {
        sent.push(request);
        return wire.send(request);
      },
      close: () => wire.close(),
    }),
  });
  expect([run.violations, run.inconclusive]).toEqual([[], []]);
}, 60_000);

describe('a run on the mock', () => {
  test('walks the whole list three times at most', () => {
    const walks = fullWalksOf(sent, USERS, loadContract('2024-03').pageSize.name);
    expect(walks).toBeGreaterThan(1);
    expect(walks).toBeLessThanOrEqual(3);
  });

  test('sends a request again only where repetition is the question', () => {
    expect(repeatedOf(sent).map(({ request, times }) => `${times} x ${shortened(request)}`)).toEqual(REPETITIONS);
  });
});

/** Every one is asked `fresh` by a case about repetition: a page and a user looked at again, a user asked for twice. */
const REPETITIONS = [
  '2 x GET /Users?startIndex=1&itemsPerPage=100',
  '2 x GET /Users/ID',
  '2 x GET /Users/ID',
  // In turn with the company's token: what one of them is told must not depend on what the other was told before.
  ...['itemsPerPage=31', 'itemsPerPage=32', 'itemsPerPage=33'].map((size) => `2 x GET /Users?startIndex=1&${size}`),
  ...['itemsPerPage=31', 'itemsPerPage=32', 'itemsPerPage=33'].map((size) => `2 x GET /Users?startIndex=1&${size}`),
];

function shortened({ method, url }: WireRequest): string {
  return `${method} ${url.slice(url.indexOf('/Users')).replace(/[0-9a-f-]{36}/, 'ID')}`;
}
