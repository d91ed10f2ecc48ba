/** What happens to a token after it was got: renewal, a rotated refresh token, and the place that its response names. */

import { chmodSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { prepareRun } from '../src/harness/prepare.ts';
import { resolveSettings } from '../src/harness/settings.ts';
import { COMPANY_ID } from '../src/mock/population/people.ts';
import {
  CLIENT,
  closeAll,
  forward,
  IDENTITY,
  judged,
  mockWith,
  prepared,
  room,
  serve,
  targetFile,
} from './fixtures/oauth-target.ts';

afterEach(closeAll);

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

test('a token that cannot be renewed any more leaves cases open, and turns none red', async () => {
  let asked = 0;
  const base = await mockWith({ tokens: { lifetimeSeconds: 1 } });
  const front = await serve((request, response) => {
    asked += 1;
    if (asked > 1) response.writeHead(400, { 'content-type': 'application/json' }).end('{"error":"invalid_client"}');
    else void forward(base, request, response, () => {});
  });
  const oauth2 = `grant: client_credentials, ${IDENTITY}`;
  const run = await prepared(targetFile({ base, tokens: front, oauth2 }), CLIENT);
  await run.checkGround();
  await new Promise((resolve) => setTimeout(resolve, 1_100));
  const report = await judged(run);
  expect(report.outcome).toBe('inconclusive');
  const cases = report.requirements.flatMap((one) => one.cases);
  expect(cases.filter((one) => one.verdict === 'fail')).toEqual([]);
  expect(cases.some((one) => one.reason === 'precondition' && one.detail?.includes('invalid_client'))).toBe(true);
  expect(report.requirements.some((one) => one.blame === 'credentials')).toBe(true);
  // Everybody needed a token; nobody hammered the endpoint for it.
  expect(asked).toBeLessThanOrEqual(3);
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

  test.each([
    'https://us2.api.concursolutions.com/echoed-token-9f8e7d6c',
    'https://echoed-token-9f8e7d6c.evil.example',
  ])('one that holds the token is neither followed nor shown: %s', async (geolocation) => {
    const token = { access_token: 'echoed-token-9f8e7d6c', token_type: 'Bearer', expires_in: 3600, geolocation };
    const base = await serve((_request, response) =>
      response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(token)),
    );
    const error = await prepared(targetFile({ base, oauth2, more: 'geolocation: documented\n' }), CLIENT).catch(String);
    expect(error).toMatch(/holds a token/);
    expect(error).not.toContain('9f8e7d6c');
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
