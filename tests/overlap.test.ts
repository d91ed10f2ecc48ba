/** Which cases run beside each other: waits overlap, and readings that no write can mislead do not hold anybody up. */

import { expect, test } from 'vitest';
import { anytime, type Case, defineCase } from '../src/harness/case.ts';
import { createPace } from '../src/http/pace.ts';
import { pass } from '../src/model/finding.ts';
import { judgeInProcess } from '../src/proof/judge-in-process.ts';
import { createVirtualClock } from '../src/proof/virtual-clock.ts';

const order: string[] = [];

const one = (name: string, waits: number, writes = false): Case =>
  defineCase({
    requirement: 'lookup.listed-user',
    name,
    writes,
    probe: async (session) => {
      order.push(`${name} begins`);
      for (let left = waits; left > 0; left -= 1) await session.pause(250);
      order.push(`${name} ends`);
    },
    expect: () => pass(),
  });

async function ran(cases: readonly Case[]): Promise<{ order: readonly string[]; seconds: number }> {
  order.length = 0;
  const { seconds, records } = await judgeInProcess({ cases });
  expect(records).toHaveLength(cases.length);
  return { order: [...order], seconds };
}

test('readings come before writes, and those that no write can mislead beside them', async () => {
  const cases = [one('write', 8, true), one('other write', 8, true), ...anytime([one('free', 1)]), one('steady', 1)];
  const { order: seen, seconds } = await ran(cases);
  expect(seen.slice(0, 2)).toEqual(['steady begins', 'steady ends']);
  expect(seen.slice(2, 5).sort()).toEqual(['free begins', 'other write begins', 'write begins']);
  // One wait for the first reading, eight for the writes, which wait side by side.
  expect(seconds).toBeCloseTo(9 * 0.25, 1);
});

test('without writes everything is read at once', async () => {
  const { order: seen } = await ran([...anytime([one('free', 1)]), one('steady', 1)]);
  expect(seen.slice(0, 2).sort()).toEqual(['free begins', 'steady begins']);
});

test('a writing case stays one when its table is free', () => {
  const [write, read] = anytime([one('write', 0, true), one('read', 0)]);
  expect([write?.anytime, read?.anytime]).toEqual([undefined, true]);
});

test('urgent requests go before those that wait for a place', async () => {
  const clock = createVirtualClock();
  const pace = createPace({ concurrency: 1, requestsPerSecond: 10 }, clock);
  const sent: string[] = [];
  const send = (name: string, urgent: boolean) => pace.run(async () => void sent.push(name), urgent);
  await Promise.all([send('a', false), send('b', false), send('c', false), send('poll', true)]);
  expect(sent).toEqual(['a', 'poll', 'b', 'c']);
});
