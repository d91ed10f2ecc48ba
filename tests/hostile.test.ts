/**
 * Servers that answer with everything but an API: whole reading runs over real sockets. Each ends in bounded time with a
 * verdict for every case, a report that fits its schema, and views in which nothing of the server's text acts.
 */

import { readFileSync } from 'node:fs';
import { createServer, type RequestListener } from 'node:http';
import { type AddressInfo, createServer as createRawServer, type Server, type Socket } from 'node:net';
import { gzipSync } from 'node:zlib';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { repositoryPath } from '../src/contract/yaml.ts';
import { prepareRun } from '../src/harness/prepare.ts';
import { type RunSettings, resolveSettings } from '../src/harness/settings.ts';
import { startMock } from '../src/mock/server.ts';
import { isArray, isObject, type Json } from '../src/model/json.ts';
import type { ConformanceReport } from '../src/model/report.ts';
import { renderHtml } from '../src/reporters/html.ts';
import { renderJUnit } from '../src/reporters/junit.ts';
import { renderSummary } from '../src/reporters/summary.ts';
import { renderTerminalSummary } from '../src/reporters/terminal.ts';

const servers: Server[] = [];
const sockets = new Set<Socket>();
let mock: Awaited<ReturnType<typeof startMock>>;
const ajv = new Ajv2020({ strict: false });
addFormats.default(ajv);
const fits = ajv.compile(
  JSON.parse(readFileSync(repositoryPath('schemas/harness/report.schema.json'), 'utf8')) as object,
);

beforeAll(async () => {
  mock = await startMock({ revision: '2024-03', users: 12, seed: 1, faults: [], variants: [], port: 0 });
});
afterAll(async () => {
  for (const socket of sockets) socket.destroy();
  for (const server of servers) server.close();
  await mock.close();
});

async function listening(server: Server): Promise<string> {
  servers.push(server);
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.on('error', () => {});
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}
const http = (listener: RequestListener) => listening(createServer(listener));
const raw = (answer: (socket: Socket) => void) =>
  listening(createRawServer((socket) => socket.once('data', () => answer(socket))));

async function judged(baseUrl: string, more: Partial<RunSettings> = {}, responseMs = 250): Promise<ConformanceReport> {
  const resolved = resolveSettings(
    { target: baseUrl, area: ['envelope', 'lookup'] },
    { SPEND_TOKEN: 'hostile-test-token' },
  );
  const { limits } = resolved;
  const run = await prepareRun({
    settings: {
      ...resolved,
      limits: {
        ...limits,
        pace: { concurrency: 16 },
        budgets: { ...limits.budgets, responseMs, runMs: 15_000, requests: 400 },
      },
      ...more,
    },
    baseUrl,
  });
  try {
    await run.begin(new Set(run.selection.cases.map((one) => one.id)));
    return run.report({ interrupted: false });
  } finally {
    await run.close();
  }
}

const JSON_TYPE = { 'content-type': 'application/json' };
const PAGE = (users: string) =>
  `{"schemas":[],"totalResults":1,"startIndex":1,"itemsPerPage":1,"Resources":[${users}]}`;
const bomb = gzipSync(Buffer.alloc(17 * 1024 * 1024, 32));
const deep = `${'{"a":['.repeat(20_000)}1${']}'.repeat(20_000)}`;

const SERVERS: readonly (readonly [string, () => Promise<string>])[] = [
  ['silence', () => raw(() => {})],
  [
    'an endless body',
    () =>
      http((_request, response) => {
        response.writeHead(200, JSON_TYPE);
        const drip = setInterval(() => response.write(' '), 10);
        response.once('close', () => clearInterval(drip));
      }),
  ],
  [
    'a flood',
    () => http((_request, response) => response.writeHead(200, JSON_TYPE).end(Buffer.alloc(17 * 1024 * 1024, 32))),
  ],
  [
    'a bomb',
    () => http((_request, response) => response.writeHead(200, { ...JSON_TYPE, 'content-encoding': 'gzip' }).end(bomb)),
  ],
  [
    'a body that is not what its encoding says',
    () => http((_request, response) => response.writeHead(200, { 'content-encoding': 'br' }).end('plain')),
  ],
  [
    'an unknown encoding',
    () => http((_request, response) => response.writeHead(200, { 'content-encoding': 'constructor' }).end('x')),
  ],
  ['deep nesting', () => http((_request, response) => response.writeHead(200, JSON_TYPE).end(deep))],
  [
    'deep nesting in a page',
    () => http((_request, response) => response.writeHead(200, JSON_TYPE).end(PAGE(`{"id":"x","a":${deep}}`))),
  ],
  [
    'bytes that are no text',
    () => http((_request, response) => response.writeHead(200, JSON_TYPE).end(Buffer.from([0xff, 0xfe, 0, 0x7b]))),
  ],
  [
    'half a JSON',
    () =>
      http((_request, response) => response.writeHead(200, JSON_TYPE).end('{"totalResults": 5, "Resources": [{"id":')),
  ],
  [
    'more promised than sent',
    () =>
      raw((socket) => {
        socket.write('HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 5000\r\n\r\n{"a":');
        setTimeout(() => socket.end(), 10);
      }),
  ],
  [
    'less promised than sent',
    () => raw((socket) => socket.end('HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}{}{}{}')),
  ],
  [
    'a reset in the middle of a body',
    () =>
      raw((socket) => {
        socket.write('HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n5\r\n{"a":\r\n');
        setTimeout(() => socket.resetAndDestroy(), 5);
      }),
  ],
  ['no HTTP at all', () => raw((socket) => socket.end('SSH-2.0-OpenSSH_9.0\r\n'))],
  ['headers without end', () => raw((socket) => socket.end(`HTTP/1.1 200 OK\r\n${'x-a: b\r\n'.repeat(20_000)}\r\n{}`))],
  ['redirects in a circle', () => http((_request, response) => response.writeHead(302, { location: '/again' }).end())],
  [
    'prototype keys',
    () =>
      http((_request, response) =>
        response
          .writeHead(200, JSON_TYPE)
          .end(
            PAGE(
              '{"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}},"id":"hasOwnProperty","toString":null}',
            ),
          ),
      ),
  ],
  [
    'numbers beyond everything',
    () =>
      http((_request, response) =>
        response
          .writeHead(200, JSON_TYPE)
          .end(
            '{"totalResults":1e999,"startIndex":9007199254740993,"itemsPerPage":-1e308,"Resources":[{"id":9007199254740993}]}',
          ),
      ),
  ],
];

describe('a run against', () => {
  test.each(SERVERS)(
    '%s',
    async (_name, open) => {
      const started = Date.now();
      const report = await judged(await open());
      expect(Date.now() - started).toBeLessThan(25_000);
      expect(fits(JSON.parse(JSON.stringify(report))), JSON.stringify(fits.errors?.[0])).toBe(true);
      const cases = report.requirements.flatMap((one) => one.cases);
      expect(cases.length).toBeGreaterThan(20);
      expect(cases.filter((one) => one.reason === 'harness').map((one) => `${one.id}: ${one.detail}`)).toEqual([]);
      expect(report.outcome).not.toBe('conforms');
      for (const one of report.requirements) {
        if (one.verdict === 'fail' || one.verdict === 'inconclusive') expect(one.blame, one.id).toBeDefined();
      }
      expect(({} as { polluted?: number }).polluted).toBeUndefined();
      for (const view of [renderHtml(report), renderJUnit(report), renderSummary(report)])
        expect(view.length).toBeGreaterThan(500);
    },
    60_000,
  );
});

test('a token goes to the origin of the target only', async () => {
  const elsewhere: (string | undefined)[] = [];
  const other = await http((request, response) => {
    elsewhere.push(request.headers.authorization);
    response.end();
  });
  const base = await http((request, response) => response.writeHead(307, { location: `${other}${request.url}` }).end());
  await judged(base);
  expect(elsewhere).toEqual([]);
});

describe('payloads in every string', () => {
  const PAYLOAD =
    '</script><script>alert(1)</script>]]>&amp;\u001b[31m\u0000\u202e"\'`|\u2028<img src=x onerror=alert(2)>';

  function spiked(value: Json): Json {
    if (typeof value === 'string') return value.startsWith('urn:') ? value : `${value}${PAYLOAD}`;
    if (isArray(value)) return value.map(spiked);
    if (!isObject(value)) return value;
    return Object.fromEntries(
      Object.entries(value).flatMap(([key, item]) => [
        [key, spiked(item)],
        [`${key}${PAYLOAD}`, 1],
      ]),
    );
  }

  test('no view lets them act', async () => {
    const base = await http((request, response) => {
      fetch(`${mock.url}${request.url ?? ''}`, { headers: { authorization: 'Bearer mock-company-token' } })
        .then(async (answer) => {
          const text = await answer.text();
          const body = text.startsWith('{') ? JSON.stringify(spiked(JSON.parse(text) as Json)) : text;
          response.writeHead(answer.status, { ...JSON_TYPE, 'x-odd': encodeURIComponent(PAYLOAD) }).end(body);
        })
        .catch(() => response.destroy());
    });
    const report = await judged(base, { keepValues: true }, 10_000);
    expect(report.requirements.filter((one) => one.impact === 'violation').length).toBeGreaterThan(0);
    expect(JSON.stringify(report)).toContain('alert(1)');
    const html = renderHtml(report);
    expect(html).not.toContain('<script>alert');
    expect(html).not.toContain('<img src=x');
    const terminal = renderTerminalSummary(report, { reportPath: 'r', colour: false });
    for (const view of [html, renderJUnit(report), renderSummary(report), terminal]) {
      // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
      expect(view).not.toMatch(/[\u0000\u001b\u202e]/);
    }
    expect(renderJUnit(report).replaceAll(/\]\]&gt;/g, '')).not.toContain(']]>');
    expect(renderSummary(report)).not.toMatch(/<(script|img)/);
  }, 60_000);
});
