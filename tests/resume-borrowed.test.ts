/** Users of somebody else whom a killed run wrote to: the part that continues it puts them back, and no file shows them. */

import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { URN } from '../src/contract/contract.ts';
import { repositoryPath } from '../src/contract/yaml.ts';
import { borrowedBefore, readJournal } from '../src/harness/journal.ts';
import { restoringSteps } from '../src/harness/restoring.ts';
import { createSeal } from '../src/harness/seal.ts';
import { type RunningMock, startMock } from '../src/mock/server.ts';
import { at, type JsonObject } from '../src/model/json.ts';
import type { ConformanceReport } from '../src/model/report.ts';

const room = mkdtempSync(join(tmpdir(), 'resume-lent-'));
let mock: RunningMock;
beforeAll(async () => {
  mock = await startMock({ port: 0, users: 40 });
});
afterAll(() => mock.close());

async function get(path: string): Promise<JsonObject> {
  const answer = await fetch(`${mock.url}/profile/spend/v4.1/Users${path}`, {
    headers: { authorization: 'Bearer mock-company-token' },
  });
  return (await answer.json()) as JsonObject;
}

function start(args: readonly string[]) {
  const child = spawn(process.execPath, [repositoryPath('bin/spend-conformance.js'), 'run', ...args], {
    env: { ...process.env, NO_COLOR: '1', SPEND_TOKEN: 'mock-company-token' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let text = '';
  child.stdout.on('data', (chunk: Buffer) => (text += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (text += chunk.toString()));
  return { child, ended: new Promise<string>((resolve) => child.once('close', () => resolve(text))) };
}

test('they are put back by the part that continues the run', async () => {
  const before = (await get('?itemsPerPage=2&startIndex=6')).Resources as readonly JsonObject[];
  const ids = before.map(({ id }) => String(id));
  const out = join(room, 'out');
  const file = join(room, 'target.yaml');
  writeFileSync(
    file,
    [
      'name: lent',
      `baseUrl: ${mock.url}`,
      'capabilities: [retrieval, provisioning]',
      `provisioning: { userNameDomain: example.com, subjects: [${ids.join(', ')}] }`,
      'pace: { requestsPerSecond: 200, concurrency: 8 }',
      'polling: { first: 100ms, factor: 1.5, max: 500ms }',
      'budgets: { convergence: 20s, run: 2m, newUsers: 0 }',
    ].join('\n'),
  );
  const changed = async () => {
    const now = await Promise.all(ids.map((id) => get(`/${id}`)));
    return now.filter((user, index) => restoringSteps({ before: before[index] ?? {} }, user).length > 0).length;
  };
  const first = start(['--target', file, '--allow-writes', '--area', 'provisioning', '--out', out]);
  await expect.poll(changed, { interval: 20, timeout: 60_000 }).toBeGreaterThan(0);
  first.child.kill('SIGKILL');
  await first.ended;
  expect(await changed()).toBeGreaterThan(0);

  const journal = readFileSync(join(out, 'journal.jsonl'), 'utf8');
  const sealed = [...readJournal(join(out, 'journal.jsonl')).borrowed.values()];
  expect(sealed.length).toBeGreaterThan(0);
  const texts = before.flatMap((user) => [
    at(user, 'userName'),
    at(user, 'displayName'),
    at(user, URN.spendUser, 'cashAdvanceAccountCode'),
  ]);
  for (const text of texts) if (typeof text === 'string' && text.length > 5) expect(journal).not.toContain(text);

  const said = await start(['--resume', out]).ended;
  const report = JSON.parse(readFileSync(join(out, 'report.json'), 'utf8')) as ConformanceReport;
  expect(report.leftovers.length, said).toBeGreaterThan(0);
  expect(report.leftovers.map((one) => at(one, 'restored'))).toEqual(report.leftovers.map(() => true));
  expect(await changed()).toBe(0);
}, 120_000);

describe('what is locked up', () => {
  const seal = createSeal('a secret');

  test('is read by whoever has the key, and by nobody else', () => {
    const value = { before: { userName: 'ann@example.test' }, touches: ['x'] };
    const text = seal.close(value);
    expect(seal.open(text)).toEqual(value);
    expect(seal.close(value)).not.toBe(text);
    expect(createSeal('another').open(text)).toBeUndefined();
    expect(seal.open(`A${text.slice(1)}`)).toBeUndefined();
    for (const odd of ['', 'AAAA', 'no base64', text.slice(0, 30)]) expect(seal.open(odd)).toBeUndefined();
  });

  test('is not put back twice, and not where it cannot be read', () => {
    const head = { runId: 'a', startedAt: 1, flags: {}, identity: {} };
    const borrowed = (userId: string, sealed: string) => [userId, { userId, sealed }] as const;
    const image = seal.close({ before: { id: 'u' }, touches: ['p'] });
    const earlier = {
      head,
      records: new Map(),
      leftovers: [{ kind: 'changed', userId: 'back', restored: true } as const],
      borrowed: new Map([
        borrowed('u', image),
        borrowed('back', image),
        borrowed('odd', seal.close([1])),
        borrowed('other', createSeal('another').close({ before: {}, touches: [] })),
      ]),
    };
    expect(borrowedBefore(earlier, seal)).toEqual([
      { userId: 'u', before: { id: 'u' }, touches: ['p'], byEarlierPart: true },
    ]);
    expect(borrowedBefore(undefined, seal)).toEqual([]);
  });

  test('is put back where the run wrote, and what others changed since stays', () => {
    const old = { [URN.spendUser]: { country: 'US', ledgerCode: 'A' } };
    const now = { [URN.spendUser]: { country: 'DE', ledgerCode: 'B' } };
    const one = { userId: 'u', before: old, touches: [`${URN.spendUser}:ledgerCode`] };
    expect(restoringSteps({ ...one, byEarlierPart: true }, now)).toEqual([
      { op: 'replace', path: `${URN.spendUser}:ledgerCode`, value: 'A' },
    ]);
    expect(restoringSteps(one, now)).toHaveLength(2);
  });
});
