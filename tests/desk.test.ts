/** Pace, tries, controls and budgets, on a wire and a clock of the test's own. */

import { describe, expect, test } from 'vitest';
import { loadContract } from '../src/contract/load.ts';
import { defineCase, type SendInput } from '../src/harness/case.ts';
import { createEngine } from '../src/harness/engine.ts';
import type { EngineOptions } from '../src/harness/plan.ts';
import { createPace } from '../src/http/pace.ts';
import { createRedactor } from '../src/http/redact.ts';
import { TransportFailure, type WireRequest } from '../src/http/transport.ts';
import { fail, pass } from '../src/model/finding.ts';
import type { OperationId } from '../src/model/requirement.ts';
import { createVirtualClock } from '../src/proof/virtual-clock.ts';

const contract = loadContract('2024-03');
const CITED = contract.requirements.find((one) => one.excluded === undefined && one.level === 'MUST')?.id ?? '';

type Reply = number | TransportFailure | { readonly status: number; readonly headers: Record<string, string> };
const reset = new TransportFailure('unreachable', 'ECONNRESET', 'reset');
const isControl = ({ url }: WireRequest) => url.endsWith('startIndex=1&itemsPerPage=1');

function engineOf(reply: (request: WireRequest, count: number) => Reply, more: Partial<EngineOptions> = {}) {
  const clock = createVirtualClock();
  const sent: (WireRequest & { readonly at: number })[] = [];
  const cases = [ask('a')];
  const engine = createEngine({
    contract,
    cases,
    target: {
      name: 'fake',
      baseUrl: 'http://fake',
      roles: new Set(['company']),
      writable: true,
      provisioning: { userNameDomain: 'example.com', subjects: [], newUsers: 1 },
      polling: { firstMs: 1, factor: 2, maxMs: 4 },
      convergenceMs: 20,
      walkPages: 5,
      runPrefix: 'sc',
    },
    transport: {
      send: async (request) => {
        sent.push({ ...request, at: clock.now() });
        const answer = reply(request, sent.length);
        if (answer instanceof TransportFailure) throw answer;
        const { status, headers } = typeof answer === 'number' ? { status: answer, headers: {} } : answer;
        return { status, headers, body: Buffer.from('{}') };
      },
      close: async () => {},
    },
    pace: { concurrency: 4 },
    budgets: { responseMs: 1_000, runMs: 3_600_000, requests: 100 },
    authorization: () => 'Bearer token-of-the-test',
    paths: {},
    extraHeaders: {},
    redactor: createRedactor({ secrets: new Map(), keepValues: true }),
    clock,
    random: () => 0.5,
    ...more,
  });
  return { engine, sent, clock };
}

function ask(name: string, operation: OperationId = 'listUsers', input: SendInput = { query: { startIndex: 7 } }) {
  return defineCase({
    requirement: CITED,
    name,
    probe: (session) => session.send(operation, input),
    expect: (exchange) =>
      exchange.response.status < 500 ? pass() : fail({ message: 'A server error came.', exchange }),
  });
}

describe('tries and controls', () => {
  test.each([502, 503, 504])(
    '%i that never ends, while a control is served, is judged with all tries',
    async (status) => {
      const { engine, sent } = engineOf((request) => (isControl(request) ? 200 : status));
      const [record] = await engine.runAll();
      expect(record).toMatchObject({ verdict: 'fail', blame: 'target' });
      expect(record?.evidence[0]?.attempts?.map((one) => one.status)).toEqual([status, status, status, status]);
      expect(sent.filter(isControl)).toHaveLength(1);
    },
  );

  test('500 is judged at once, without a control', async () => {
    const { engine, sent } = engineOf(() => 500);
    expect((await engine.runAll())[0]).toMatchObject({ verdict: 'fail' });
    expect(sent).toHaveLength(1);
  });

  test.each([
    [503, 'throttled', 'throttling'],
    [502, 'unreachable', 'network'],
  ] as const)('%i for everybody is no finding: %s', async (status, reason, blame) => {
    const { engine } = engineOf(() => status);
    const [record] = await engine.runAll();
    expect(record).toMatchObject({ verdict: 'inconclusive', reason, blame });
    expect(record?.unanswered?.[0]?.attempts).toHaveLength(4);
    expect(record?.unanswered?.[0]?.curl).toContain('$SPEND_TOKEN');
  });

  test('while nothing answers, nothing is tried twice', async () => {
    const cases = Array.from({ length: 5 }, (_, index) =>
      ask(`n${index}`, 'listUsers', { query: { startIndex: 9 + index } }),
    );
    const { engine, sent } = engineOf(() => reset, { cases, pace: { concurrency: 1 } });
    await engine.judge(cases[0]?.id ?? '');
    const before = sent.length;
    for (const one of cases.slice(1)) await engine.judge(one.id);
    expect(sent.length - before).toBe(8);
  });

  test.each([
    [(request: WireRequest): Reply => (isControl(request) ? 200 : reset), 'target'],
    [(): Reply => reset, 'network'],
  ] as const)('a connection that breaks is inconclusive, and a control tells whose it is', async (reply, blame) => {
    const { engine } = engineOf(reply);
    expect((await engine.runAll())[0]).toMatchObject({ verdict: 'inconclusive', reason: 'unreachable', blame });
  });

  test('a connection closed on one request alone is a result for whoever asks for it', async () => {
    const one = defineCase({
      requirement: CITED,
      name: 'closed',
      probe: (session) => session.orClosed(() => session.send('listUsers', { query: { startIndex: 7 } })),
      expect: (seen) => ('closed' in seen ? pass('closed') : fail({ message: 'It was served.' })),
    });
    const closing = engineOf((request) => (isControl(request) ? 200 : reset), { cases: [one] });
    expect((await closing.engine.runAll())[0]).toMatchObject({ verdict: 'pass', behaviour: 'closed' });
    const dead = engineOf(() => reset, { cases: [one] });
    expect((await dead.engine.runAll())[0]).toMatchObject({ verdict: 'inconclusive', reason: 'unreachable' });
  });

  test.each([408, 502, 504])(
    'a write is not repeated after %i where nobody can tell what became of it',
    async (status) => {
      const operation = { method: 'POST', path: '/Users', data: { userName: 'ann@example.test' } };
      const write = ask('write', 'bulk', { body: { Operations: [operation] } });
      const { engine, sent } = engineOf((request) => (isControl(request) ? 200 : status), { cases: [write] });
      await engine.runAll();
      expect(sent.filter((one) => one.method === 'POST')).toHaveLength(1);
    },
  );

  test.each([408, 502, 504])('one that names nobody is sent once more after %i and a read', async (status) => {
    const write = ask('write', 'bulk', { body: {} });
    const { engine, sent } = engineOf((request) => (isControl(request) ? 200 : status), { cases: [write] });
    await engine.runAll();
    const writes = sent.flatMap((one, index) => (one.method === 'POST' ? index : []));
    expect(writes).toHaveLength(2);
    const between = sent.slice((writes[0] ?? 0) + 1, writes[1]);
    expect(between.map(({ method }) => method)).toContain('GET');
  });
});

describe('waiting', () => {
  test('who throttles one request is not asked by others meanwhile, and the wait is counted', async () => {
    const cases = [1, 2, 3].map((index) => ask(`n${index}`, 'listUsers', { query: { startIndex: 9 + index } }));
    const { engine, sent } = engineOf(
      (_request, count) => (count === 1 ? { status: 429, headers: { 'retry-after': '20' } } : 200),
      { cases, pace: { concurrency: 1 } },
    );
    const records = await engine.runAll();
    expect(records.every((one) => one.verdict === 'pass')).toBe(true);
    const [first, second] = sent;
    expect((second?.at ?? 0) - (first?.at ?? 0)).toBeGreaterThanOrEqual(20_000);
    expect(engine.desk.waited.throttledMs).toBeGreaterThanOrEqual(20_000);
    expect(engine.desk.waited.retryMs).toBe(0);
  });

  test('a Retry-After longer than a minute is not waited for', async () => {
    const { engine, sent, clock } = engineOf(() => ({ status: 429, headers: { 'retry-after': '3600' } }));
    const start = clock.now();
    expect((await engine.runAll())[0]).toMatchObject({
      verdict: 'inconclusive',
      reason: 'throttled',
      blame: 'throttling',
    });
    expect(sent).toHaveLength(1);
    expect(clock.now() - start).toBeLessThan(1_000);
  });

  test('requests a second are kept', async () => {
    const clock = createVirtualClock();
    const pace = createPace({ concurrency: 64, requestsPerSecond: 10 }, clock);
    const start = clock.now();
    const at: number[] = [];
    await Promise.all(Array.from({ length: 30 }, () => pace.run(async () => at.push(clock.now() - start))));
    expect(at.at(-1)).toBe(2_900);
    for (let second = 0; second < 3; second += 1) {
      expect(at.filter((ms) => ms >= second * 1_000 && ms < (second + 1) * 1_000)).toHaveLength(10);
    }
    expect(pace.waitedMs).toBeGreaterThan(0);
  });
});

describe('budgets', () => {
  test('a spent run budget leaves the rest inconclusive, and no wait goes past it', async () => {
    const cases = [1, 2].map((index) => ask(`n${index}`, 'listUsers', { query: { startIndex: 9 + index } }));
    const { engine, clock } = engineOf(() => ({ status: 429, headers: { 'retry-after': '30' } }), {
      cases,
      budgets: { responseMs: 1_000, runMs: 45_000, requests: 100 },
      pace: { concurrency: 1 },
    });
    const start = clock.now();
    const records = await engine.runAll();
    expect(records.map((one) => one.reason)).toEqual(['budget', 'budget']);
    expect(clock.now() - start).toBeLessThanOrEqual(46_000);
    for (const one of records) expect(one.verdict).toBe('inconclusive');
  });

  test('tries and controls are requests: they count against the budget and in the statistics', async () => {
    const { engine } = engineOf((request) => (isControl(request) ? 200 : 503));
    await engine.runAll();
    expect(engine.desk.requests).toBe(5);
    expect(engine.tallies.perRequirement.get(CITED)).toBe(5);
    expect(engine.tallies.perOperation.get('listUsers')?.requests).toBe(5);
  });
});

test('no request leaves the origin of the target, whatever a path says', async () => {
  const { engine, sent } = engineOf(() => 200, { paths: { listUsers: '.evil.example/Users' } });
  expect((await engine.runAll())[0]).toMatchObject({ verdict: 'inconclusive', reason: 'harness' });
  expect(sent).toHaveLength(0);
});
