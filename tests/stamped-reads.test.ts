/**
 * A server that puts the time of the read into every meta.lastModified, over real sockets: it is no tenant at work, so it
 * excuses nothing, and by itself it breaks no rule of lists and filters.
 */

import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import { prepareRun } from '../src/harness/prepare.ts';
import { resolveSettings } from '../src/harness/settings.ts';
import { type RunningMock, startMock } from '../src/mock/server.ts';
import { isArray, isObject, type Json } from '../src/model/json.ts';
import type { ConformanceReport } from '../src/model/report.ts';

let mock: RunningMock;
let server: Server;
afterEach(async () => {
  server.closeAllConnections();
  server.close();
  await mock.close();
});

function stamped(value: Json, now: string): Json {
  if (isArray(value)) return value.map((item) => stamped(item, now));
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [key, key === 'lastModified' ? now : stamped(item, now)]),
  );
}

/** Judges lists and filters of a mock whose answers are all stamped on their way. */
async function judge(stamp: (now: Date) => string, fault?: string, users = 60): Promise<ConformanceReport> {
  mock = await startMock({ users, faults: fault === undefined ? [] : [fault] });
  server = createServer((request, response) => {
    fetch(`${mock.url}${request.url ?? ''}`, {
      method: request.method ?? 'GET',
      headers: { authorization: request.headers.authorization ?? '' },
    })
      .then(async (answer) => {
        const text = await answer.text();
        const type = answer.headers.get('content-type') ?? 'application/json';
        const body = text.startsWith('{') ? JSON.stringify(stamped(JSON.parse(text) as Json, stamp(new Date()))) : text;
        response.writeHead(answer.status, { 'content-type': type }).end(body);
      })
      .catch(() => response.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const resolved = resolveSettings(
    { target: baseUrl, area: ['pagination', 'filtering'] },
    { SPEND_TOKEN: 'mock-company-token' },
  );
  const limits = { ...resolved.limits, pace: { concurrency: 8, requestsPerSecond: 300 } };
  const run = await prepareRun({ settings: { ...resolved, limits }, baseUrl });
  await run.begin(new Set(run.selection.cases.map((one) => one.id)));
  const report = run.report({ interrupted: false });
  await run.close();
  return report;
}

const idsOf = (report: ConformanceReport, verdict: string) =>
  report.requirements.filter((one) => one.verdict === verdict).map(({ id }) => id);
const moved = (report: ConformanceReport) =>
  report.requirements.flatMap((one) => one.cases).filter(({ reason }) => reason === 'population-moved');

describe.each([
  ['to the millisecond', (now: Date) => now.toISOString()],
  ['to the second', (now: Date) => now.toISOString().replace(/\.\d+Z$/, 'Z')],
] as const)('stamped %s', (_how, stamp) => {
  test('a server that keeps the contract raises no alarm', async () => {
    const report = await judge(stamp);
    expect(idsOf(report, 'fail')).toEqual([]);
    expect(moved(report)).toEqual([]);
  }, 60_000);

  test.each([
    ['paging-pages-overlap', 'pagination.walk-no-duplicate'],
    ['eq-stops-after-twenty', 'filtering.eq-complete'],
  ])(
    '%s is seen all the same',
    async (fault, requirement) => {
      const report = await judge(stamp, fault);
      expect(moved(report).map(({ id }) => id)).toEqual([]);
      expect(idsOf(report, 'fail')).toContain(requirement);
    },
    60_000,
  );
});
