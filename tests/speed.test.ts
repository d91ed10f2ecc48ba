/**
 * Waits overlap: the writing areas on the mock, and a tenant that needs forty seconds for everything. Time is virtual, so
 * that these figures do not depend on the machine; what the machine adds is in `npm run bench`.
 */

import { expect, test } from 'vitest';
import { REMOTE_DEFAULTS } from '../src/harness/facts.ts';
import { type InProcessOptions, judgeInProcess } from '../src/proof/judge-in-process.ts';
import { longestChainSeconds } from '../src/proof/longest-chain.ts';

test('more than sixty subjects converge on the mock within two and a half seconds of waiting', async () => {
  const run = await judgeInProcess({ areas: ['provisioning', 'consistency'] });
  expect(run.inconclusive).toEqual([]);
  const converged = new Set(run.leftovers.filter(({ userId }) => userId !== undefined).map(({ userId }) => userId));
  expect(converged.size).toBeGreaterThan(60);
  expect(run.seconds).toBeLessThan(2.5);
});

/** Forty seconds from the request to its effect, asked in the documented rhythm at the documented pace. */
const TENANTS: readonly (readonly [string, InProcessOptions])[] = [
  ['is slow to process', { processingMs: 40_000, visibleMs: 0 }],
  ['is slow to process and slow to show', { processingMs: 20_000, visibleMs: 20_000 }],
  ['is slow to show', { processingMs: 1_000, visibleMs: 39_000 }],
];

test.each(TENANTS)('on a tenant that %s a run takes little longer than its longest chain', async (_what, tenant) => {
  const options = { ...tenant, defaults: REMOTE_DEFAULTS };
  const whole = await judgeInProcess(options);
  expect([whole.violations, whole.warnings]).toEqual([[], []]);
  expect(whole.seconds).toBeLessThanOrEqual(1.3 * (await longestChainSeconds(whole, options)));
});
