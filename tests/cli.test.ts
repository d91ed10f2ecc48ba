/** The command line as its users meet it: real processes, real servers, real exit codes. */

import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { repositoryPath } from '../src/contract/yaml.ts';
import { startMock } from '../src/mock/server.ts';
import type { ConformanceReport } from '../src/model/report.ts';

interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

const room = mkdtempSync(join(tmpdir(), 'cli-test-'));
const LONG = 120_000;

function cli(args: readonly string[], env: NodeJS.ProcessEnv = {}, interruptAfterMs?: number): Promise<Ended> {
  return new Promise((resolve) => {
    const { SPEND_TOKEN: _token, ...clean } = process.env;
    const child = spawn(process.execPath, [repositoryPath('bin/spend-conformance.js'), ...args], {
      env: { ...clean, NO_COLOR: '1', ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let stdout = '';
    let stderr = '';
    child.stdout.on('data', (chunk: Buffer) => {
      stdout += chunk.toString();
    });
    child.stderr.on('data', (chunk: Buffer) => {
      stderr += chunk.toString();
    });
    if (interruptAfterMs !== undefined) setTimeout(() => child.kill('SIGINT'), interruptAfterMs);
    child.once('close', (code) => resolve({ code, stdout, stderr }));
  });
}

function outOf(name: string): string {
  return join(room, name);
}

/** Judged as any URL is, without the courtesy that a tenant gets. */
function targetFile(name: string, baseUrl: string): string {
  const file = join(room, `${name.replaceAll(' ', '-')}.yaml`);
  const pace = '{ requestsPerSecond: 1000, concurrency: 8 }';
  writeFileSync(file, `name: ${name}\nbaseUrl: ${baseUrl}\ncapabilities: [retrieval]\npace: ${pace}\n`);
  return file;
}

function fileInTheWay(): string {
  const file = join(room, 'in-the-way');
  writeFileSync(file, '');
  return file;
}

function reportIn(out: string): ConformanceReport {
  return JSON.parse(readFileSync(join(out, 'report.json'), 'utf8')) as ConformanceReport;
}

const servers: Server[] = [];
async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

let mock: Awaited<ReturnType<typeof startMock>>;
beforeAll(async () => {
  mock = await startMock({ revision: '2024-03', users: 201, seed: 1, faults: [], variants: [], port: 0 });
});
afterAll(async () => {
  for (const server of servers) server.closeAllConnections();
  for (const server of servers) server.close();
  await mock.close();
});

const TOKEN = { SPEND_TOKEN: 'mock-company-token' };

describe('bad input ends with one message, a next step and exit code 3', () => {
  test.each([
    [['run', '--traget', 'mock'], /unknown option '--traget'[\s\S]*--target[\s\S]*Flags and commands/],
    [['run', '--area', 'pagnation'], /unknown area "pagnation"\. Did you mean "pagination"\?/],
    [['run', '--profile', 'read'], /unknown profile "read"/],
    [['run', '--revision', '2025'], /unknown revision "2025"/],
    [['run', '--case', 'pagination.nothing/like-this'], /no case matches/],
    [['run', '--fault', 'no-such-fault'], /no-such-fault/],
    [['run', '--target', 'https://127.0.0.1:1'], /SPEND_TOKEN is not set/],
    [['run', '--shard', '5/3'], /--shard is "5\/3"/],
    [['run', '--area', 'envelope', '--out', fileInTheWay()], /the report cannot be written to .*--out/s],
    [['mock', '--host', '192.0.2.1'], /cannot listen on 192\.0\.2\.1/],
    [['frobnicate'], /unknown command/],
  ])(
    '%j',
    async (args, message) => {
      const { code, stdout, stderr } = await cli(args);
      expect(code).toBe(3);
      expect(stderr + stdout).toMatch(message);
      expect(stderr + stdout).not.toMatch(/^\s+at /m);
    },
    LONG,
  );

  test(
    'an unknown key in a target file',
    async () => {
      const file = join(room, 'bad.yaml');
      writeFileSync(file, 'name: x\nbaseUrl: https://h\ncapabilities: [retrieval]\nbaseUrls: 1\n');
      const { code, stderr } = await cli(['run', '--target', file], TOKEN);
      expect(code).toBe(3);
      expect(stderr).toMatch(/bad\.yaml:4: unknown key "baseUrls"/);
    },
    LONG,
  );

  test(
    'a run that never began says that the report in its folder is an older one',
    async () => {
      const out = outOf('older');
      mkdirSync(out, { recursive: true });
      writeFileSync(join(out, 'report.json'), '{}');
      const { code, stderr } = await cli(['run', '--target', 'http://127.0.0.1:1', '--out', out], TOKEN);
      expect(code).toBe(3);
      expect(stderr).toMatch(/report\.json is of an earlier run/);
      expect(readFileSync(join(out, 'report.json'), 'utf8')).toBe('{}');
    },
    LONG,
  );

  test(
    'a token that no header can carry',
    async () => {
      const { code, stderr } = await cli(['run', '--target', mock.url], { SPEND_TOKEN: 'Bearer secret-of-mine' });
      expect(code).toBe(3);
      expect(stderr).toMatch(/SPEND_TOKEN holds a blank/);
      expect(stderr).not.toContain('secret-of-mine');
    },
    LONG,
  );

  test(
    'an unreachable host',
    async () => {
      const { code, stderr } = await cli(
        ['run', '--target', 'http://127.0.0.1:1', '--out', outOf('unreachable')],
        TOKEN,
      );
      expect(code).toBe(3);
      expect(stderr).toMatch(/cannot be reached: .*ECONNREFUSED/);
    },
    LONG,
  );

  test(
    'a refused token',
    async () => {
      const { code, stderr } = await cli(['run', '--target', mock.url, '--out', outOf('refused')], {
        SPEND_TOKEN: 'expired-token',
      });
      expect(code).toBe(3);
      expect(stderr).toMatch(/refused the company token with 401/);
      expect(stderr).not.toContain('expired-token');
    },
    LONG,
  );
});

describe('targets that answer, badly', () => {
  test.each([
    ['404 to all', (_request, response) => response.writeHead(404).end()],
    [
      'HTML everywhere',
      (_request, response) => response.writeHead(200, { 'content-type': 'text/html' }).end('<h1>Welcome</h1>'),
    ],
    [
      '500 everywhere',
      (_request, response) => response.writeHead(500, { 'content-type': 'application/json' }).end('{"error":"x"}'),
    ],
  ] as const satisfies readonly (readonly [string, RequestListener])[])(
    '%s: exit 1 and readable reasons',
    async (name, listener) => {
      const out = outOf(name.replaceAll(' ', '-'));
      const file = targetFile(name, await serve(listener));
      const { code, stdout } = await cli(['run', '--target', file, '--out', out], TOKEN);
      const report = reportIn(out);
      expect(code).toBe(1);
      expect(report.outcome).toBe('violations');
      expect(stdout).toMatch(/violation/i);
      const red = report.requirements.filter((one) => one.impact === 'violation');
      expect(red.length).toBeGreaterThan(0);
      for (const one of red)
        for (const each of one.cases)
          for (const problem of each.problems) expect(problem.message.length).toBeGreaterThan(15);
      expect(report.requirements.flatMap((one) => one.cases).filter((one) => one.reason === 'harness')).toEqual([]);
    },
    LONG,
  );
});

describe('a good target', () => {
  test(
    'a URL with a path prefix and a trailing slash',
    async () => {
      const front = await serve((request, response) => {
        const path = request.url?.replace(/^\/gateway\/concur/, '') ?? '';
        fetch(`${mock.url}${path}`, { headers: { authorization: request.headers.authorization ?? '' } })
          .then(async (answer) => {
            const type = answer.headers.get('content-type') ?? 'text/plain';
            response.writeHead(answer.status, { 'content-type': type }).end(await answer.text());
          })
          .catch(() => response.writeHead(502).end());
      });
      const out = outOf('prefix');
      const { code, stdout } = await cli(
        ['run', '--target', `${front}/gateway/concur/`, '--area', 'envelope', '--out', out],
        TOKEN,
      );
      expect(stdout).toMatch(/conforms/i);
      expect(code).toBe(0);
      expect(reportIn(out).grade).toBe('partial');
    },
    LONG,
  );

  test(
    'the embedded mock conforms, and the folder holds every artefact',
    async () => {
      const out = outOf('mock');
      const { code, stdout } = await cli(['run', '--out', out]);
      expect(code, stdout).toBe(0);
      const report = reportIn(out);
      expect(report).toMatchObject({ kind: 'ConformanceReport', outcome: 'conforms', grade: 'certifiable' });
      for (const name of ['report.html', 'junit.xml', 'summary.md', 'allure-results'])
        expect(existsSync(join(out, name)), name).toBe(true);
      expect(stdout.trimEnd().split('\n').length).toBeLessThanOrEqual(26);
      expect(JSON.stringify(report)).not.toContain('mock-company-token');
    },
    LONG,
  );

  test(
    'a shard judges its own cases, and the others do not count',
    async () => {
      const out = outOf('shard');
      const { code } = await cli(['run', '--area', 'envelope', '--area', 'pagination', '--shard', '2/2', '--out', out]);
      expect(code).toBe(0);
      expect(reportIn(out)).toMatchObject({ outcome: 'conforms', grade: 'partial' });
    },
    LONG,
  );

  test(
    'a reader that closes its end early changes no exit code',
    async () => {
      const child = spawn(
        process.execPath,
        [repositoryPath('bin/spend-conformance.js'), 'run', '--case', 'errors.accept-unsupported/accept-html'].concat([
          '--fault',
          'accept-html-crashes',
          '--out',
          outOf('closed'),
        ]),
        { stdio: ['ignore', 'pipe', 'ignore'] },
      );
      child.stdout.destroy();
      expect(await new Promise((resolve) => child.once('close', resolve))).toBe(1);
    },
    LONG,
  );

  test(
    'an interrupted run keeps what was judged',
    async () => {
      const out = outOf('interrupted');
      const slow = await serve((_request, response) =>
        setTimeout(() => response.writeHead(200, { 'content-type': 'application/json' }).end('{}'), 400),
      );
      const { code } = await cli(['run', '--target', slow, '--out', out], TOKEN, 4_000);
      expect([1, 2]).toContain(code);
      const report = reportIn(out);
      expect(report.run.interrupted).toBe(true);
      expect(report.grade).toBe('partial');
      expect(report.requirements.flatMap((one) => one.cases).some((one) => one.reason === 'interrupted')).toBe(true);
    },
    LONG,
  );
});
