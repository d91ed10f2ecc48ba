/** plan: counted on the real case tables, without a request. */

import { describe, expect, test } from 'vitest';
import { rehearse } from '../src/cli/rehearsal.ts';
import { resolveSettings } from '../src/harness/settings.ts';
import { judgeInProcess } from '../src/proof/judge-in-process.ts';

const TOKEN = { SPEND_TOKEN: 'any-token' };
const remote = (more: Parameters<typeof resolveSettings>[0] = {}) =>
  resolveSettings({ target: 'https://tenant.example', ...more }, TOKEN);

describe('a rehearsal', () => {
  test('counts what the same cases send when they are judged', async () => {
    const planned = await rehearse(resolveSettings({ area: ['envelope'] }, {}), 201);
    const judged = await judgeInProcess({ areas: ['envelope'] });
    // The ground is asked once more than cases ask.
    expect(planned.requests - judged.requests).toBeLessThanOrEqual(2);
    expect([...planned.byOperation.values()].reduce((sum, one) => sum + one, 0)).toBe(planned.requests);
  });

  test('a read-only run creates nobody and keeps to the pace', async () => {
    const { created, changed, requests, seconds, byOperation } = await rehearse(remote({ area: ['pagination'] }), 300);
    expect({ created, changed }).toEqual({ created: 0, changed: 0 });
    expect([...byOperation.keys()]).toEqual(['listUsers']);
    expect(seconds).toBeGreaterThan(requests / 10 - 1);
  });

  test('more users are more pages', async () => {
    const few = await rehearse(remote({ area: ['pagination'] }), 50);
    const many = await rehearse(remote({ area: ['pagination'] }), 900);
    expect(many.requests).toBeGreaterThan(few.requests + 20);
  });

  test('writes are counted where they are allowed, within the budget of new users', async () => {
    const settings = remote({ area: ['provisioning'], profile: ['retrieval', 'provisioning'], allowWrites: true });
    const { created, byOperation } = await rehearse(settings, 50);
    expect(created).toBeGreaterThan(0);
    expect(created).toBeLessThanOrEqual(settings.limits.budgets.newUsers);
    expect(byOperation.get('bulk')).toBeGreaterThan(0);
  });
});
