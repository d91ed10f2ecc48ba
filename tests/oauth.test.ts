/** Tokens by OAuth 2, over HTTP: the documented grants, refusals, and mistakes in a target file. */

import { writeFileSync } from 'node:fs';
import { afterEach, describe, expect, test } from 'vitest';
import { withoutSecrets } from '../src/harness/grants.ts';
import { resolveSettings } from '../src/harness/settings.ts';
import type { Environment } from '../src/harness/tokens.ts';
import { COMPANY_ID } from '../src/mock/population/people.ts';
import { canonicalJson, type Json } from '../src/model/json.ts';
import { CLIENT, closeAll, IDENTITY, judged, mockWith, prepared, serve, targetFile } from './fixtures/oauth-target.ts';

afterEach(closeAll);

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

const token = (more: object) =>
  JSON.stringify({ access_token: 'good-token', token_type: 'Bearer', expires_in: '3600', ...more });

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
    [
      'a token that breaks a header',
      200,
      'application/json',
      token({ access_token: 'a\r\nx: y' }),
      /no header can carry/,
    ],
    [
      'a token of a size to hurt',
      200,
      'application/json',
      token({ access_token: 'a1'.repeat(500_000) }),
      /longer than/,
    ],
    ['a refresh token of two lines', 200, 'application/json', token({ refresh_token: 'a\nb' }), /that no token has/],
    ['a token of another kind', 200, 'application/json', token({ token_type: 'mac' }), /answered 200 and no token/],
    ['a life that is no number', 200, 'application/json', token({ expires_in: 'long' }), /answered 200 and no token/],
    ['a list', 200, 'application/json', '[]', /answered 200 and no token/],
    ['nothing', 204, 'application/json', '', /answered 204 and no token/],
    ['an error without words', 401, 'text/plain', 'no', /answered 401 and no token/],
    ['escape sequences', 400, 'application/json', '{"error":"x\\u001b[31m\\nred"}', /400: x \[31m red$/],
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

  test.each([
    ['file', 'refreshTokenFile: kept', 'refreshTokenFile: ./kept'],
    ['command', 'refreshTokenCommand: [keep]', 'refreshTokenCommand: [keep]'],
  ])('two roles and one %s for their refresh tokens', (_what, one, other) => {
    const grant = (place: string) =>
      `{ oauth2: { tokenUrl: https://h, grant: client_credentials, ${IDENTITY}, ${place} } }`;
    const file = targetFile({ base: 'https://h', oauth2: `grant: client_credentials, ${IDENTITY}` });
    const text = `name: x\nbaseUrl: https://h\ncapabilities: [retrieval]\nauth: { company: ${grant(one)}, user: ${grant(other)} }\n`;
    writeFileSync(file, text);
    expect(() => resolveSettings({ target: file }, CLIENT)).toThrow(
      /auth\.company\.oauth2 and auth\.user\.oauth2 keep their refresh tokens in the same place/,
    );
  });

  test('secrets in the clear', () => {
    const file = targetFile({
      base: 'https://h',
      tokens: 'http://host',
      oauth2: `grant: client_credentials, ${IDENTITY}`,
    });
    expect(() => resolveSettings({ target: file }, CLIENT)).toThrow(/in the clear/);
  });
});
