/** The soak itself: what it shuffles, what it complains about, and one run of it. Fifty runs are `npm run soak`. */

import { spawnSync } from 'node:child_process';
import { describe, expect, test } from 'vitest';
import { repositoryPath } from '../src/contract/yaml.ts';
import { complaintsOf, type SoakRun, shuffled, soakOnce } from '../src/proof/soak.ts';

const judged = (id: string, verdict: 'pass' | 'fail' | 'inconclusive') =>
  ({ id, verdict, level: 'MUST', impact: verdict === 'fail' ? 'violation' : 'none' }) as const;
const run = (requirements: SoakRun['requirements'], outcome = 'conforms'): SoakRun => ({
  seed: 1,
  outcome,
  requirements,
  ms: 1,
});

describe('an order', () => {
  const items = Array.from({ length: 50 }, (_, index) => index);

  test('holds every item once and follows from its seed alone', () => {
    expect([...shuffled(items, 7)].sort((a, b) => a - b)).toEqual(items);
    expect(shuffled(items, 7)).toEqual(shuffled(items, 7));
    expect(shuffled(items, 7)).not.toEqual(shuffled(items, 8));
    expect(shuffled(items, 7)).not.toEqual(items);
  });
});

describe('a run', () => {
  const first = run([judged('a.b', 'pass'), judged('a.c', 'pass')]);

  test('that is like the first one is no news', () => {
    expect(complaintsOf(first, first)).toEqual([]);
  });

  test('that differs, or raises an alarm, is told', () => {
    const other = run([judged('a.b', 'fail'), judged('a.c', 'inconclusive')], 'violations');
    expect(complaintsOf(other, first)).toEqual([
      'came to violations',
      'a.b: violation',
      'a.b: fail, and pass in the first run',
      'a.c: inconclusive, and pass in the first run',
    ]);
  });

  test('over HTTP, with other users and the cases in another order, conforms', async () => {
    const seen = await soakOnce(20_240_301, ['chunked', 'compressed']);
    expect(complaintsOf(seen, seen)).toEqual([]);
    expect(seen.requirements.length).toBeGreaterThan(250);
  }, 120_000);
});

describe('npm run soak', () => {
  test.each([
    ['no runs', ['--runs', '0', '--cli', '0', '--starved', '0']],
    ['runs that are no number', ['--runs', 'many']],
    ['a variant that nobody knows', ['--variant', 'slo']],
  ])(
    'refuses %s, which is no complaint about the harness',
    (_what, args) => {
      const { status, stdout } = spawnSync(
        process.execPath,
        ['--import', 'tsx', repositoryPath('src', 'proof', 'soak.ts'), ...args],
        { encoding: 'utf8' },
      );
      expect({ status, stdout }).toEqual({ status: 3, stdout: '' });
    },
    60_000,
  );
});
