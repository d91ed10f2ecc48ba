import { describe, expect, test } from 'vitest';
import { loadContract } from '../src/contract/load.ts';
import { anytime, type Case, defineCase, defineStanding, type TargetFacts } from '../src/harness/case.ts';
import { createEngine, type Engine } from '../src/harness/engine.ts';
import { inOrderOfVerdicts } from '../src/harness/phases.ts';
import type { EngineOptions } from '../src/harness/plan.ts';
import { createRedactor } from '../src/http/redact.ts';
import { TransportFailure, type WireRequest, type WireResponse } from '../src/http/transport.ts';
import { systemClock } from '../src/model/clock.ts';
import { fail, pass } from '../src/model/finding.ts';

const contract = loadContract('2024-03');
const CITED = contract.requirements.filter((one) => one.excluded === undefined && one.level === 'MUST')[0]?.id ?? '';
const RECORDED = contract.requirements.find((one) => one.level === 'UNSPECIFIED')?.id ?? '';

const target: TargetFacts = {
  name: 'fake',
  baseUrl: 'http://fake',
  roles: new Set(['company', 'none']),
  writable: true,
  provisioning: { userNameDomain: 'example.com', subjects: [], newUsers: 1 },
  polling: { firstMs: 1, factor: 2, maxMs: 4 },
  convergenceMs: 20,
  walkPages: 5,
  runPrefix: 'sc',
};

type Answer = (request: WireRequest) => { status: number; body?: unknown };

function engineOf(
  cases: readonly Case[],
  answer: Answer,
  requests = 100,
  more: Partial<EngineOptions> = {},
): { engine: Engine; sent: WireRequest[] } {
  const sent: WireRequest[] = [];
  const send = async (request: WireRequest): Promise<WireResponse> => {
    sent.push(request);
    const { status, body } = answer(request);
    return { status, headers: {}, body: Buffer.from(body === undefined ? '' : JSON.stringify(body)) };
  };
  const engine = createEngine({
    contract,
    cases,
    target,
    transport: { send, close: async () => {} },
    pace: { concurrency: 4 },
    budgets: { responseMs: 1_000, runMs: 60_000, requests },
    authorization: (role) => (role === 'none' ? undefined : 'Bearer token-of-the-test'),
    paths: {},
    extraHeaders: {},
    redactor: createRedactor({ secrets: new Map(), keepValues: true }),
    clock: systemClock,
    random: Math.random,
    ...more,
  });
  return { engine, sent };
}

const lookAt = (name: string, query: Record<string, number> = {}, extra: { writes?: boolean; fresh?: boolean } = {}) =>
  defineCase({
    requirement: CITED,
    name,
    writes: extra.writes ?? false,
    probe: (session) => session.send('listUsers', { query, ...(extra.fresh && { fresh: true }) }),
    expect: (exchange) => (exchange.response.status === 200 ? pass() : fail({ message: 'not 200', exchange })),
  });
const ok: Answer = () => ({ status: 200, body: { totalResults: 0, Resources: [] } });

describe('sharing', () => {
  test('equal reads of the reading phase are one exchange, in the evidence of each case', async () => {
    const { engine, sent } = engineOf([lookAt('a'), lookAt('b'), lookAt('c', { startIndex: 2 })], ok);
    const records = await engine.runAll();
    expect(sent).toHaveLength(2);
    expect(records.map((one) => one.evidence.length)).toEqual([1, 1, 1]);
  });

  test('fresh reads and reads of writing cases are sent again', async () => {
    const cases = [
      lookAt('a'),
      lookAt('b', {}, { fresh: true }),
      lookAt('c', {}, { writes: true }),
      lookAt('d', {}, { writes: true }),
    ];
    const { engine, sent } = engineOf(cases, ok);
    await engine.runAll();
    expect(sent.filter((one) => one.method === 'GET')).toHaveLength(4);
  });

  test('writing cases start when every reading case is done', async () => {
    const order: string[] = [];
    const trace = (name: string, writes: boolean) =>
      defineCase({
        requirement: CITED,
        name,
        writes,
        probe: async (session) => {
          await session.send('listUsers', { query: { startIndex: order.length + 1 } });
          order.push(name);
        },
        expect: () => pass(),
      });
    const { engine } = engineOf([trace('write', true), trace('read', false)], ok);
    // Asking early must not start a writing case early.
    const early = engine.runAll().then(() => undefined);
    await engine.judge(`${CITED}/write`);
    await early;
    expect(order).toEqual(['read', 'write']);
  });

  test('whoever asks for a verdict early has it before the last write is done', async () => {
    let finish = () => {};
    const slow = defineCase({
      requirement: CITED,
      name: 'slow write',
      writes: true,
      probe: () => new Promise<void>((resolve) => (finish = resolve)),
      expect: () => pass(),
    });
    const [beside = slow] = anytime([lookAt('beside')]);
    const quick = lookAt('quick write', {}, { writes: true });
    const { engine } = engineOf([slow, quick, beside, lookAt('read')], ok);
    const all = engine.runAll();
    for (const name of ['quick-write', 'beside', 'read']) {
      expect(await engine.judge(`${CITED}/${name}`)).toMatchObject({ verdict: 'pass' });
    }
    finish();
    await all;
  });
});

test('verdicts are shown in the order in which a run has them', () => {
  const standing = defineStanding({ requirement: CITED, provoke: async () => {}, inspect: () => [] });
  const [beside = standing] = anytime([lookAt('beside')]);
  const cases = [standing, lookAt('write', {}, { writes: true }), beside, lookAt('read')];
  expect(inOrderOfVerdicts(cases)).toEqual([...cases].reverse());
  expect(inOrderOfVerdicts([standing, beside, lookAt('read')]).map((one) => one.name)).toEqual([
    'beside',
    'read',
    'every response',
  ]);
});

describe('what is not the target is never a finding about it', () => {
  const one = lookAt('a');

  test.each([
    [
      'unreachable',
      () => {
        throw new TransportFailure('timeout', 'T', 'silent');
      },
    ],
    ['throttled', () => ({ status: 429 })],
  ] as const)(
    '%s',
    async (reason, answer) => {
      const { engine } = engineOf([one], answer as Answer);
      expect(await engine.judge(one.id)).toMatchObject({ verdict: 'inconclusive', reason });
    },
    15_000,
  );

  test('a spent budget', async () => {
    const { engine } = engineOf([one, lookAt('b', { startIndex: 2 })], ok, 1);
    const records = await engine.runAll();
    expect(records.map((record) => record.reason ?? record.verdict).sort()).toEqual(['budget', 'pass']);
  });

  test('an interruption', async () => {
    const { engine, sent } = engineOf([one], ok);
    engine.interrupt();
    expect(await engine.judge(one.id)).toMatchObject({ verdict: 'inconclusive', reason: 'interrupted' });
    expect(sent).toHaveLength(0);
  });

  test('a crash of the case', async () => {
    const crash = defineCase({
      requirement: CITED,
      name: 'crash',
      probe: async () => 1,
      expect: () => {
        throw new TypeError('x of undefined');
      },
    });
    const { engine } = engineOf([crash], ok);
    expect(await engine.judge(crash.id)).toMatchObject({ verdict: 'inconclusive', reason: 'harness' });
  });
});

describe('cases asked for one by one', () => {
  const reading = lookAt('read');
  const writing = lookAt('write', {}, { writes: true });

  test('a second question is answered with what the target says now', async () => {
    let status = 500;
    const standing = defineStanding({
      requirement: CITED,
      provoke: (session) => session.send('listUsers'),
      inspect: (exchange) => (exchange.response.status === 200 ? [] : [{ message: 'not 200', exchange }]),
    });
    const { engine } = engineOf([reading, standing], () => ({ status, body: {} }));
    expect((await engine.judge(reading.id)).verdict).toBe('fail');
    expect((await engine.judge(standing.id)).verdict).toBe('fail');
    status = 200;
    expect((await engine.judge(reading.id)).verdict).toBe('pass');
    expect((await engine.judge(standing.id)).verdict).toBe('pass');
  });

  test('reading and writing ones take turns, and a read after a write is a new one', async () => {
    const { engine, sent } = engineOf([reading, writing, lookAt('again')], ok);
    await Promise.all([reading.id, writing.id, `${CITED}/again`].map((id) => engine.judge(id)));
    expect(sent.filter((one) => one.method === 'GET')).toHaveLength(3);
  });

  test('repeated cases get names of their own', async () => {
    const prefixes: string[] = [];
    const one = defineCase({
      requirement: CITED,
      name: 'prefix',
      probe: async (session) => prefixes.push(session.target.runPrefix),
      expect: () => pass(),
    });
    const { engine } = engineOf([one], ok);
    await engine.judge(one.id);
    await engine.judge(one.id);
    expect(new Set(prefixes).size).toBe(2);
  });
});

test('an interruption ends what is under way: waits, and requests that hang', async () => {
  const cases = [
    lookAt('hangs'),
    defineCase({
      requirement: CITED,
      name: 'polls',
      probe: (session) => session.poll({ read: async () => 0, done: () => false, awaiting: 'nothing' }),
      expect: () => pass(),
    }),
    defineCase({ requirement: CITED, name: 'pauses', probe: (session) => session.pause(60_000), expect: () => pass() }),
  ];
  let closed = () => {};
  const { engine } = engineOf(cases, ok, 100, {
    target: { ...target, polling: { firstMs: 60_000, factor: 1, maxMs: 60_000 }, convergenceMs: 600_000 },
    transport: {
      send: () =>
        new Promise((_resolve, reject) => {
          closed = () => reject(new TransportFailure('unreachable', 'CLOSED', 'closed'));
        }),
      close: async () => closed(),
    },
  });
  const running = engine.runAll();
  await new Promise((resolve) => setTimeout(resolve, 20));
  engine.interrupt();
  expect((await running).map((one) => one.reason ?? one.verdict)).toEqual(
    expect.arrayContaining(['interrupted', 'interrupted']),
  );
});

test('a standing case looks at the exchanges of others, and one broken rule is told once a response', async () => {
  const standing = defineStanding({
    requirement: CITED,
    provoke: async () => {},
    inspect: (exchange) => (exchange.response.status === 200 ? [] : [{ message: 'not 200' }]),
  });
  const cases = [standing, lookAt('a'), lookAt('b', { startIndex: 2 })];
  const { engine } = engineOf(cases, ({ url }) => ({ status: url.includes('startIndex=2') ? 500 : 200, body: {} }));
  await engine.runAll();
  const record = engine.records().find((one) => one.id === standing.id);
  expect(record).toMatchObject({ verdict: 'fail', behaviour: '1 of 2 responses differ' });
  expect(record?.evidence).toHaveLength(1);
});

test('a requirement that only records behaviour cannot fail', async () => {
  const one = defineCase({
    requirement: RECORDED,
    name: 'a',
    probe: (session) => session.send('listUsers'),
    expect: (exchange) => ({ verdict: 'fail', problems: [{ message: 'x', exchange }], behaviour: 'differs' }),
  });
  const { engine } = engineOf([one], ok);
  expect(await engine.judge(one.id)).toMatchObject({ verdict: 'pass', behaviour: 'differs' });
});

test('polling stops before the read that would pass the budget, with the arithmetic', async () => {
  const one = defineCase({
    requirement: CITED,
    name: 'a',
    probe: (session) => session.poll({ read: async () => 0, done: () => false, awaiting: 'a change' }),
    expect: (polled) => pass(polled.converged ? 'converged' : polled.detail),
  });
  const { engine } = engineOf([one], ok);
  expect((await engine.judge(one.id)).behaviour).toMatch(
    /a change: not seen after \d+ ms and \d+ reads; .* budget of 20 ms/,
  );
});

describe('the path of Bulk', () => {
  const write = defineCase({
    requirement: CITED,
    name: 'write',
    writes: true,
    probe: (session) => session.send('bulk', { body: {} }),
    expect: () => pass(),
  });
  const pathOf = async (served: readonly string[]) => {
    const { engine, sent } = engineOf([write], ({ url }) => ({
      status: served.some((one) => url.endsWith(one)) ? 400 : 404,
    }));
    await engine.runAll();
    return { last: new URL(sent.at(-1)?.url ?? '').pathname, bodies: sent.slice(0, -1).map((one) => one.body) };
  };

  test("is the revision's own where both are served", async () => {
    expect((await pathOf(['/provisioning/v4/Bulk', '/profile/v4/Bulk'])).last).toBe('/provisioning/v4/Bulk');
  });

  test('is the other one where only that exists, found out without writing', async () => {
    const { last, bodies } = await pathOf(['/profile/v4/Bulk']);
    expect(last).toBe('/profile/v4/Bulk');
    expect(bodies).toEqual(['{', '{']);
  });

  test('is looked for without judging what answers where nothing has to be', async () => {
    const standing = defineStanding({
      requirement: CITED,
      provoke: async () => {},
      inspect: (exchange) => (exchange.response.status === 404 ? [{ message: '404' }] : []),
    });
    const { engine } = engineOf([write, standing], ({ url }) => ({ status: url.includes('/profile/') ? 400 : 404 }));
    await engine.runAll();
    expect(engine.records().map((one) => one.verdict)).toEqual(['pass', 'pass']);
  });

  test('stays the own one where none exists', async () => {
    expect((await pathOf([])).last).toBe('/provisioning/v4/Bulk');
  });
});
