import { describe, expect, test } from 'vitest';
import { text } from '../src/mock/fault.ts';
import { REVISIONS } from '../src/model/requirement.ts';
import { judgeWrites } from './fixtures/judge-writes.ts';

describe('the writing areas on a conforming target', () => {
  test.each(REVISIONS)('%s: every requirement is judged and holds', async (revision) => {
    const run = await judgeWrites({ revision });
    expect(run).toMatchObject({ failed: [], open: [], crashed: [] });
  });

  test('five new users are enough for every MUST, and no more are made', async () => {
    const run = await judgeWrites({ newUsers: 5 });
    expect(run).toMatchObject({ failed: [], open: [], crashed: [] });
    expect(run.leftovers.filter(({ kind }) => kind === 'created').length).toBeLessThanOrEqual(5);
  });

  test('without new users nobody is created, and lent users stand in for plain changes', async () => {
    const alone = await judgeWrites({ newUsers: 0 });
    expect(alone.leftovers).toEqual([]);
    expect(alone.failed).toEqual([]);
    const lent = await judgeWrites({ newUsers: 0, lend: 3 });
    expect(lent).toMatchObject({ failed: [], crashed: [] });
    expect(new Set(lent.leftovers.map(({ kind }) => kind))).toEqual(new Set(['changed']));
    expect(lent.open).not.toContain('consistency.list-effect');
    expect(lent.open).not.toContain('provisioning.patch-value-path');
    expect(lent.open.length).toBeLessThan(alone.open.length);
  });

  test('a slow tenant is waited for in its rhythm, and waits overlap', async () => {
    const run = await judgeWrites({ remote: true, processingMs: 4_000, visibleMs: 40_000 });
    expect(run).toMatchObject({ failed: [], open: [], crashed: [] });
    expect(run.seconds).toBeLessThan(1_500);
  });
});

describe('the writing areas on a target that does not work', () => {
  const answering = (status: number) => ({ answer: () => ({ status, headers: {}, payload: text('no') }) });

  test.each([404, 500, 200])('%i to everything is told by few rules, quickly', async (status) => {
    const run = await judgeWrites({ corrupt: answering(status) });
    expect(run.crashed).toEqual([]);
    expect(run.failed.length).toBeGreaterThan(0);
    expect(run.requests).toBeLessThan(60);
  });

  test('requests that never end leave everything open and break nothing', async () => {
    const run = await judgeWrites({ remote: true, corrupt: { finish: () => Number.POSITIVE_INFINITY } });
    expect(run).toMatchObject({ failed: [], crashed: [] });
    expect(run.seconds).toBeLessThan(1_300);
  });

  test('effects that are never stored are told by the effects alone', async () => {
    const run = await judgeWrites({ corrupt: { apply: () => [] } });
    expect(run.failed).toContain('consistency.lookup-effect');
    expect(run.failed.every((id) => id.startsWith('consistency.') || id === 'provisioning.user-name-unique')).toBe(
      true,
    );
  });

  test('a status that is lost is told once', async () => {
    const run = await judgeWrites({ corrupt: { provision: () => undefined } });
    expect(run.failed).toEqual(['provisioning.status-readable']);
  });

  test('users that cannot be read are told once', async () => {
    const run = await judgeWrites({ corrupt: { lookup: () => undefined } });
    expect(run.failed).toEqual(['consistency.lookup-effect']);
  });
});
