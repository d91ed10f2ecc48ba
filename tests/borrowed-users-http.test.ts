/** An interrupted run on a real wire: the wire is closed under it, and opened again to put back what was lent. */

import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { prepareRun } from '../src/harness/prepare.ts';
import { restoringSteps } from '../src/harness/restoring.ts';
import { resolveSettings } from '../src/harness/settings.ts';
import { MOCK_TOKENS, TOKEN_VARIABLES } from '../src/harness/tokens.ts';
import { startMock } from '../src/mock/server.ts';
import type { JsonObject } from '../src/model/json.ts';

const room = mkdtempSync(join(tmpdir(), 'borrowed-'));
const token = MOCK_TOKENS.get('company') ?? '';

test('users that were lent are put back when the run is interrupted while it writes', async () => {
  const mock = await startMock({ port: 0, users: 40 });
  const get = async (path: string): Promise<JsonObject> =>
    (await (
      await fetch(`${mock.url}/profile/spend/v4.1/Users${path}`, { headers: { authorization: `Bearer ${token}` } })
    ).json()) as JsonObject;
  const listed = (await get('?itemsPerPage=2&startIndex=6')).Resources as readonly JsonObject[];
  const file = join(room, 'target.yaml');
  writeFileSync(
    file,
    [
      'name: lent',
      `baseUrl: ${mock.url}`,
      'capabilities: [retrieval, provisioning]',
      `provisioning: { userNameDomain: example.com, subjects: [${listed.map(({ id }) => String(id)).join(', ')}] }`,
      'pace: { requestsPerSecond: 400, concurrency: 8 }',
      'polling: { first: 100ms, factor: 1.5, max: 500ms }',
      'budgets: { convergence: 20s, run: 2m, newUsers: 0 }',
    ].join('\n'),
  );
  const environment = { [TOKEN_VARIABLES.get('company') ?? '']: token };
  const flags = { target: file, allowWrites: true, area: ['provisioning'], out: room };
  const run = await prepareRun({ settings: resolveSettings(flags, environment), baseUrl: mock.url });
  const running = run.begin(new Set(run.selection.cases.map(({ id }) => id)));
  const changed = async () => {
    const now = await Promise.all(listed.map(({ id }) => get(`/${String(id)}`)));
    return now.some((user, index) => restoringSteps({ before: listed[index] ?? {} }, user).length > 0);
  };
  await expect.poll(changed, { interval: 20, timeout: 30_000 }).toBe(true);
  run.engine.interrupt();
  await running;
  await run.restore(true);
  const { leftovers } = run.report({ interrupted: true });
  expect(leftovers).toHaveLength(2);
  expect(leftovers.every((one) => (one as JsonObject).restored === true)).toBe(true);
  expect(await changed()).toBe(false);
  await run.close();
  await mock.close();
}, 60_000);
