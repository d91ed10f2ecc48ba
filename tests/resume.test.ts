/** Runs that end too early, by a signal or without one, and what is left of them: whole processes, real signals. */

import { type ChildProcess, spawn } from 'node:child_process';
import { copyFileSync, existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { repositoryPath } from '../src/contract/yaml.ts';
import { leftoversOfAll, readJournal } from '../src/harness/journal.ts';
import { startMock } from '../src/mock/server.ts';
import type { ConformanceReport } from '../src/model/report.ts';

const room = mkdtempSync(join(tmpdir(), 'resume-'));
const LONG = 120_000;
const servers: Server[] = [];
let mock: Awaited<ReturnType<typeof startMock>>;

beforeAll(async () => {
  mock = await startMock({ revision: '2024-03', users: 30, seed: 1, faults: [], variants: [], port: 0 });
});
afterAll(async () => {
  for (const server of servers) {
    server.closeAllConnections();
    server.close();
  }
  await mock.close();
});

async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

function targetFile(name: string, baseUrl: string, perSecond: number): string {
  const file = join(room, `${name}.yaml`);
  const pace = `pace: { requestsPerSecond: ${perSecond}, concurrency: 4 }`;
  writeFileSync(file, `name: ${name}\nbaseUrl: ${baseUrl}\ncapabilities: [retrieval]\n${pace}\n`);
  return file;
}

function start(args: readonly string[]): {
  child: ChildProcess;
  ended: Promise<{ code: number | null; text: string }>;
} {
  const child = spawn(process.execPath, [repositoryPath('bin/spend-conformance.js'), 'run', ...args], {
    env: { ...process.env, NO_COLOR: '1', SPEND_TOKEN: 'mock-company-token' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let text = '';
  child.stdout?.on('data', (chunk: Buffer) => (text += chunk.toString()));
  child.stderr?.on('data', (chunk: Buffer) => (text += chunk.toString()));
  return { child, ended: new Promise((resolve) => child.once('close', (code) => resolve({ code, text }))) };
}

const reportIn = (out: string) => JSON.parse(readFileSync(join(out, 'report.json'), 'utf8')) as ConformanceReport;
const journalOf = (out: string) =>
  existsSync(join(out, 'journal.jsonl')) ? readFileSync(join(out, 'journal.jsonl'), 'utf8') : '';

async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await new Promise((resolve) => setTimeout(resolve, 50));
}

describe('a killed run', () => {
  const out = join(room, 'killed');
  const args = () => [
    '--target',
    targetFile('killed', mock.url, 30),
    '--area',
    'envelope',
    '--area',
    'lookup',
    '--out',
    out,
  ];

  test(
    'leaves a readable report, and what it judged is kept by the run that continues it',
    async () => {
      const first = start(args());
      await until(() => journalOf(out).split('\n').length > 15);
      first.child.kill('SIGKILL');
      await first.ended;
      expect(reportIn(out)).toMatchObject({ kind: 'ConformanceReport', grade: 'partial', run: { interrupted: true } });
      for (const name of ['report.html', 'junit.xml', 'summary.md'])
        expect(existsSync(join(out, name)), name).toBe(true);
      const before = readJournal(join(out, 'journal.jsonl'));
      const killed = reportIn(out).statistics;
      expect(killed.requests).toBeGreaterThan(0);
      const judged = [...before.records.values()].filter(
        (one) => one.verdict === 'pass' && !one.id.endsWith('/every-response'),
      );
      expect(judged.length).toBeGreaterThan(3);

      const { code, text } = await start(['--resume', out]).ended;
      expect(code, text).toBe(0);
      const report = reportIn(out);
      expect(report).toMatchObject({ outcome: 'conforms', grade: 'partial' });
      expect(report.gradeReasons.join()).toContain('continued');
      expect(report.gradeReasons.join()).not.toContain('last part');
      // What the first part sent counts, as far as it told; the time between the parts does not.
      const { statistics } = report;
      expect(statistics.requests).toBeGreaterThan(killed.requests);
      expect(statistics.requests).toBe(
        Object.values(statistics.perOperation).reduce((sum, one) => sum + one.requests, 0),
      );
      expect(statistics.wallMs).toBeLessThanOrEqual(
        Date.parse(report.run.finishedAt) - Date.parse(report.run.startedAt),
      );
      expect(statistics.wallMs).toBeGreaterThanOrEqual(killed.wallMs);
      expect(statistics.cases).toBe(report.requirements.flatMap((one) => one.cases).length);
      expect(Date.parse(report.run.startedAt)).toBe(before.head.startedAt);
      const now = new Map(report.requirements.flatMap((one) => one.cases.map((each) => [each.id, each])));
      for (const one of judged) expect(now.get(one.id)?.evidence, one.id).toEqual(one.evidence);
    },
    LONG,
  );

  test(
    'is not continued as another one',
    async () => {
      const killed = mkdtempSync(join(room, 'journal-'));
      copyFileSync(join(out, 'journal.jsonl'), join(killed, 'journal.jsonl'));
      const { code, text } = await start(['--resume', killed, '--revision', '2026-05']).ended;
      expect(code).toBe(3);
      expect(text).toMatch(/cannot be continued.*revision/s);
    },
    LONG,
  );

  test(
    'is not continued once it has come to its end',
    async () => {
      const { code, text } = await start(['--resume', out]).ended;
      expect(code).toBe(3);
      expect(text).toMatch(/came to its end/);
      expect(reportIn(out).outcome).toBe('conforms');
    },
    LONG,
  );

  test(
    'that left nothing cannot be continued',
    async () => {
      const { code, text } = await start(['--resume', join(room, 'nowhere')]).ended;
      expect(code).toBe(3);
      expect(text).toMatch(/no run to continue/);
    },
    LONG,
  );
});

test('a journal of somebody else is refused, and lines that are none are left out', () => {
  const journal = (text: string) => {
    const file = join(mkdtempSync(join(tmpdir(), 'journal-')), 'journal.jsonl');
    writeFileSync(file, text);
    return file;
  };
  for (const text of ['', '[]', 'null', '{"run":null}', '{"run":{}}', '{"run":{"flags":{}}}', 'no JSON']) {
    expect(() => readJournal(journal(text)), text).toThrow(/no journal of a run/);
  }
  const head = { runId: 'a', startedAt: 1, flags: {}, identity: {} };
  const read = readJournal(
    journal(
      `${JSON.stringify({ run: head })}\n{"case":null}\n{"case":{}}\n{"leftovers":5}\n{"borrowed":null}\n{"borrowed":{}}\n{"ca`,
    ),
  );
  expect(read).toEqual({ head, records: new Map(), leftovers: [], borrowed: new Map() });
});

test('what a killed part changed is not called restored by the part that continues it', () => {
  const earlier = (leftovers: Parameters<typeof leftoversOfAll>[1]) => ({
    head: { runId: 'a', startedAt: 1, flags: {}, identity: {} },
    records: new Map(),
    borrowed: new Map(),
    leftovers,
  });
  const restored = { kind: 'changed', userId: 'u', restored: true, note: 'as it was before' } as const;
  const created = { kind: 'created', userId: 'u', userName: 'n' } as const;
  expect(leftoversOfAll(undefined, [restored])).toEqual([restored]);
  expect(leftoversOfAll(earlier([{ kind: 'changed', userId: 'u' }]), [restored])).toEqual([
    { kind: 'changed', userId: 'u', restored: false, note: expect.stringContaining('killed') },
  ]);
  expect(leftoversOfAll(earlier([restored]), [restored])).toEqual([restored]);
  expect(leftoversOfAll(earlier([created]), [{ kind: 'changed', userId: 'u' }])).toEqual([created]);
  expect(leftoversOfAll(earlier([created]), [])).toEqual([created]);
});

describe('signals', () => {
  test.each(['SIGTERM', 'SIGINT'] as const)(
    '%s during the very first request ends the run at once, with a report',
    async (signal) => {
      let asked = false;
      const silent = await serve(() => {
        asked = true;
      });
      const out = join(room, signal);
      const { child, ended } = start([
        '--target',
        targetFile(`first-${signal}`, silent, 100),
        '--area',
        'envelope',
        '--out',
        out,
      ]);
      await until(() => asked);
      const at = Date.now();
      child.kill(signal);
      const { code, text } = await ended;
      expect(code, text).toBe(2);
      expect(Date.now() - at).toBeLessThan(20_000);
      expect(reportIn(out)).toMatchObject({ grade: 'partial', run: { interrupted: true } });
    },
    LONG,
  );
});

test.each([
  ['hangs', () => {}],
  [
    'asks to be asked again in a minute',
    (_request, response) => response.writeHead(429, { 'retry-after': '60' }).end(),
  ],
] as readonly (readonly [string, RequestListener])[])(
  'a run whose token endpoint %s can be interrupted at once',
  async (_how, answer) => {
    let asked = false;
    const silent = await serve((request, response) => {
      asked = true;
      answer(request, response);
    });
    const file = join(room, 'token.yaml');
    const grant = 'grant: client_credentials, clientIdEnv: SPEND_TOKEN, clientSecretEnv: SPEND_TOKEN';
    writeFileSync(
      file,
      `name: token\nbaseUrl: ${mock.url}\ncapabilities: [retrieval]\n` +
        `auth: { company: { oauth2: { tokenUrl: "${silent}/token", ${grant} } } }\n`,
    );
    const out = join(room, 'token');
    const { child, ended } = start(['--target', file, '--area', 'envelope', '--out', out]);
    await until(() => asked);
    const at = Date.now();
    child.kill('SIGTERM');
    const { code, text } = await ended;
    expect(code, text).toBe(2);
    expect(text).toMatch(/interrupted before it had its tokens: nothing was judged/);
    expect(Date.now() - at).toBeLessThan(3_000);
    expect(existsSync(join(out, 'report.json'))).toBe(false);
  },
  LONG,
);

test(
  'a folder that cannot be made is told at once',
  async () => {
    const { code, text } = await start(['--area', 'envelope', '--out', '/proc/no/such/folder']).ended;
    expect(code).toBe(3);
    expect(text).toMatch(/the report cannot be written/);
  },
  LONG,
);
