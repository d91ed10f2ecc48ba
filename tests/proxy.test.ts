/** The whole tool through an HTTP proxy and with a private certificate authority. Nothing here leaves the machine. */

import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { proxyFor, proxySecrets } from '../src/http/proxy.ts';
import { type RunningMock, startMock } from '../src/mock/server.ts';
import {
  frontWithTls,
  HOST,
  type Listening,
  makeCertificates,
  type OpenProxy,
  openProxy,
} from './fixtures/private-network.ts';
import { runCli } from './fixtures/run-cli.ts';

const LONG = 120_000;
const TOKEN = { SPEND_TOKEN: 'mock-company-token' };

let mock: RunningMock;
let front: Listening;
let proxy: OpenProxy;
let authority: string;
let out: string;

beforeAll(async () => {
  mock = await startMock({ users: 12 });
  const plain = Number(new URL(mock.url).port);
  const certificates = makeCertificates();
  authority = certificates.authority;
  front = await frontWithTls(certificates, plain);
  proxy = await openProxy({ tls: front.port, plain });
  out = mkdtempSync(join(tmpdir(), 'proxy-'));
});
afterAll(async () => {
  proxy.close();
  front.close();
  await mock.close();
});

const judge = (target: string, env: NodeJS.ProcessEnv) =>
  runCli(['run', '--target', target, '--area', 'envelope', '--out', out], { ...TOKEN, ...env });
const proxyUrl = () => `http://somebody:pass%20word@127.0.0.1:${proxy.port}`;

describe('a run through a proxy', () => {
  test(
    'reaches a host that only the proxy can resolve, with an authority of its own, and shows its verdicts',
    async () => {
      const before = proxy.asked.length;
      const { code, stdout, stderr } = await judge(`https://${HOST}`, {
        HTTPS_PROXY: proxyUrl(),
        HTTP_PROXY: proxyUrl(),
        NODE_EXTRA_CA_CERTS: authority,
      });
      expect(stdout + stderr).toMatch(/conforms/i);
      expect(code).toBe(0);
      // Only the target went through it: neither the link to Playwright nor anything else.
      expect(new Set(proxy.asked.slice(before))).toEqual(new Set([`CONNECT ${HOST}:443`]));
      expect([...proxy.credentials]).toEqual([`Basic ${Buffer.from('somebody:pass word').toString('base64')}`]);
      expect(readFileSync(join(out, 'report.json'), 'utf8')).not.toMatch(/pass(%20| )word/);
      expect(readFileSync(join(out, 'playwright.log'), 'utf8')).not.toMatch(/ECONN|unreachable/);
    },
    LONG,
  );

  test(
    'asks for plain HTTP by whole URLs',
    async () => {
      const before = proxy.asked.length;
      const { code, stdout } = await judge(`http://${HOST}`, { http_proxy: proxyUrl() });
      expect(stdout).toMatch(/conforms/i);
      expect(code).toBe(0);
      for (const one of proxy.asked.slice(before)) expect(one).toMatch(/^[A-Z]+ http:\/\/spend\.example\.test\//);
    },
    LONG,
  );

  test(
    'is exit 3 with one message where the authority is not known',
    async () => {
      const { code, stderr } = await judge(`https://${HOST}`, { HTTPS_PROXY: proxyUrl() });
      expect(code).toBe(3);
      expect(stderr).toMatch(/cannot be reached: .*certificate[\s\S]*NODE_EXTRA_CA_CERTS/);
    },
    LONG,
  );

  test(
    'is not taken where NO_PROXY exempts the host',
    async () => {
      const before = proxy.asked.length;
      const { code, stderr } = await judge(`https://${HOST}`, { HTTPS_PROXY: proxyUrl(), NO_PROXY: '.example.test' });
      expect(code).toBe(3);
      expect(stderr).toMatch(/cannot be reached: .*(ENOTFOUND|EAI_AGAIN)/);
      expect(proxy.asked.length).toBe(before);
    },
    LONG,
  );

  test(
    'is exit 3 where the proxy opens no tunnel',
    async () => {
      const { code, stderr } = await judge('https://elsewhere.example.test', { HTTPS_PROXY: proxyUrl() });
      expect(code).toBe(3);
      expect(stderr).toMatch(/cannot be reached: .*403[\s\S]*HTTPS_PROXY/);
      expect(stderr).not.toMatch(/pass(%20| )word/);
    },
    LONG,
  );
});

describe('doctor', () => {
  const doctor = (target: string, env: NodeJS.ProcessEnv) =>
    runCli(['doctor', '--json', '--target', target], { ...TOKEN, ...env });

  test(
    'goes the way a run goes',
    async () => {
      const env = { HTTPS_PROXY: proxyUrl(), NODE_EXTRA_CA_CERTS: authority };
      const { code, stdout } = await doctor(`https://${HOST}`, env);
      expect(JSON.parse(stdout)).toMatchObject({
        exit: 0,
        answers: expect.arrayContaining([
          expect.objectContaining({ question: 'connection', says: 'TLS through the proxy' }),
        ]),
      });
      expect(code).toBe(0);
    },
    LONG,
  );

  test.each([
    ['nobody trusts', {}, /nobody here trusts/, /NODE_EXTRA_CA_CERTS/],
    ['is for another name', { NODE_EXTRA_CA_CERTS: 'the authority' }, /for another name/, /base URL/],
  ])(
    'names a certificate that %s',
    async (_name, env, says, todo) => {
      const given = 'NODE_EXTRA_CA_CERTS' in env ? { NODE_EXTRA_CA_CERTS: authority } : {};
      const { code, stdout } = await doctor(`https://127.0.0.1:${front.port}`, given);
      const { answers } = JSON.parse(stdout) as { answers: readonly Record<string, string>[] };
      expect(answers.at(-1)).toMatchObject({ question: 'connection', verdict: 'wrong', blame: 'configuration' });
      expect(answers.at(-1)?.says).toMatch(says);
      expect(answers.at(-1)?.todo).toMatch(todo);
      expect(code).toBe(3);
    },
    LONG,
  );
});

test('the password of a proxy is a secret, as it is written and as it is sent', () => {
  const environment = { https_proxy: 'http://me:p%40ss-word@proxy:3128', HTTP_PROXY: 'me:other@proxy', NO_PROXY: '*' };
  expect(proxySecrets(environment)).toEqual(['p%40ss-word', 'p@ss-word', 'me:p@ss-word', 'other', 'other', 'me:other']);
  expect(proxySecrets({ HTTPS_PROXY: 'no url at all', HTTP_PROXY: 'http://proxy:3128' })).toEqual([]);
});

describe('which proxy an origin takes', () => {
  const environment = { HTTPS_PROXY: 'http://secure:1', http_proxy: 'plain:2' };
  test.each([
    ['https://a.example', undefined, 'http://secure:1'],
    ['http://a.example', undefined, 'http://plain:2'],
    ['https://a.example', 'a.example', undefined],
    ['https://b.a.example', '.a.example', undefined],
    ['https://b.a.example', '*.a.example', undefined],
    ['https://ba.example', 'a.example', 'http://secure:1'],
    ['https://a.example:8443', 'a.example:443', 'http://secure:1'],
    ['https://a.example', 'x,a.example:443', undefined],
    ['https://a.example', '*', undefined],
    ['https://127.0.0.1:4', undefined, undefined],
    ['http://localhost:4', undefined, undefined],
    ['http://[::1]:4', undefined, undefined],
    ['no url', undefined, undefined],
  ])('%s with NO_PROXY=%s: %s', (origin, exempt, expected) => {
    expect(proxyFor(origin, { ...environment, NO_PROXY: exempt })).toBe(expected);
  });
});
