/** The rhythm of polling as arithmetic, and the wait itself on a virtual clock: what it records and when it ends. */

import { describe, expect, test } from 'vitest';
import type { Polled, PollPlan } from '../src/harness/case.ts';
import { Interruption } from '../src/harness/interruption.ts';
import { type PollGround, poll } from '../src/harness/poller.ts';
import { nextPoll, type Rhythm } from '../src/http/rhythm.ts';
import { createVirtualClock } from '../src/proof/virtual-clock.ts';

const DOCUMENTED: Rhythm = { firstMs: 5_000, factor: 2, maxMs: 60_000, jitter: 0.1 };

const waits = (rhythm: Rhythm, random: number, count = 7): number[] =>
  Array.from({ length: count }, (_, intervals) => {
    const next = nextPoll(rhythm, { intervals, reads: intervals, elapsedMs: 0, budgetMs: 1e9, random });
    return 'waitMs' in next ? next.waitMs : Number.NaN;
  });

describe('the rhythm', () => {
  test('begins with the first interval, doubles, and stays at the longest', () => {
    expect(waits(DOCUMENTED, 0)).toEqual([5_000, 10_000, 20_000, 40_000, 60_000, 60_000, 60_000]);
  });

  test('varies by chance, never below the first interval and never above the longest', () => {
    for (const random of [0, 0.3, 0.7, 0.999]) {
      const own = waits(DOCUMENTED, random);
      expect(Math.min(...own)).toBeGreaterThanOrEqual(5_000);
      expect(Math.max(...own)).toBeLessThanOrEqual(60_000);
      expect(own.slice(0, 5)).toEqual([...own.slice(0, 5)].sort((a, b) => a - b));
    }
    expect(waits(DOCUMENTED, 0.999)).not.toEqual(waits(DOCUMENTED, 0));
  });

  const at = { intervals: 1, reads: 3, elapsedMs: 100_000, budgetMs: 600_000, random: 0 };

  test('is patient where the target asks for it, and never hastier than it is by itself', () => {
    expect(nextPoll(DOCUMENTED, { ...at, askedMs: 90_000 })).toEqual({ waitMs: 90_000 });
    expect(nextPoll(DOCUMENTED, { ...at, askedMs: 1_000 })).toEqual({ waitMs: 10_000 });
  });

  test('ends before the read that would pass the budget, and shows the sum', () => {
    expect(nextPoll(DOCUMENTED, { ...at, elapsedMs: 590_000 })).toEqual({ waitMs: 10_000 });
    expect(nextPoll(DOCUMENTED, { ...at, elapsedMs: 590_001 })).toEqual({
      stop: 'not seen after 590001 ms and 3 reads; the next read in 10000 ms would come at 600001 ms and pass the budget of 600000 ms',
    });
    expect(nextPoll(DOCUMENTED, { ...at, askedMs: 3_600_000 })).toEqual({
      stop: expect.stringContaining('in 3600000 ms, as Retry-After asks, would come at 3700000 ms'),
    });
  });
});

/** What each read brings in turn: a number, or trouble. The last one stays. */
type Script = readonly (number | Interruption)[];
const throttled = (retryAfterMs?: number) =>
  new Interruption('throttled', 'GET was refused with 429', retryAfterMs === undefined ? {} : { retryAfterMs });
const broken = new Interruption('unreachable', 'GET: socket hang up');

async function run(
  script: Script,
  plan: Partial<PollPlan<number>> = {},
  ground: Partial<PollGround> = {},
): Promise<{ polled: Polled<number>; times: number[]; endedAt: number }> {
  const clock = createVirtualClock(0);
  const times: number[] = [];
  const polled = await poll(
    {
      clock,
      random: () => 0,
      rhythm: DOCUMENTED,
      budgetMs: 600_000,
      runLeftMs: () => 3_600_000,
      wait: (ms) => clock.sleep(ms),
      ...ground,
    },
    {
      awaiting: 'a one',
      done: (seen) => seen === 1,
      read: async () => {
        const next = script[Math.min(times.length, script.length - 1)] ?? 0;
        times.push(clock.now() / 1_000);
        if (next instanceof Interruption) throw next;
        return next;
      },
      ...plan,
    },
  );
  return { polled, times, endedAt: clock.now() };
}

describe('a wait', () => {
  test('reads until it is done', async () => {
    const { polled, times } = await run([0, 0, 1]);
    expect(polled).toMatchObject({ converged: true, last: 1, seen: [0, 0, 1], faults: [] });
    expect(times).toEqual([5, 15, 35]);
  });

  test('confirms in the shortest interval what it has seen', async () => {
    let ones = 0;
    const done = (seen: number) => {
      ones = seen === 1 ? ones + 1 : 0;
      return ones === 3;
    };
    const { times } = await run([0, 0, 1, 1, 1], { done, brisk: () => ones > 0 });
    expect(times).toEqual([5, 15, 35, 40, 45]);
  });

  test('waits out throttling and broken connections, and keeps a note of each', async () => {
    const { polled, times } = await run([throttled(), broken, throttled(120_000), 1]);
    expect(times).toEqual([5, 15, 35, 155]);
    expect(polled.converged).toBe(true);
    expect(polled.faults).toEqual([
      { at: 5_000, reason: 'throttled', detail: 'GET was refused with 429' },
      { at: 15_000, reason: 'unreachable', detail: 'GET: socket hang up' },
      { at: 35_000, reason: 'throttled', detail: 'GET was refused with 429', retryAfterMs: 120_000 },
    ]);
  });

  test.each([
    ['seconds', '90'],
    ['an HTTP date', new Date(5_000 + 90_000).toUTCString()],
  ])('heeds the Retry-After of an answer, given as %s', async (_form, header) => {
    const { times } = await run([0, 1], { retryAfter: () => header });
    expect(times).toEqual([5, 95]);
  });

  test.each([
    ['nothing comes', [0], 'not-converged', /a one: not seen after 555000 ms and 12 reads; the next read in 60000 ms/],
    [
      'it is throttled for ever',
      [0, throttled()],
      'throttled',
      /11 reads were throttled \(GET was refused with 429\)$/,
    ],
    ['the line is dead', [broken], 'unreachable', /12 reads got no answer \(GET: socket hang up\)$/],
  ] as const)('ends inside its budget and says why when %s', async (_what, script, reason, detail) => {
    const { polled, endedAt } = await run(script);
    expect(endedAt).toBe(555_000);
    expect(polled).toMatchObject({ converged: false, reason, detail: expect.stringMatching(detail) });
    expect(polled.seen.length + polled.faults.length).toBe(12);
  });

  test('ends inside the budget of the run, and blames that', async () => {
    const { polled, endedAt } = await run([0], {}, { runLeftMs: () => 30_000 });
    expect(endedAt).toBe(15_000);
    expect(polled).toMatchObject({ reason: 'budget', detail: expect.stringContaining('the budget of 30000 ms') });
  });

  test('lets everything else through', async () => {
    await expect(run([new Interruption('budget', 'used up')])).rejects.toThrow('used up');
  });
});
