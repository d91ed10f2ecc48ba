/**
 * Targets that never come to an end, go back, forget, talk of something else, throttle for ever or hang up: the run ends
 * inside its budget, says which of it it saw, blames nobody for traffic, and keeps every event. On a virtual clock, in a
 * tenant's rhythm.
 */

import { describe, expect, test } from 'vitest';
import { REMOTE_DEFAULTS } from '../src/harness/facts.ts';
import { TransportFailure, type WireRequest, type WireResponse } from '../src/http/transport.ts';
import { type Corruption, refuse } from '../src/mock/fault.ts';
import type { History } from '../src/model/history.ts';
import { IN_PROCESS_ORIGIN } from '../src/proof/in-process-transport.ts';
import { type InProcessOptions, type InProcessResult, judgeInProcess } from '../src/proof/judge-in-process.ts';

const RUN_SECONDS = REMOTE_DEFAULTS.budgets.runMs / 1_000;
const WAIT_SECONDS = REMOTE_DEFAULTS.budgets.convergenceMs / 1_000;

interface Seen extends InProcessResult {
  /** URLs of status reads that went out, answered or not. */
  readonly statusReads: readonly string[];
}

async function run(options: Partial<InProcessOptions>): Promise<Seen> {
  const statusReads: string[] = [];
  const result = await judgeInProcess({
    areas: ['provisioning', 'consistency'],
    defaults: REMOTE_DEFAULTS,
    processingMs: 12_000,
    visibleMs: 4_000,
    ...options,
    between: (wire) => {
      const inner = options.between?.(wire) ?? wire;
      return {
        close: inner.close,
        send: (request) => {
          if (isStatus(request)) statusReads.push(request.url);
          return inner.send(request);
        },
      };
    },
  });
  expect(result.seconds).toBeLessThanOrEqual(RUN_SECONDS);
  expect(result.records.filter(({ reason }) => reason === 'harness')).toEqual([]);
  return { ...result, statusReads };
}

const isStatus = ({ method, url }: WireRequest): boolean => method === 'GET' && url.includes('/provisions/');
const isBulk = ({ method, url, body }: WireRequest): boolean =>
  method === 'POST' && url.endsWith('/Bulk') && (body ?? '').includes('create-');
const isLookup = ({ method, url }: WireRequest): boolean => method === 'GET' && /\/Users\/[^/?]+$/.test(url);
const isFiltered = ({ method, url }: WireRequest): boolean => method === 'GET' && url.includes('filter=');

const failed = ({ requirements }: InProcessResult): readonly string[] =>
  requirements.filter(({ verdict }) => verdict === 'fail').map(({ id }) => id);

/** What the cases say they saw, by reason. */
const told = ({ records }: InProcessResult, reason: string): readonly string[] =>
  [...new Set(records.filter((one) => one.reason === reason).map(({ detail }) => detail ?? ''))].sort();

/** Events of a kind over all histories, each read counted as often as it was made. */
function events(histories: readonly History[], kind: History['subject']['kind'], ...kinds: readonly string[]): number {
  return histories
    .filter(({ subject }) => subject.kind === kind)
    .flatMap((one) => one.events)
    .filter((event) => kinds.includes(event.kind))
    .reduce((sum, event) => sum + ('times' in event ? (event.times ?? 1) : 1), 0);
}

/** Every read of a status that a history is about is an event of it, answered or not. */
function expectNothingForgotten({ histories, statusReads }: Seen): void {
  const known = histories.filter(({ subject }) => subject.kind === 'request').map(({ subject }) => subject.id);
  const sent = statusReads.filter((url) => known.some((id) => url.includes(id)));
  expect(sent.length).toBeGreaterThan(10);
  expect(events(histories, 'request', 'status', 'fault')).toBe(sent.length);
}

describe('the status', () => {
  test('never says completed: open, with the arithmetic of the budget', async () => {
    const seen = await run({ corrupt: { finish: () => Number.POSITIVE_INFINITY } });
    expect(failed(seen)).toEqual([]);
    expect(told(seen, 'not-converged')[0]).toMatch(
      /not seen after \d+ ms and \d+ reads; the next read in \d+ ms would come at \d+ ms and pass the budget of 600000 ms/,
    );
    expect(seen.seconds).toBeLessThan(3 * WAIT_SECONDS);
    expectNothingForgotten(seen);
    expect(events(seen.histories, 'request', 'gave-up')).toBeGreaterThan(0);
  });

  test('says completed and takes it back', async () => {
    const corrupt: Corruption = {
      status: (value, at, scratch) => {
        const done = JSON.stringify(value.status).includes('"completed":true');
        if (at.moment !== 'read' || !done || scratch.count(at.provision.id) < 2) return value;
        return { ...value, status: { completed: false, success: null } };
      },
    };
    const seen = await run({ corrupt });
    expect(failed(seen)).toContain('consistency.status-final');
  });

  test('is lost after the first read', async () => {
    const corrupt: Corruption = {
      provision: (value, at, scratch) => (scratch.count(at.params.id) > 1 ? undefined : value),
    };
    const seen = await run({ corrupt });
    expect(failed(seen).filter((id) => !id.startsWith('consistency.status'))).toEqual([]);
    expect(told(seen, 'precondition').join(' ')).toMatch(/the status could not be read \(GET [^ ]+ -> 404\)/);
    expect(seen.seconds).toBeLessThan(3 * WAIT_SECONDS);
  });

  test('is that of another request', async () => {
    const corrupt: Corruption = {
      status: (value, at) => (at.moment === 'read' ? { ...value, id: '0c8f2a6e-93b4-4c57-8a1d-2e6f7b9d4053' } : value),
    };
    expect(failed(await run({ corrupt }))).toContain('provisioning.status-id');
  });

  test('names another host and path as its own: it is polled at the base and path of the run, and that is recorded', async () => {
    const seen = await run({ variants: ['status-at-another-host'] });
    expect(seen.statusReads.length).toBeGreaterThan(10);
    expect(seen.statusReads.filter((url) => !url.startsWith(`${IN_PROCESS_ORIGIN}/provisioning/v4/`))).toEqual([]);
    expect([failed(seen), seen.inconclusive]).toEqual([[], []]);
    const noted = seen.records.filter(({ requirement }) => requirement === 'provisioning.status-location-origin');
    expect(
      noted.flatMap(({ problems }) => problems).length + noted.filter(({ behaviour }) => behaviour).length,
    ).toBeGreaterThan(0);
  });

  test.each([
    ['at once', { 'retry-after': '1' }],
    ['for an hour, it says', { 'retry-after': '3600' }],
    ['without a word', {}],
  ])('is throttled for ever, to be asked again %s', async (_what, headers) => {
    const corrupt: Corruption = {
      authorize: (value, at) =>
        at.operation === 'getProvisionStatus' ? refuse(429, 'Too many requests.', { headers }) : value,
    };
    const seen = await run({ corrupt });
    expect(failed(seen)).toEqual([]);
    expect(told(seen, 'throttled').join(' ')).toMatch(/reads were throttled \(GET was refused with 429/);
    expect(seen.seconds).toBeLessThan(3 * WAIT_SECONDS);
    if (!('retry-after' in headers)) expectNothingForgotten(seen);
    expect(events(seen.histories, 'request', 'fault')).toBeGreaterThan(0);
  });

  test('is behind a gateway that is away for ever', async () => {
    const corrupt: Corruption = {
      authorize: (value, at) => (at.operation === 'getProvisionStatus' ? refuse(503, 'Away.') : value),
    };
    const seen = await run({ corrupt });
    expect(failed(seen)).not.toContain('provisioning.status-readable');
    expect(told(seen, 'not-converged').length).toBeGreaterThan(0);
    expectNothingForgotten(seen);
  });
});

describe('throttling for ever', () => {
  test.each([
    ['of lookups', 'getUser'],
    ['of the filtered list', 'listUsers'],
    ['of writes', 'bulk'],
  ] as const)('%s once users are looked up blames nobody and ends in time', async (_what, operation) => {
    let begun = false;
    const corrupt: Corruption = {
      authorize: (value, at) => {
        const refused = begun && at.operation === operation;
        begun ||= at.operation === 'getUser';
        return refused ? refuse(429, 'Too many requests.') : value;
      },
    };
    const seen = await run({ corrupt });
    expect(failed(seen)).toEqual([]);
    expect(told(seen, 'throttled').join(' ')).toMatch(/429/);
    expect(events(seen.histories, 'user', 'fault') + events(seen.histories, 'request', 'fault')).toBeGreaterThan(0);
  });
});

describe('a connection that breaks', () => {
  const dead = () => Promise.reject(new TransportFailure('unreachable', 'ECONNRESET', 'socket hang up'));

  /** Hangs up on requests of a kind: on the first `times` of them, or on all. */
  const hangingUp =
    (concerns: (request: WireRequest) => boolean, times: number): NonNullable<InProcessOptions['between']> =>
    (wire) => {
      let left = times;
      return {
        close: wire.close,
        send: async (request): Promise<WireResponse> => {
          if (!concerns(request) || left === 0) return wire.send(request);
          left -= 1;
          return dead();
        },
      };
    };

  const STEPS = [
    ['the status', isStatus],
    ['the lookup', isLookup],
    ['the filtered list', isFiltered],
  ] as const;

  test.each(STEPS)('at the first ten reads of %s changes no verdict', async (_step, concerns) => {
    const seen = await run({ between: hangingUp(concerns, 10) });
    expect([failed(seen), seen.inconclusive]).toEqual([[], []]);
  });

  test.each(STEPS)('at every read of %s leaves things open and blames nobody', async (_step, concerns) => {
    const seen = await run({ between: hangingUp(concerns, Number.POSITIVE_INFINITY) });
    expect(failed(seen)).toEqual([]);
    expect(told(seen, 'unreachable').join(' ')).toMatch(/got no answer|socket hang up/);
  });

  test('at the first write changes no verdict', async () => {
    const seen = await run({ between: hangingUp(isBulk, 1) });
    expect([failed(seen), seen.inconclusive]).toEqual([[], []]);
  });

  test('at every write says so, and lists who may have been created', async () => {
    const seen = await run({ between: hangingUp(isBulk, Number.POSITIVE_INFINITY) });
    expect(failed(seen)).toEqual([]);
    expect(told(seen, 'unreachable').join(' ')).toMatch(/socket hang up/);
    expect(seen.leftovers.some(({ kind, userId }) => kind === 'created' && userId === undefined)).toBe(true);
  });

  test('now and then, and throttling beside it, is no finding, and every event is kept', async () => {
    let sent = 0;
    const seen = await run({
      between: (wire) => ({
        close: wire.close,
        send: async (request) => {
          sent += 1;
          if (request.method !== 'GET' || sent % 5 !== 0) return wire.send(request);
          if (sent % 2 === 0) return dead();
          return { status: 429, headers: { 'retry-after': '2' }, body: Buffer.from('') };
        },
      }),
    });
    expect(failed(seen)).toEqual([]);
    expect(seen.inconclusive).toEqual([]);
    expect(events(seen.histories, 'request', 'status')).toBeGreaterThan(100);
    expect(events(seen.histories, 'request', 'fault')).toBeGreaterThan(0);
  });
});

test('a target that does all of it at the end of its patience is left in time', async () => {
  const seen = await run({
    defaults: { ...REMOTE_DEFAULTS, budgets: { ...REMOTE_DEFAULTS.budgets, runMs: 120_000 } },
    corrupt: { finish: () => Number.POSITIVE_INFINITY },
  });
  expect(seen.seconds).toBeLessThanOrEqual(120);
  expect(failed(seen)).toEqual([]);
  expect(told(seen, 'budget').join(' ')).toMatch(/pass the budget of \d+ ms|time budget of 120000 ms is used up/);
});
