import { describe, expect, test } from 'vitest';
import { defineCase, defineStanding } from '../src/harness/case.ts';
import { pass } from '../src/model/finding.ts';
import { CITED, engineOf } from './fixtures/engine.ts';

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
