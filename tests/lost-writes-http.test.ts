/** Writes whose connection breaks on a real wire, before they arrive or after they were carried out. */

import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { prepareRun } from '../src/harness/prepare.ts';
import { resolveSettings } from '../src/harness/settings.ts';
import { MOCK_TOKENS } from '../src/harness/tokens.ts';
import { COMPANY_ID } from '../src/mock/population/people.ts';
import { at } from '../src/model/json.ts';
import type { ConformanceReport } from '../src/model/report.ts';
import { type TornRequest, type TornTarget, tornTarget } from './fixtures/torn-target.ts';

const room = mkdtempSync(join(tmpdir(), 'lost-'));
const opened: TornTarget[] = [];
afterEach(async () => {
  for (const one of opened.splice(0)) await one.close();
});

const isCreation = ({ method, body }: TornRequest) => method === 'POST' && body.includes('"create-patch"');
const isRestoring = ({ method, body }: TornRequest) => method === 'POST' && body.includes('"restore-1"');

async function run(
  concerns: (request: TornRequest) => boolean,
  how: 'before' | 'after',
  more: (target: TornTarget) => Promise<string> = async () => `companyId: ${COMPANY_ID}`,
  newUsers = 5,
): Promise<{ readonly report: ConformanceReport; readonly target: TornTarget }> {
  let torn = false;
  const target = await tornTarget((request) => {
    if (torn || !concerns(request)) return undefined;
    torn = true;
    return how;
  });
  opened.push(target);
  const file = join(room, 'target.yaml');
  writeFileSync(
    file,
    [
      'name: torn',
      `baseUrl: ${target.url}`,
      'capabilities: [retrieval, provisioning]',
      `provisioning: { userNameDomain: example.com, ${await more(target)} }`,
      'pace: { requestsPerSecond: 400, concurrency: 8 }',
      'polling: { first: 20ms, factor: 1.5, max: 200ms }',
      `budgets: { convergence: 20s, run: 2m, newUsers: ${newUsers} }`,
    ].join('\n'),
  );
  const environment = { SPEND_TOKEN: MOCK_TOKENS.get('company') ?? '' };
  const flags = { target: file, allowWrites: true, area: ['provisioning'], out: room };
  const prepared = await prepareRun({ settings: resolveSettings(flags, environment), baseUrl: target.url });
  await prepared.begin(new Set(prepared.selection.cases.map(({ id }) => id)));
  await prepared.restore(false);
  const report = prepared.report({ interrupted: false });
  await prepared.close();
  expect(torn).toBe(true);
  expect(report.requirements.filter(({ verdict }) => verdict === 'fail').map(({ id }) => id)).toEqual([]);
  return { report, target };
}

test('a creation that was carried out is not sent again', async () => {
  const { report, target } = await run(isCreation, 'after');
  expect(target.seen.filter(isCreation)).toHaveLength(1);
  expect(report.outcome).toBe('inconclusive');
  const cases = report.requirements.flatMap((one) => one.cases);
  const open = cases.filter(({ detail }) => detail?.includes('read back, it was carried out'));
  expect(open.length).toBeGreaterThan(3);
  expect(open[0]).toMatchObject({ reason: 'unreachable', blame: 'network' });
  expect(open[0]?.unanswered?.[0]?.attempts[0]?.failure).toBeDefined();
  expect(report.leftovers.some((one) => at(one, 'userId') !== undefined)).toBe(true);
  expect(JSON.stringify(report.history)).toContain('read back: done');
}, 60_000);

test('a creation that never arrived is sent once more, and judged', async () => {
  const { report, target } = await run(isCreation, 'before');
  expect(target.seen.filter(isCreation)).toHaveLength(2);
  const first = target.seen.findIndex(isCreation);
  const between = target.seen.slice(first + 1, target.seen.findLastIndex(isCreation));
  expect(between.filter(({ url }) => url.includes('filter=')).length).toBeGreaterThanOrEqual(3);
  const accepted = report.requirements.find(({ id }) => id === 'provisioning.bulk-accepted');
  expect(accepted?.verdict).toBe('pass');
  const tries = accepted?.cases.flatMap(({ evidence }) => evidence).find(({ attempts }) => attempts)?.attempts;
  expect(tries?.map(({ status }) => status)).toEqual([undefined, 202]);
}, 60_000);

test('lent users are known to be put back although the answer to that got lost', async () => {
  const { report } = await run(
    isRestoring,
    'after',
    async ({ url }) => {
      const list = await fetch(`${url}/profile/spend/v4.1/Users?itemsPerPage=2&startIndex=6`, {
        headers: { authorization: `Bearer ${MOCK_TOKENS.get('company') ?? ''}` },
      });
      const { Resources } = (await list.json()) as { readonly Resources: readonly { readonly id: string }[] };
      return `subjects: [${Resources.map(({ id }) => id).join(', ')}]`;
    },
    0,
  );
  expect(report.leftovers.map((one) => at(one, 'restored'))).toEqual([true, true]);
}, 60_000);
