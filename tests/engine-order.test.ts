import { describe, expect, test } from 'vitest';
import { anytime, defineCase, defineStanding } from '../src/harness/case.ts';
import { inOrderOfVerdicts } from '../src/harness/phases.ts';
import { pass } from '../src/model/finding.ts';
import { CITED, engineOf, lookAt, ok } from './fixtures/engine.ts';

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
