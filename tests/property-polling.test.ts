/** The schedule of polls, over generated rhythms and servers: patient, growing, bounded, and over when it must be. */

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { poll } from '../src/harness/poller.ts';
import type { Rhythm } from '../src/http/rhythm.ts';
import { holds } from './fixtures/property.ts';

const START = Date.UTC(2026, 0, 15, 12);

const rhythm: fc.Arbitrary<Rhythm> = fc.record({
  firstMs: fc.integer({ min: 1, max: 10_000 }),
  factor: fc.double({ min: 1, max: 4, noNaN: true }),
  maxMs: fc.integer({ min: 1, max: 120_000 }),
  jitter: fc.oneof(fc.constant(0), fc.double({ min: 0, max: 0.5, noNaN: true })),
});

interface Read {
  /** How long the answer takes. */
  readonly tookMs: number;
  /** What the answer asks for, in whole seconds, and how it is written. */
  readonly askedS: number | undefined;
  readonly asDate: boolean;
  readonly brisk: boolean;
  readonly random: number;
}
const read: fc.Arbitrary<Read> = fc.record({
  tookMs: fc.nat(3_000),
  askedS: fc.option(fc.nat(200), { nil: undefined, freq: 3 }),
  asDate: fc.boolean(),
  brisk: fc.boolean(),
  random: fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true }),
});
const plain = read.map((one): Read => ({ ...one, askedS: undefined, brisk: false }));

interface Given {
  readonly rhythm: Rhythm;
  readonly reads: readonly Read[];
  readonly budgetMs: number;
}
const given = (one: fc.Arbitrary<Read>): fc.Arbitrary<Given> =>
  fc.record({
    rhythm,
    reads: fc.array(one, { minLength: 1, maxLength: 12 }),
    budgetMs: fc.nat(400_000),
  });

/** One poll that sees what it waits for at the last of the reads, on a clock that only waiting and reading move. */
async function polled({ rhythm: own, reads, budgetMs }: Given) {
  let now = START;
  let next = 0;
  /** Before each read: how long was waited, and when since the beginning it was sent. */
  const sent: { readonly waitedMs: number; readonly elapsedMs: number }[] = [];
  let idleSince = START;
  const result = await poll(
    {
      clock: { now: () => now, sleep: () => Promise.reject(new Error('waits go through the ground')) },
      random: () => reads[next]?.random ?? 0,
      rhythm: own,
      budgetMs,
      runLeftMs: () => Number.POSITIVE_INFINITY,
      wait: async (ms) => {
        now += ms;
      },
    },
    {
      awaiting: 'the end',
      read: async () => {
        const one = reads[next];
        if (!one) throw new Error('read although it was done');
        sent.push({ waitedMs: now - idleSince, elapsedMs: now - START });
        next += 1;
        now += one.tookMs;
        idleSince = now;
        return { ...one, header: headerOf(one, now) };
      },
      done: () => next === reads.length,
      brisk: (one) => one.brisk,
      retryAfter: (one) => one.header,
    },
  );
  return { result, sent, elapsedMs: now - START };
}

function headerOf({ askedS, asDate }: Read, now: number): string | undefined {
  if (askedS === undefined) return undefined;
  return asDate ? new Date(now + askedS * 1000).toUTCString() : String(askedS);
}

describe('a poll', () => {
  test('never asks sooner than the first interval, nor than the last answer wished', () =>
    holds(
      300,
      fc.asyncProperty(given(read), async (one) => {
        const { sent } = await polled(one);
        sent.forEach(({ waitedMs }, index) => {
          expect(waitedMs).toBeGreaterThanOrEqual(one.rhythm.firstMs);
          const before = one.reads[index - 1];
          // A date says whole seconds, so that up to one of them is lost in writing it.
          const wished = (before?.askedS ?? 0) * 1000 - (before?.asDate ? 1000 : 0);
          expect(waitedMs).toBeGreaterThanOrEqual(wished);
        });
      }),
    ));

  test('waits longer every time, up to the longest interval, and strays no further than its jitter', () =>
    holds(
      300,
      fc.asyncProperty(given(plain), async (one) => {
        const { firstMs, factor, maxMs, jitter = 0 } = one.rhythm;
        const { sent } = await polled(one);
        sent.forEach(({ waitedMs }, index) => {
          const due = Math.min(firstMs * factor ** index, Math.max(maxMs, firstMs));
          // A rounded millisecond more; the first interval has a documented minimum and is only ever lengthened.
          expect(waitedMs).toBeLessThanOrEqual(Math.ceil(index === 0 ? due * (1 + jitter) : due) + 1);
          expect(waitedMs).toBeGreaterThanOrEqual(index === 0 ? due : Math.max(firstMs, due * (1 - jitter)));
          const before = sent[index - 1]?.waitedMs ?? 0;
          if (jitter === 0) expect(waitedMs).toBeGreaterThanOrEqual(before);
        });
      }),
    ));

  test('sends nothing behind its budget, and gives up only where the next read would be', () =>
    holds(
      300,
      fc.asyncProperty(given(plain), async (one) => {
        const { result, sent, elapsedMs } = await polled(one);
        for (const { elapsedMs: at } of sent) expect(at).toBeLessThanOrEqual(one.budgetMs);
        expect(result.converged).toBe(sent.length === one.reads.length);
        const { firstMs, factor, maxMs, jitter = 0 } = one.rhythm;
        const longest = Math.min(firstMs * factor ** sent.length, Math.max(maxMs, firstMs));
        const most = Math.ceil(sent.length === 0 ? firstMs * (1 + jitter) : longest);
        if (!result.converged) expect(elapsedMs + most).toBeGreaterThan(one.budgetMs);
      }),
    ));

  test('waits the first interval again once it has only to confirm', () =>
    holds(
      100,
      fc.asyncProperty(given(read.map((one) => ({ ...one, askedS: undefined, brisk: true }))), async (one) => {
        const { firstMs, jitter = 0 } = one.rhythm;
        for (const { waitedMs } of (await polled(one)).sent) {
          expect(waitedMs).toBeLessThanOrEqual(Math.ceil(firstMs * (1 + jitter)) + 1);
        }
      }),
    ));
});
