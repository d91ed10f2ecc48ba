/** Users that are not the run's own: put back at the end, after an interruption too, and taken again by the next run. */

import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { URN } from '../src/contract/contract.ts';
import { MOCK_DEFAULTS } from '../src/harness/facts.ts';
import { keptUsers, withKept } from '../src/harness/kept-users.ts';
import { pendingSteps, restoringSteps } from '../src/harness/restoring.ts';
import { textOf } from '../src/mock/wire.ts';
import type { World } from '../src/mock/world.ts';
import { at, type JsonObject } from '../src/model/json.ts';
import { type InProcessOptions, judgeInProcess } from '../src/proof/judge-in-process.ts';
import { bench } from './fixtures/mock-world.ts';

const AREAS = ['provisioning', 'consistency'] as const;

/** Users of the population, as every world of one seed begins with them. */
async function people(): Promise<readonly JsonObject[]> {
  return (await bench({ revision: '2024-03' }).resources()).slice(5, 8);
}

async function run(newUsers: number, subjects: readonly string[], more: Partial<InProcessOptions> = {}) {
  return judgeInProcess({
    areas: AREAS,
    target: { provisioning: { userNameDomain: 'example.com', subjects, newUsers } },
    ...more,
  });
}

async function expectUnchanged(world: World, lent: readonly JsonObject[]): Promise<void> {
  for (const before of lent) {
    const now = await userOf(world, String(before.id));
    expect(now.id).toBe(before.id);
    // Null, absent and empty are the same (RFC 7643 section 2.5).
    expect(restoringSteps({ before }, now)).toEqual([]);
  }
}

async function userOf(world: World, id: string): Promise<JsonObject> {
  const path = world.contract.operation('getUser').path.replace(/\{[^}]+\}/, id);
  const headers = { authorization: 'Bearer mock-company-token', host: 'mock.invalid' };
  const answer = await world.handle({ method: 'GET', target: path, headers });
  return JSON.parse(textOf(answer.payload) ?? '{}') as JsonObject;
}

describe('the way back', () => {
  const before = { [URN.spendUser]: { country: 'US', ledgerCode: null, customData: [{ id: 'custom1', value: 'a' }] } };
  const borrowed = { userId: 'u', before, touches: [] };

  test('names what differs, and nothing else', () => {
    const now = { [URN.spendUser]: { country: 'DE', ledgerCode: 'x', customData: [] }, [URN.role]: { roles: [] } };
    expect(restoringSteps(borrowed, now)).toEqual([
      { op: 'replace', path: `${URN.spendUser}:country`, value: 'US' },
      { op: 'remove', path: `${URN.spendUser}:ledgerCode` },
      { op: 'replace', path: `${URN.spendUser}:customData`, value: [{ id: 'custom1', value: 'a' }] },
    ]);
  });

  test('is empty where nothing differs; an absent member and an empty one are the same', () => {
    expect(restoringSteps(borrowed, { ...before, [URN.role]: { roles: [] } })).toEqual([]);
  });

  test('in haste goes through the places that a request under way may still change', () => {
    const touched = { ...borrowed, touches: [`${URN.spendUser}:country`, `${URN.role}:roles`] };
    expect(pendingSteps(touched, before)).toEqual([
      { op: 'replace', path: `${URN.spendUser}:country`, value: 'US' },
      { op: 'remove', path: `${URN.role}:roles` },
    ]);
  });
});

describe('users that the target file lends', () => {
  test('are as they were when the run is over', async () => {
    const lent = await people();
    const ids = lent.map(({ id }) => String(id));
    const done = await run(0, ids);
    expect(done.leftovers.map(({ userId }) => userId).sort()).toEqual([...ids].sort());
    expect(done.leftovers.every(({ kind, restored }) => kind === 'changed' && restored === true)).toBe(true);
    await expectUnchanged(done.world, lent);
  });

  test.each([300, 600, 900])('are put back when the run is interrupted after %i ms', async (interruptAfterMs) => {
    const lent = await people();
    const done = await run(
      0,
      lent.map(({ id }) => String(id)),
      { interruptAfterMs },
    );
    expect(done.records.some(({ reason }) => reason === 'interrupted')).toBe(true);
    expect(done.leftovers.every(({ restored }) => restored === true)).toBe(true);
    await expectUnchanged(done.world, lent);
  });

  test('are said to be changed where the target refuses to put them back', async () => {
    const lent = await people();
    const done = await run(
      0,
      lent.map(({ id }) => String(id)),
      {
        corrupt: {
          apply: (value, { task }) => (task.bulkId.startsWith('restore-') ? [] : value),
        },
      },
    );
    expect(done.leftovers).toContainEqual(
      expect.objectContaining({ kind: 'changed', restored: false, note: 'asked for, not confirmed' }),
    );
  });
});

describe('users of an earlier run', () => {
  const word = (userName: string | undefined) => /-([a-z]+)@/.exec(userName ?? '')?.[1];

  test('are written to again, and only creations that are tests themselves create', async () => {
    const names = ['put', 'lists', 'bench', 'extend', 'quiet', 'replaced', 'writers'];
    const everybody = await bench({ revision: '2024-03' }).resources();
    const all = everybody
      .filter((user) => at(user, URN.spendUser, 'testEmployee') === false)
      .slice(5, 5 + names.length);
    const kept = all.map(({ id }, index) => ({ userId: String(id), userName: `sc1-${names[index]}@example.com` }));
    const { newUsers } = MOCK_DEFAULTS.budgets;
    const provisioning = { userNameDomain: 'example.com', subjects: [], newUsers, kept };
    const done = await judgeInProcess({ areas: AREAS, target: { provisioning } });
    const created = done.leftovers.filter(({ kind }) => kind === 'created').map(({ userName }) => word(userName));
    for (const name of names) expect(created).not.toContain(name);
    expect(created).toEqual(expect.arrayContaining(['patch', 'single', 'broken', 'mixed']));
    expect(done.leftovers.filter(({ kind }) => kind === 'changed').length).toBe(names.length);
    expect(done.violations).toEqual([]);
    expect(done.inconclusive).toEqual([]);
  });

  test('are found in the report of the same folder, for the same target alone', () => {
    const out = mkdtempSync(join(tmpdir(), 'kept-'));
    const created = { kind: 'created', userId: 'u1', userName: 'sc1-put@example.com' };
    const report = { target: { baseUrl: 'https://one' }, leftovers: [created, { kind: 'changed', userId: 'lent' }] };
    writeFileSync(join(out, 'report.json'), JSON.stringify(report));
    const settings = { kind: 'remote', out, writable: true } as const;
    expect(keptUsers(settings, 'https://one')).toEqual([{ userId: 'u1', userName: 'sc1-put@example.com' }]);
    expect(keptUsers(settings, 'https://two')).toEqual([]);
    expect(keptUsers({ ...settings, writable: false }, 'https://one')).toEqual([]);
    expect(keptUsers({ ...settings, out: join(out, 'none') }, 'https://one')).toEqual([]);
  });

  test('stay on the list of a run that does not write to them', () => {
    const kept = [
      { userId: 'a', userName: 'sc1-put@example.com' },
      { userId: 'b', userName: 'sc1-lists@example.com' },
    ];
    expect(withKept([{ kind: 'changed', userId: 'a' }], kept)).toEqual([
      { kind: 'changed', userId: 'a' },
      { kind: 'kept', userId: 'b', userName: 'sc1-lists@example.com' },
    ]);
  });
});

test('a creation whose answer never comes is listed as left behind', async () => {
  const done = await run(5, [], {
    corrupt: { answer: (answer, { operation }) => (operation === 'bulk' ? { ...answer, status: 429 } : answer) },
  });
  expect(
    done.leftovers.filter(({ kind, userId }) => kind === 'created' && userId === undefined).length,
  ).toBeGreaterThan(0);
});
