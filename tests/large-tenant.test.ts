/** A tenant of 200,000 users, made up page by page: sampled walks, few requests, flat memory, and no alarm. */

import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startMock } from '../src/mock/server.ts';
import type { ConformanceReport } from '../src/model/report.ts';
import { runCli } from './fixtures/run-cli.ts';

const USERS = 200_000;
const LARGEST_PAGE = 100;
const room = mkdtempSync(join(tmpdir(), 'large-tenant-'));

let server: Server;

/** Every user is one of a hundred real ones under an id of its own. */
function tenant(people: readonly Record<string, unknown>[]): Server {
  const idOf = (index: number) => `5a5e0000-0000-4000-8000-${index.toString(16).padStart(12, '0')}`;
  const user = (index: number) => {
    const { meta, ...person } = people[index % people.length] ?? {};
    const location = `https://tenant.example/profile/spend/v4.1/Users/${idOf(index)}`;
    return { ...person, id: idOf(index), meta: { ...(meta as object), location } };
  };
  return createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://tenant');
    const say = (status: number, body: object) => {
      response.writeHead(status, { 'content-type': 'application/scim+json' }).end(JSON.stringify(body));
    };
    const schemas = ['urn:ietf:params:scim:api:messages:2.0:Error'];
    const refuse = (status: number) => say(status, { schemas, status, detail: 'This is not possible.' });
    const [, id] = /^\/profile\/spend\/v4\.1\/Users\/([^/]+)$/.exec(url.pathname) ?? [];
    if (request.headers.authorization !== 'Bearer large') return refuse(401);
    if (id === undefined && url.pathname !== '/profile/spend/v4.1/Users') return refuse(404);
    if (request.method !== 'GET') return refuse(405);
    if (id !== undefined) {
      const index = /^5a5e0000-0000-4000-8000-[0-9a-f]{12}$/i.test(id) ? Number.parseInt(id.slice(24), 16) : USERS;
      return index < USERS ? say(200, user(index)) : refuse(404);
    }
    // This tenant does not filter; what needs a filter cannot be judged, which is not what is looked at here.
    if (url.searchParams.has('filter')) return refuse(501);
    const number = (name: string, otherwise: number) => {
      const text = url.searchParams.get(name);
      return text === null ? otherwise : /^-?\d{1,15}$/.test(text) ? Number(text) : Number.NaN;
    };
    const size = number('itemsPerPage', LARGEST_PAGE);
    const startIndex = number('startIndex', 1);
    if (!(size >= 1 && size <= LARGEST_PAGE && startIndex >= 1)) return refuse(400);
    const count = Math.max(0, Math.min(size, USERS - startIndex + 1));
    const Resources = Array.from({ length: count }, (_, at) => user(startIndex - 1 + at));
    say(200, {
      schemas: ['urn:ietf:params:scim:api:messages:2.0:ListResponse'],
      totalResults: USERS,
      itemsPerPage: count,
      startIndex,
      Resources,
    });
  });
}

beforeAll(async () => {
  const mock = await startMock({ revision: '2024-03', users: 201, seed: 1, port: 0 });
  const response = await fetch(`${mock.url}/profile/spend/v4.1/Users?itemsPerPage=100`, {
    headers: { authorization: 'Bearer mock-company-token' },
  });
  const page = (await response.json()) as { Resources: Record<string, unknown>[] };
  await mock.close();
  server = tenant(page.Resources);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
afterAll(() => server?.close());

test('reading it costs a sample and raises no alarm', { timeout: 120_000 }, async () => {
  const file = join(room, 'large.yaml');
  const { port } = server.address() as AddressInfo;
  const pace = '{ requestsPerSecond: 1000, concurrency: 8 }';
  writeFileSync(
    file,
    `name: large\nbaseUrl: http://127.0.0.1:${port}\ncapabilities: [retrieval]\nauth:\n  company: { tokenEnv: SPEND_TOKEN }\npace: ${pace}\n`,
  );
  const areas = ['envelope', 'pagination', 'lookup', 'resource'].flatMap((area) => ['--area', area]);
  const out = join(room, 'out');
  const { code, stderr } = await runCli(['run', '--target', file, '--out', out, ...areas], { SPEND_TOKEN: 'large' });
  const report = JSON.parse(readFileSync(join(out, 'report.json'), 'utf8')) as ConformanceReport;
  const red = report.requirements.filter((one) => ['violation', 'warning'].includes(one.impact));
  expect(
    red.map((one) => `${one.id}: ${one.cases.find((each) => each.verdict === 'fail')?.problems[0]?.message}`),
  ).toEqual([]);
  expect(code, stderr).not.toBe(1);
  // The default budget of a tenant is 2,000 requests; one whole walk would cost as much.
  expect(report.statistics.requests).toBeLessThan(600);
  const walk = report.requirements.find((one) => one.id === 'pagination.walk-no-duplicate');
  const whole = walk?.cases.filter((one) => !one.id.endsWith('under-a-filter'));
  expect(whole?.map((one) => one.verdict)).toEqual(['pass', 'pass', 'pass']);
  for (const one of whole ?? []) expect(one.behaviour).toMatch(/^sampled: \d+ pages from the start, \d+ in the middle/);
});
