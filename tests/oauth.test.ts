/** Tokens by OAuth 2, over HTTP: the mock's token endpoint, target files as users write them, and real requests. */

import { chmodSync, existsSync, mkdtempSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { withoutSecrets } from '../src/harness/grants.ts';
import { type PreparedRun, prepareRun } from '../src/harness/prepare.ts';
import { resolveSettings } from '../src/harness/settings.ts';
import type { Environment } from '../src/harness/tokens.ts';
import { COMPANY_ID } from '../src/mock/population/people.ts';
import { type MockOptions, startMock } from '../src/mock/server.ts';
import { canonicalJson, type Json } from '../src/model/json.ts';

const closing: (() => Promise<unknown> | unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

const CLIENT = { CLIENT_ID: 'mock-client', CLIENT_SECRET: 'mock-client-secret' };
const IDENTITY = 'clientIdEnv: CLIENT_ID, clientSecretEnv: CLIENT_SECRET';

async function mockWith(options: MockOptions = {}): Promise<string> {
  const mock = await startMock({ users: 12, ...options });
  closing.push(() => mock.close());
  return mock.url;
}

/** A server of the test's own in front of the token endpoint or instead of it. */
async function serve(listener: RequestListener): Promise<string> {
  const server: Server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closing.push(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

function room(): string {
  return mkdtempSync(join(tmpdir(), 'oauth-'));
}

interface Described {
  readonly base: string;
  readonly tokens?: string;
  readonly oauth2: string;
  readonly more?: string;
}

function targetFile({ base, tokens = base, oauth2, more = '' }: Described): string {
  const file = join(room(), 'target.yaml');
  const credential = `{ oauth2: { tokenUrl: "${tokens}/oauth2/v0/token", ${oauth2} } }`;
  writeFileSync(
    file,
    `name: t\nbaseUrl: ${base}\ncapabilities: [retrieval]\nauth:\n  company: ${credential}\n` +
      `pace: { requestsPerSecond: 1000, concurrency: 8 }\n${more}`,
  );
  return file;
}

async function prepared(file: string, environment: Environment, area = 'envelope'): Promise<PreparedRun> {
  const settings = resolveSettings({ target: file, area: [area] }, environment);
  const run = await prepareRun({ settings, baseUrl: settings.baseUrl ?? '' });
  closing.push(() => run.close());
  return run;
}

async function judged(run: PreparedRun) {
  await run.checkGround();
  await run.begin(new Set(run.selection.cases.map((one) => one.id)));
  return run.report({ interrupted: false });
}

describe('the documented grants', () => {
  test.each([
    ['client credentials', `grant: client_credentials, ${IDENTITY}`, {}],
    [
      'a company with its request token',
      `grant: password, ${IDENTITY}, usernameEnv: LOGIN, passwordEnv: PASSWORD, credtype: authtoken`,
      { LOGIN: COMPANY_ID, PASSWORD: 'mock-request-token' },
    ],
    ['refresh', `grant: refresh_token, ${IDENTITY}, refreshTokenEnv: REFRESH`, { REFRESH: 'mock-refresh-token' }],
  ])('%s: the run conforms and its report holds no secret', async (_name, oauth2, environment) => {
    const base = await mockWith();
    const run = await prepared(targetFile({ base, oauth2 }), { ...CLIENT, ...environment });
    const report = await judged(run);
    expect(report.outcome).toBe('conforms');
    const text = canonicalJson(report as unknown as Json);
    for (const secret of ['mock-client-secret', 'mock-request-token', 'mock-refresh-token'])
      expect(text).not.toContain(secret);
  });

  test('a person gets a token that this API refuses', async () => {
    const base = await mockWith();
    const oauth2 = `grant: password, ${IDENTITY}, usernameEnv: LOGIN, passwordEnv: PASSWORD`;
    const environment = { ...CLIENT, LOGIN: 'mock-user@example.com', PASSWORD: 'mock-password' };
    const run = await prepared(targetFile({ base, oauth2 }), environment);
    await expect(run.checkGround()).rejects.toThrow(/refused the company token with 403/);
  });
});

describe('a token endpoint that gives no token', () => {
  const oauth2 = `grant: client_credentials, ${IDENTITY}`;
  const refusal = async (tokens: string, environment: Environment = CLIENT) => {
    const base = await mockWith();
    return prepared(targetFile({ base, tokens, oauth2 }), environment).then(
      () => undefined,
      (error: unknown) => error,
    );
  };

  test('a wrong secret is told as the server tells it, without the secret', async () => {
    const error = await refusal(await mockWith(), { ...CLIENT, CLIENT_SECRET: 'not-the-secret' });
    expect(error).toMatchObject({ name: 'NoGroundError', message: expect.stringMatching(/401: invalid_client.*61/) });
    expect(String(error)).not.toContain('not-the-secret');
  });

  test('a server that echoes the secret does not get it into the message', async () => {
    const echo = await serve((request, response) => {
      let body = '';
      request.on('data', (chunk: Buffer) => {
        body += chunk.toString();
      });
      request.on('end', () => {
        const description = new URLSearchParams(body).get('client_secret');
        response.writeHead(400, { 'content-type': 'application/json' });
        response.end(JSON.stringify({ error: 'invalid_request', error_description: `no ${description}` }));
      });
    });
    expect(await refusal(echo)).toMatchObject({ message: expect.stringMatching(/invalid_request, no \*\*\*/) });
  });

  test.each([
    ['HTML', 200, 'text/html', '<h1>hello</h1>', /answered 200 and no token/],
    ['a redirect', 302, 'text/plain', '', /answered 302 and no token/],
    ['no token in the answer', 200, 'application/json', '{"token_type":"Bearer"}', /answered 200 and no token/],
    ['a 500', 500, 'application/json', '{"error":"x"}', /answered 500 and no token/],
  ])('%s', async (_name, status, type, body, message) => {
    const base = await serve((_request, response) =>
      response.writeHead(status, { 'content-type': type, location: '/elsewhere' }).end(body),
    );
    expect(await refusal(base)).toMatchObject({ name: 'NoGroundError', message: expect.stringMatching(message) });
  });

  test('nobody listens', async () => {
    expect(await refusal('http://127.0.0.1:1')).toMatchObject({
      message: expect.stringMatching(/cannot be reached.*ECONNREFUSED/),
    });
  });
});

describe('renewal', () => {
  test('a token that is about to expire is renewed before it is used', async () => {
    let asked = 0;
    const base = await mockWith({ tokens: { lifetimeSeconds: 1 } });
    const front = await serve((request, response) => void forward(base, request, response, () => (asked += 1)));
    const run = await prepared(
      targetFile({ base, tokens: front, oauth2: `grant: client_credentials, ${IDENTITY}` }),
      CLIENT,
    );
    await run.checkGround();
    await new Promise((resolve) => setTimeout(resolve, 1_000));
    await run.checkGround();
    expect((await judged(run)).outcome).toBe('conforms');
    expect(asked).toBeGreaterThanOrEqual(2);
    expect(asked).toBeLessThan(6);
  });

  test('a refused token is renewed once for all who were refused, and the request repeated', async () => {
    let asked = 0;
    let latest: string | undefined;
    let revoked: string | undefined;
    const base = await mockWith();
    const front = await serve((request, response) => {
      const isToken = request.url?.startsWith('/oauth2');
      if (!isToken) latest = request.headers.authorization;
      if (!isToken && latest === revoked) {
        response.writeHead(401).end();
        return;
      }
      void forward(base, request, response, () => {
        if (isToken) asked += 1;
      });
    });
    const run = await prepared(targetFile({ base: front, oauth2: `grant: client_credentials, ${IDENTITY}` }), CLIENT);
    await run.checkGround();
    revoked = latest;
    expect((await judged(run)).outcome).toBe('conforms');
    expect(asked).toBe(2);
  });

  test('a target that refuses every token is asked for two tokens, not for one a request', async () => {
    let asked = 0;
    const base = await mockWith();
    const front = await serve((request, response) => {
      if (!request.url?.startsWith('/oauth2')) {
        response.writeHead(401).end();
        return;
      }
      void forward(base, request, response, () => (asked += 1));
    });
    const run = await prepared(targetFile({ base: front, oauth2: `grant: client_credentials, ${IDENTITY}` }), CLIENT);
    await expect(run.checkGround()).rejects.toThrow(/refused the company token with 401/);
    await expect(run.checkGround()).rejects.toThrow(/refused the company token/);
    expect(asked).toBe(2);
  });
});

describe('a rotated refresh token', () => {
  const oauth2 = `grant: refresh_token, ${IDENTITY}, refreshTokenEnv: REFRESH`;
  const environment = { ...CLIENT, REFRESH: 'mock-refresh-token' };

  test('goes to a file that only its owner reads, and the next run begins with it', async () => {
    const base = await mockWith();
    const kept = join(room(), 'private', 'refresh');
    const file = targetFile({ base, oauth2: `${oauth2}, refreshTokenFile: "${kept}"` });
    await prepared(file, environment);
    const first = readFileSync(kept, 'utf8');
    expect(statSync(kept).mode & 0o777).toBe(0o600);
    expect(first).not.toContain('mock-refresh-token');
    // The token of the environment is spent by now: only the file can have opened the second run.
    await prepared(file, environment);
    expect(readFileSync(kept, 'utf8')).not.toBe(first);
  });

  test('a request token opens the first run, what it brought opens the next ones', async () => {
    const base = await mockWith();
    const kept = join(room(), 'refresh');
    const login = `grant: password, ${IDENTITY}, usernameEnv: LOGIN, passwordEnv: PASSWORD, credtype: authtoken`;
    const file = targetFile({ base, oauth2: `${login}, refreshTokenFile: "${kept}"` });
    await prepared(file, { ...CLIENT, LOGIN: COMPANY_ID, PASSWORD: 'mock-request-token' });
    const first = readFileSync(kept, 'utf8');
    await prepared(file, { ...CLIENT, LOGIN: COMPANY_ID, PASSWORD: 'long-expired-request-token' });
    const second = readFileSync(kept, 'utf8');
    await prepared(file, CLIENT);
    expect(new Set([first, second, readFileSync(kept, 'utf8')]).size).toBe(3);
    // What is kept may be spent: a fresh request token still opens a run.
    writeFileSync(kept, 'spent-token', { mode: 0o600 });
    await prepared(file, { ...CLIENT, LOGIN: COMPANY_ID, PASSWORD: 'mock-request-token' });
  });

  test('a file that others can read is refused', async () => {
    const kept = join(room(), 'refresh');
    writeFileSync(kept, 'mock-refresh-token');
    chmodSync(kept, 0o644);
    const file = targetFile({ base: 'http://127.0.0.1:1', oauth2: `${oauth2}, refreshTokenFile: "${kept}"` });
    expect(() => resolveSettings({ target: file }, environment)).toThrow(/can be read by others/);
  });

  test('goes to a command by its standard input', async () => {
    const base = await mockWith();
    const kept = join(room(), 'by-command');
    const script = `process.stdin.pipe(require('fs').createWriteStream(${JSON.stringify(kept)}))`;
    const command = JSON.stringify([process.execPath, '-e', script]);
    await prepared(targetFile({ base, oauth2: `${oauth2}, refreshTokenCommand: ${command}` }), environment);
    expect(readFileSync(kept, 'utf8').trim()).toMatch(/^[0-9a-f-]{36}$/);
  });

  test('a command that fails ends the run before it judges anything', async () => {
    const base = await mockWith();
    const command = JSON.stringify([process.execPath, '-e', 'process.exit(7)']);
    const file = targetFile({ base, oauth2: `${oauth2}, refreshTokenCommand: ${command}` });
    await expect(prepared(file, environment)).rejects.toThrow(/could not be given to .*ended with 7/);
  });

  test('without a place for it, the run goes on and says so', async () => {
    const base = await mockWith();
    const run = await prepared(targetFile({ base, oauth2 }), environment);
    expect(run.warnings).toEqual([expect.stringMatching(/refresh token was replaced/)]);
  });
});

describe('the geolocation of the token', () => {
  const oauth2 = `grant: client_credentials, ${IDENTITY}`;

  test('is ignored unless the target asks for it', async () => {
    const elsewhere = await mockWith({ tokens: { geolocation: 'http://127.0.0.1:1' } });
    const run = await prepared(targetFile({ base: elsewhere, oauth2 }), CLIENT);
    await expect(run.checkGround()).resolves.toBeUndefined();
  });

  test('takes the place of the base URL where it is listed', async () => {
    const home = await mockWith();
    const front = await mockWith({ tokens: { geolocation: `${home}/` } });
    const file = targetFile({ base: 'http://127.0.0.1:1', tokens: front, oauth2, more: `geolocation: ["${home}"]\n` });
    const run = await prepared(file, CLIENT);
    // The mock at home never issued this token: it is asked, which is what counts here.
    await expect(run.checkGround()).rejects.toThrow(`${home} refused the company token`);
  });

  test.each([
    ['another origin', 'https://evil.example', 'geolocation: documented\n', /evil\.example, which is no documented/],
    ['not in the list', 'https://evil.example', 'geolocation: ["https://good.example"]\n', /not among those/],
    ['plain http', 'http://us2.api.concursolutions.com', 'geolocation: documented\n', /no https URL/],
    ['a port', 'https://us2.api.concursolutions.com:8443', 'geolocation: documented\n', /no documented data centre/],
    ['credentials', 'https://a:b@us2.api.concursolutions.com', 'geolocation: documented\n', /no https URL/],
    ['a look-alike', 'https://us2.api.concursolutions.com.evil.example', 'geolocation: documented\n', /no documented/],
  ])('%s: the token does not go there', async (_name, geolocation, more, message) => {
    const base = await mockWith({ tokens: { geolocation } });
    await expect(prepared(targetFile({ base, oauth2, more }), CLIENT)).rejects.toThrow(message);
  });

  test('a production host is confirmed by name wherever it came from', async () => {
    const base = await mockWith({ tokens: { geolocation: 'https://eu2.api.concursolutions.com' } });
    const target = targetFile({ base, oauth2, more: 'geolocation: documented\n' });
    const settings = resolveSettings({ target, allowWrites: true }, CLIENT);
    await expect(prepareRun({ settings, baseUrl: base })).rejects.toThrow(/eu2\S+ is a production data centre/);
  });

  test('needs a token endpoint', () => {
    const file = join(room(), 'target.yaml');
    writeFileSync(file, 'name: t\nbaseUrl: https://h\ncapabilities: [retrieval]\ngeolocation: documented\n');
    expect(() => resolveSettings({ target: file }, { SPEND_TOKEN: 'abcd' })).toThrow(/comes from no token endpoint/);
  });
});

test('processes that need no secret get none', () => {
  const file = targetFile({ base: 'https://h', oauth2: `grant: refresh_token, ${IDENTITY}, refreshTokenEnv: REFRESH` });
  const environment = { ...CLIENT, REFRESH: ' mock-refresh-token\n', PATH: '/bin', SPEND_TOKEN: 'mock-refresh-token' };
  const settings = resolveSettings({ target: file }, environment);
  expect(withoutSecrets(environment, settings)).toEqual({ CLIENT_ID: 'mock-client', PATH: '/bin' });
});

describe('mistakes are told before anything is sent', () => {
  test.each([
    ['a variable that is not set', `grant: client_credentials, ${IDENTITY}`, {}, /CLIENT_ID is not set/],
    ['a variable nobody named', `grant: password, ${IDENTITY}`, CLIENT, /needs usernameEnv for the grant password/],
    ['an unknown grant', `grant: implicit, ${IDENTITY}`, CLIENT, /grant must be one of/],
    [
      'a file and a command',
      `grant: client_credentials, ${IDENTITY}, refreshTokenFile: a, refreshTokenCommand: [b]`,
      CLIENT,
      /a file and a command/,
    ],
  ])('%s', (_name, oauth2, environment, message) => {
    const file = targetFile({ base: 'https://h', oauth2 });
    expect(() => resolveSettings({ target: file }, environment)).toThrow(message);
  });

  test('secrets in the clear', () => {
    const file = targetFile({
      base: 'https://h',
      tokens: 'http://host',
      oauth2: `grant: client_credentials, ${IDENTITY}`,
    });
    expect(() => resolveSettings({ target: file }, CLIENT)).toThrow(/in the clear/);
    expect(existsSync(file)).toBe(true);
  });
});

async function forward(
  base: string,
  request: Parameters<RequestListener>[0],
  response: Parameters<RequestListener>[1],
  seen: () => void,
): Promise<void> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  seen();
  const { authorization, 'content-type': type, accept } = request.headers;
  const answer = await fetch(`${base}${request.url}`, {
    method: request.method ?? 'GET',
    headers: {
      ...(authorization !== undefined && { authorization }),
      ...(type !== undefined && { 'content-type': type }),
      ...(accept !== undefined && { accept }),
    },
    ...(chunks.length > 0 && { body: Buffer.concat(chunks) }),
  });
  const headers = Object.fromEntries([...answer.headers].filter(([name]) => name !== 'content-encoding'));
  response.writeHead(answer.status, headers).end(Buffer.from(await answer.arrayBuffer()));
}
