/** The same on a real wire: sockets that are torn down, throttling with a date, a status that ends late. */

import { mkdtempSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { prepareRun } from '../src/harness/prepare.ts';
import { resolveSettings } from '../src/harness/settings.ts';
import { MOCK_TOKENS, TOKEN_VARIABLES } from '../src/harness/tokens.ts';
import { COMPANY_ID } from '../src/mock/population/people.ts';
import { textOf } from '../src/mock/wire.ts';
import { createWorld } from '../src/mock/world.ts';

const room = mkdtempSync(join(tmpdir(), 'hostile-'));
const world = createWorld({ users: 60, processingMs: 60, visibleMs: 40 });
const seen = { torn: 0, throttled: 0 };
let server: Server;
let baseUrl = '';

beforeAll(async () => {
  let reads = 0;
  server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', async () => {
      const url = request.url ?? '/';
      const polled = request.method === 'GET' && (url.includes('/provisions/') || /\/Users\/[^/?]+$/.test(url));
      if (polled) reads += 1;
      if (polled && reads % 7 === 0) {
        seen.torn += 1;
        request.socket.destroy();
        return;
      }
      if (polled && reads % 29 === 0) {
        seen.throttled += 1;
        response.writeHead(429, { 'retry-after': new Date(Date.now() + 500).toUTCString() }).end();
        return;
      }
      const headers = Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, String(value)]));
      const body = Buffer.concat(chunks).toString();
      const answer = await world.handle({
        method: request.method ?? 'GET',
        target: url,
        headers,
        ...(body !== '' && { body }),
      });
      response.writeHead(answer.status, answer.headers).end(textOf(answer.payload));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});

afterAll(() => server.close());

test('torn sockets and throttled reads change no verdict and stand in the histories', async () => {
  const file = join(room, 'target.yaml');
  writeFileSync(
    file,
    [
      'name: hostile',
      `baseUrl: ${baseUrl}`,
      'capabilities: [retrieval, provisioning]',
      `provisioning: { companyId: ${COMPANY_ID}, userNameDomain: example.com }`,
      'pace: { requestsPerSecond: 400, concurrency: 8 }',
      'polling: { first: 20ms, factor: 1.5, max: 200ms }',
      'budgets: { convergence: 20s, run: 2m, newUsers: 5 }',
    ].join('\n'),
  );
  const environment = { [TOKEN_VARIABLES.get('company') ?? '']: MOCK_TOKENS.get('company') ?? '' };
  const flags = { target: file, allowWrites: true, area: ['provisioning', 'consistency'], out: room };
  const run = await prepareRun({ settings: resolveSettings(flags, environment), baseUrl });
  await run.begin(new Set(run.selection.cases.map(({ id }) => id)));
  await run.restore(false);
  const report = run.report({ interrupted: false });
  await run.close();
  expect(seen.torn).toBeGreaterThan(5);
  expect(seen.throttled).toBeGreaterThan(2);
  expect(report.requirements.filter(({ verdict }) => verdict === 'fail').map(({ id }) => id)).toEqual([]);
  expect(report.grade).toBe('exploratory');
  const faults = run.engine.recorder
    .histories()
    .flatMap(({ events }) => events)
    .filter(({ kind }) => kind === 'fault');
  expect(faults.length).toBeGreaterThan(5);
}, 60_000);
