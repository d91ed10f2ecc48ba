/**
 * Writes whose answer gets lost, on a virtual clock in a tenant's rhythm: each is read back before anything else, is sent
 * once more only where it shows nowhere, and never makes a target look wrong. The same on real sockets: lost-writes-http.
 */

import { describe, expect, test } from 'vitest';
import { REMOTE_DEFAULTS } from '../src/harness/facts.ts';
import { TransportFailure, type WireRequest, type WireResponse } from '../src/http/transport.ts';
import { type InProcessResult, judgeInProcess } from '../src/proof/judge-in-process.ts';

type Loss = 'before' | 'after' | { readonly before: number } | { readonly after: number };

interface Seen extends InProcessResult {
  /** Everything that went out, in order; `lost` where its answer did not come back. */
  readonly wire: readonly (WireRequest & { readonly lost: boolean })[];
}

/** Runs the writing areas; the first `times` writes that `concerns` picks lose their answer, before or after they arrive. */
async function run(concerns: (request: WireRequest) => boolean, loss: Loss, times = 1): Promise<Seen> {
  const wire: (WireRequest & { lost: boolean })[] = [];
  let left = times;
  const lose = async (send: () => Promise<WireResponse>): Promise<WireResponse> => {
    const arrives = loss === 'after' || (typeof loss === 'object' && 'after' in loss);
    if (arrives) await send();
    if (typeof loss === 'string') throw new TransportFailure('unreachable', 'ECONNRESET', 'socket hang up');
    return {
      status: 'after' in loss ? loss.after : loss.before,
      headers: {},
      body: Buffer.from('<html>gateway</html>'),
    };
  };
  const result = await judgeInProcess({
    areas: ['provisioning', 'consistency'],
    defaults: REMOTE_DEFAULTS,
    processingMs: 12_000,
    visibleMs: 4_000,
    between: (inner) => ({
      close: inner.close,
      send: (request) => {
        const lost = left > 0 && concerns(request);
        if (lost) left -= 1;
        wire.push({ ...request, lost });
        return lost ? lose(() => inner.send(request)) : inner.send(request);
      },
    }),
  });
  expect(left === 0 || times === Number.POSITIVE_INFINITY).toBe(true);
  return { ...result, wire };
}

const isCreation = ({ method, body = '' }: WireRequest) => method === 'POST' && body.includes('"create-patch"');
const isPatch = ({ method, body = '' }: WireRequest) => method === 'POST' && body.includes('"replace-by-path-1"');
const isSingle = ({ method, url }: WireRequest) => method === 'POST' && url.endsWith('/Users');
const isSinglePatch = ({ method }: WireRequest) => method === 'PATCH';
const isSinglePut = ({ method }: WireRequest) => method === 'PUT';
const isDeletion = ({ body = '' }: WireRequest) => body.includes('"DELETE"');

const WRITES = [
  ['a creation by Bulk', isCreation],
  ['a change by Bulk', isPatch],
  ['a creation of one user', isSingle],
  ['a change of one user', isSinglePatch],
  ['a replacement of one user', isSinglePut],
] as const;

const failed = ({ requirements }: InProcessResult) =>
  requirements.filter(({ verdict }) => verdict === 'fail').map(({ id }) => id);
const sameAs = (one: WireRequest) => (other: WireRequest) =>
  other.method === one.method && other.url === one.url && other.body === one.body;

/** What was sent between the loss and the next time the same write went out. */
function afterLoss({ wire }: Seen) {
  const at = wire.findIndex(({ lost }) => lost);
  const lost = wire[at];
  if (!lost) throw new Error('nothing was lost');
  const rest = wire.slice(at + 1);
  const again = rest.filter(sameAs(lost));
  const next = rest.findIndex(sameAs(lost));
  return { again, between: rest.slice(0, next < 0 ? rest.length : next) };
}
const faults = ({ histories }: Seen) =>
  histories
    .flatMap(({ events }) => events)
    .filter(({ kind, operation }) => kind === 'fault' && operation !== 'getUser');

describe.each([
  ['the connection broke', 'after'],
  ['a gateway answered 504', { after: 504 }],
  ['a gateway answered 502', { after: 502 }],
] as const)('carried out, and then %s:', (_how, loss) => {
  test.each(WRITES)('%s is not sent again, and what hangs on it stays open', async (_what, concerns) => {
    const seen = await run(concerns, loss);
    expect(afterLoss(seen).again).toEqual([]);
    expect(failed(seen)).toEqual([]);
    const open = seen.records.filter(({ detail }) => detail?.includes('read back, it was carried out'));
    expect(open.length).toBeGreaterThan(0);
    for (const one of open)
      expect([one.verdict, one.reason, one.blame]).toEqual(['inconclusive', 'unreachable', 'network']);
    expect(open[0]?.unanswered?.[0]?.attempts).toHaveLength(1);
    expect(open.some(({ evidence }) => evidence.some(({ request }) => request.method === 'GET'))).toBe(true);
    expect(faults(seen).length).toBeGreaterThan(0);
  });
});

describe.each([
  ['the connection broke', 'before'],
  ['a gateway answered 502', { before: 502 }],
  ['a gateway answered 408', { before: 408 }],
] as const)('never carried out, for %s:', (_how, loss) => {
  test.each(WRITES)('%s is read back several times, sent once more, and judged', async (_what, concerns) => {
    const seen = await run(concerns, loss);
    const { again, between } = afterLoss(seen);
    expect(again).toHaveLength(1);
    expect(between.filter(({ method }) => method === 'GET').length).toBeGreaterThanOrEqual(3);
    expect([failed(seen), seen.inconclusive]).toEqual([[], []]);
    const twice = seen.records.flatMap(({ evidence }) => evidence).find(({ attempts }) => attempts?.length === 2);
    expect(twice?.request.method).not.toBe('GET');
    expect(faults(seen).length).toBeGreaterThan(0);
  });
});

test('a write that names nobody who exists is sent once more after one look', async () => {
  const isTooLarge = ({ method, body = '' }: WireRequest) => method === 'POST' && body.length > 450_000;
  const seen = await run(isTooLarge, { after: 502 });
  const { again, between } = afterLoss(seen);
  expect(again).toHaveLength(1);
  expect(between.filter(({ url }) => /\/Users\/[^/?]+$/.test(url)).length).toBeGreaterThan(0);
  expect([failed(seen), seen.inconclusive]).toEqual([[], []]);
});

test('a write that names nobody is sent once more without a look', async () => {
  const isBroken = ({ method, body }: WireRequest) => method === 'POST' && body === '{';
  const seen = await run(isBroken, { before: 502 });
  const { again, between } = afterLoss(seen);
  expect(again.length).toBeGreaterThan(0);
  expect(between.filter(({ url }) => url.includes('filter='))).toEqual([]);
  expect([failed(seen), seen.inconclusive]).toEqual([[], []]);
});

test('writes that never get another answer are judged by it', async () => {
  const seen = await run(({ method }) => method !== 'GET', { before: 502 }, Number.POSITIVE_INFINITY);
  expect(failed(seen)).toContain('provisioning.bulk-accepted');
  const accepted = seen.requirements.find(({ id }) => id === 'provisioning.bulk-accepted');
  const told = accepted?.cases.flatMap(({ evidence }) => evidence).find(({ attempts }) => attempts);
  expect(told?.attempts?.map(({ status }) => status)).toEqual([502, 502]);
});

test('a write that is lost twice is not sent a third time', async () => {
  const seen = await run(isCreation, 'before', 2);
  expect(seen.wire.filter(isCreation)).toHaveLength(2);
  expect(failed(seen)).toEqual([]);
  const open = seen.records.find(({ unanswered }) => unanswered !== undefined);
  expect(open).toMatchObject({ verdict: 'inconclusive', reason: 'unreachable' });
  expect(open?.unanswered?.[0]?.attempts).toHaveLength(2);
});

test('users of a creation that was carried out unseen are left over with their ids', async () => {
  const seen = await run(isCreation, 'after');
  const made = seen.leftovers.filter(({ kind }) => kind === 'created');
  expect(made.some(({ userId }) => userId !== undefined)).toBe(true);
});

test('a deletion is read back like any other write', async () => {
  const seen = await run(isDeletion, 'after');
  expect(failed(seen)).toEqual([]);
  expect(afterLoss(seen).again.length).toBeLessThanOrEqual(1);
});
