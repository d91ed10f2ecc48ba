/** A target that names another host wherever it names itself: no request of a whole writing run ever goes there. */

import { mkdtempSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { prepareRun } from '../src/harness/prepare.ts';
import { resolveSettings } from '../src/harness/settings.ts';
import { MOCK_TOKENS } from '../src/harness/tokens.ts';
import { COMPANY_ID } from '../src/mock/population/people.ts';
import { textOf } from '../src/mock/wire.ts';
import { createWorld } from '../src/mock/world.ts';
import { isArray, isObject, type Json } from '../src/model/json.ts';

const servers: Server[] = [];
afterAll(() => {
  for (const server of servers) {
    server.closeAllConnections();
    server.close();
  }
});

async function listening(server: Server): Promise<string> {
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

function elsewhere(value: Json, host: string): Json {
  if (isArray(value)) return value.map((item) => elsewhere(item, host));
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]): [string, Json] => {
      const names = ['location', 'statusUrl', '$ref'].includes(key) && typeof item === 'string';
      return [key, names ? `${host}${item.replace(/^https?:\/\/[^/]+/, '')}` : elsewhere(item, host)];
    }),
  );
}

test('locations, status URLs and redirects of another origin get neither a token nor a request', async () => {
  const met: string[] = [];
  const foreign = createServer((request, response) => {
    met.push(`${request.method} ${request.url} ${request.headers.authorization ?? ''}`);
    response.end('{}');
  });
  foreign.on('connection', () => met.push('a connection'));
  const other = await listening(foreign);
  const world = createWorld({ users: 40, processingMs: 40, visibleMs: 20 });
  let statusReads = 0;
  const target = await listening(
    createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', async () => {
        const url = request.url ?? '/';
        if (url.includes('/provisions/')) statusReads += 1;
        if (statusReads > 0 && statusReads % 11 === 0 && url.includes('/provisions/')) {
          response.writeHead(307, { location: `${other}${url}` }).end();
          return;
        }
        const headers = Object.fromEntries(Object.entries(request.headers).map(([key, value]) => [key, String(value)]));
        const body = Buffer.concat(chunks).toString();
        const answer = await world.handle({
          method: request.method ?? 'GET',
          target: url,
          headers,
          ...(body !== '' && { body }),
        });
        const text = textOf(answer.payload) ?? '';
        const named = text.startsWith('{') ? JSON.stringify(elsewhere(JSON.parse(text) as Json, other)) : text;
        const { 'content-length': _, ...kept } = answer.headers;
        response.writeHead(answer.status, { ...kept, location: `${other}/Users/1` }).end(named);
      });
    }),
  );
  const room = mkdtempSync(join(tmpdir(), 'foreign-'));
  const file = join(room, 'target.yaml');
  writeFileSync(
    file,
    [
      'name: foreign',
      `baseUrl: ${target}`,
      'capabilities: [retrieval, provisioning]',
      `provisioning: { companyId: ${COMPANY_ID} }`,
      'pace: { requestsPerSecond: 500, concurrency: 8 }',
      'polling: { first: 20ms, factor: 1.5, max: 100ms }',
      'budgets: { convergence: 5s, run: 1m, newUsers: 3 }',
    ].join('\n'),
  );
  const environment = { SPEND_TOKEN: MOCK_TOKENS.get('company') ?? '' };
  const flags = { target: file, allowWrites: true, area: ['lookup', 'provisioning'], out: room };
  const run = await prepareRun({ settings: resolveSettings(flags, environment), baseUrl: target });
  await run.begin(new Set(run.selection.cases.map(({ id }) => id)));
  await run.restore(false);
  const report = run.report({ interrupted: false });
  await run.close();
  expect(statusReads).toBeGreaterThan(20);
  expect(met).toEqual([]);
  const told = report.observations.find(({ id }) => id === 'provisioning.status-location-origin');
  expect(told?.behaviour).toMatch(/^(\d+) of \1 responses differ/);
}, 60_000);
