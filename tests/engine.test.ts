import { describe, expect, test } from 'vitest';
import { defineCase, defineStanding } from '../src/harness/case.ts';
import { TransportFailure } from '../src/http/transport.ts';
import { pass } from '../src/model/finding.ts';
import { type Answer, CITED, engineOf, lookAt, ok, RECORDED, target } from './fixtures/engine.ts';

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
