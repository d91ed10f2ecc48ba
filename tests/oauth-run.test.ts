/**
 * A whole run on tokens of a token endpoint: short lives, all roles, writes, and a target that sends every token back.
 * Afterwards no byte of what the run left behind holds a secret.
 */

import { mkdtempSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, request, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { COMPANY_ID } from '../src/mock/population/people.ts';
import { type RunningMock, startMock } from '../src/mock/server.ts';
import type { ConformanceReport } from '../src/model/report.ts';
import { type Ended, runCli } from './fixtures/run-cli.ts';

const SECRETS = {
  CLIENT_SECRET: 'mock-client-secret',
  REQUEST_TOKEN: 'mock-request-token',
  REFRESH: 'mock-refresh-token',
  PERSON_PASSWORD: 'mock-password',
};

let mock: RunningMock;
let front: Server;
const issued = new Set<string>();

/** Passes everything on, remembers what is issued, and sends the caller's token back in every answer. */
function echo(incoming: IncomingMessage, response: ServerResponse, port: number): void {
  const onward = request(
    { port, host: '127.0.0.1', path: incoming.url, method: incoming.method, headers: incoming.headers },
    (answer) => {
      const chunks: Buffer[] = [];
      answer.on('data', (chunk: Buffer) => chunks.push(chunk));
      answer.on('end', () => {
        const body = Buffer.concat(chunks);
        if (incoming.url?.startsWith('/oauth2')) remember(body.toString());
        const token = incoming.headers.authorization ?? '';
        response.writeHead(answer.statusCode ?? 502, {
          ...answer.headers,
          'x-echo': token,
          'x-echo-base64': Buffer.from(token.replace(/^bearer /i, '')).toString('base64'),
        });
        response.end(body);
      });
    },
  );
  incoming.pipe(onward);
}

function remember(text: string): void {
  const body = JSON.parse(text) as { access_token?: string; refresh_token?: string };
  for (const token of [body.access_token, body.refresh_token]) if (token !== undefined) issued.add(token);
}

let out: string;
let ended: Ended;
beforeAll(async () => {
  mock = await startMock({ users: 40, tokens: { lifetimeSeconds: 2 } });
  const port = Number(new URL(mock.url).port);
  front = createServer((incoming, response) => echo(incoming, response, port));
  await new Promise<void>((resolve) => front.listen(0, '127.0.0.1', resolve));
  const base = `http://127.0.0.1:${(front.address() as AddressInfo).port}`;
  const room = mkdtempSync(join(tmpdir(), 'oauth-run-'));
  out = join(room, 'out');
  const oauth2 = (id: string, grant: string) =>
    `{ oauth2: { tokenUrl: "${base}/oauth2/v0/token", clientIdEnv: ${id}, clientSecretEnv: CLIENT_SECRET, ${grant} } }`;
  const file = join(room, 'target.yaml');
  writeFileSync(
    file,
    [
      'name: all by oauth',
      `baseUrl: ${base}`,
      'capabilities: [retrieval, authorization, provisioning]',
      'auth:',
      `  company: ${oauth2('ID', 'grant: refresh_token, refreshTokenEnv: REFRESH, refreshTokenFile: kept')}`,
      `  readonly: ${oauth2('ID_READONLY', 'grant: client_credentials')}`,
      `  noscope: ${oauth2('ID_NOSCOPE', 'grant: client_credentials')}`,
      `  user: ${oauth2('ID', 'grant: password, usernameEnv: PERSON, passwordEnv: PERSON_PASSWORD')}`,
      'pace: { requestsPerSecond: 1000, concurrency: 8 }',
      'polling: { first: 50ms, factor: 1.5, max: 500ms }',
      'budgets: { newUsers: 500, convergence: 10s, requests: 20000 }',
      `provisioning: { companyId: ${COMPANY_ID} }`,
      '',
    ].join('\n'),
  );
  ended = await runCli(['run', '--target', file, '--allow-writes', '--out', out], {
    ...SECRETS,
    ID: 'mock-client',
    ID_READONLY: 'mock-readonly-client',
    ID_NOSCOPE: 'mock-noscope-client',
    PERSON: 'mock-user@example.com',
  });
}, 120_000);
afterAll(async () => {
  front.closeAllConnections();
  front.close();
  await mock.close();
});

test('it conforms, through many renewals', () => {
  expect(ended.stdout + ended.stderr).toMatch(/Conforms/);
  expect(ended.code).toBe(0);
  const report = JSON.parse(readFileSync(join(out, 'report.json'), 'utf8')) as ConformanceReport;
  expect(report.outcome).toBe('conforms');
  // Four first tokens and what took their place; a renewal is no request a case sent.
  expect(issued.size).toBeGreaterThan(8);
  expect(issued.size).toBeLessThan(report.statistics.requests / 4);
});

test('no byte of what it left behind holds a secret', () => {
  const base64 = (text: string) => Buffer.from(text).toString('base64').replace(/=+$/, '');
  const secrets = [...Object.values(SECRETS), ...issued];
  const forms = secrets.flatMap((one) => [one, base64(one), base64(`Bearer ${one}`), encodeURIComponent(one)]);
  const files = readdirSync(out, { recursive: true, encoding: 'utf8' }).filter((name) =>
    statSync(join(out, name)).isFile(),
  );
  expect(files.length).toBeGreaterThan(100);
  const leaks = new Set<string>();
  for (const text of [ended.stdout, ended.stderr]) {
    for (const form of forms) if (text.includes(form)) leaks.add(`output: ${form}`);
  }
  for (const name of files) {
    const text = readFileSync(join(out, name), 'latin1');
    for (const form of forms) if (text.includes(form)) leaks.add(`${name}: ${form}`);
  }
  expect([...leaks]).toEqual([]);
});

test('a curl names the credential that its token came from', () => {
  const text = readFileSync(join(out, 'report.json'), 'utf8');
  for (const variable of ['COMPANY_TOKEN_BY_REFRESH', 'READONLY_TOKEN_BY_ID_READONLY', 'USER_TOKEN_BY_PERSON_PASSWORD'])
    expect(text).toContain(`Bearer $${variable}`);
  expect(text).not.toContain('$SPEND_TOKEN');
});
