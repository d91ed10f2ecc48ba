/** doctor over HTTP: every question fine on the mock, and each trouble named once, with whose it is. */

import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import { type DoctorAnswer, exitOf } from '../src/harness/doctor/answer.ts';
import { doctor } from '../src/harness/doctor/doctor.ts';
import { type RunSettings, resolveSettings } from '../src/harness/settings.ts';
import { type MockOptions, startMock } from '../src/mock/server.ts';
import type { Profile } from '../src/model/requirement.ts';

import { openProxy } from './fixtures/private-network.ts';

const closing: (() => Promise<unknown> | unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

const ALL: readonly Profile[] = ['retrieval', 'authorization', 'provisioning'];
const TOKENS = {
  SPEND_TOKEN: 'mock-company-token',
  SPEND_TOKEN_READONLY: 'mock-readonly-token',
  SPEND_TOKEN_NOSCOPE: 'mock-noscope-token',
  SPEND_TOKEN_USER: 'mock-user-token',
};

function settingsFor(
  url: string,
  more: Partial<RunSettings> = {},
  tokens: Record<string, string> = TOKENS,
): RunSettings {
  return { ...resolveSettings({ target: url }, tokens), capabilities: ALL, ...more };
}

async function answersOf(settings: RunSettings, environment: NodeJS.ProcessEnv = {}): Promise<readonly DoctorAnswer[]> {
  const answers: DoctorAnswer[] = [];
  const ground = { settings, baseUrl: settings.baseUrl ?? '', environment };
  for await (const answer of doctor(ground)) answers.push(answer);
  return answers;
}

async function mockUrl(options: MockOptions = {}): Promise<string> {
  const mock = await startMock({ users: 30, ...options });
  closing.push(() => mock.close());
  return mock.url;
}

async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closing.push(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const bad = (answers: readonly DoctorAnswer[]) => answers.filter((one) => one.verdict !== 'fine');
const QUESTIONS = [
  'name',
  'connection',
  'token',
  'clock',
  'users',
  'page size',
  'revision',
  'readonly token',
  'noscope token',
  'user token',
  'status',
  'writing',
];

describe('the mock', () => {
  test.each(['2021-03', '2024-03', '2026-05'] as const)(
    'of revision %s is fine in every question',
    async (revision) => {
      const url = await mockUrl({ revision });
      const answers = await answersOf(settingsFor(url, { revision }));
      expect(bad(answers)).toEqual([]);
      expect(answers.map((one) => one.question)).toEqual(QUESTIONS);
      expect(exitOf(answers)).toBe(0);
    },
  );

  test('is asked a handful of requests, and nobody is created', async () => {
    const mock = await startMock({ users: 30 });
    closing.push(() => mock.close());
    await answersOf(settingsFor(mock.url));
    expect(mock.world.requests).toBeLessThanOrEqual(10);
    const list = await fetch(`${mock.url}/profile/spend/v4.1/Users`, {
      headers: { authorization: `Bearer ${TOKENS.SPEND_TOKEN}` },
    });
    expect(await list.json()).toMatchObject({ totalResults: 30 });
  });
});

describe('what is wrong, and whose it is', () => {
  test('a target that sends the token back as a scope is not repeated', async () => {
    const url = await serve((request, response) => {
      const token = request.headers.authorization ?? '';
      response
        .writeHead(403, { 'www-authenticate': `Bearer scope="${token.replace('Bearer ', '')}"`, 'x-y': token })
        .end();
    });
    const answers = await answersOf(settingsFor(url));
    expect(bad(answers).length).toBeGreaterThan(0);
    expect(JSON.stringify(answers)).toContain('$SPEND_TOKEN');
    for (const token of Object.values(TOKENS)) expect(JSON.stringify(answers)).not.toContain(token);
  });

  test('another revision than the one chosen', async () => {
    const answers = await answersOf(settingsFor(await mockUrl({ revision: '2026-05' })));
    expect(bad(answers).map(({ question, verdict, blame, todo }) => ({ question, verdict, blame, todo }))).toEqual([
      expect.objectContaining({ question: 'page size', verdict: 'wrong', blame: 'configuration' }),
      expect.objectContaining({
        question: 'revision',
        blame: 'configuration',
        todo: expect.stringContaining('2026-05'),
      }),
    ]);
    expect(exitOf(answers)).toBe(2);
  });

  test('a tenant of one user, and one without any', async () => {
    const one = await answersOf(settingsFor(await mockUrl({ users: 1 })));
    expect(bad(one)).toEqual([
      expect.objectContaining({ question: 'page size', verdict: 'unclear', blame: 'tenant data' }),
    ]);
    expect(exitOf(one)).toBe(0);
    const none = await answersOf(settingsFor(await mockUrl({ users: 0 })));
    expect(bad(none)[0]).toMatchObject({ question: 'users', verdict: 'wrong', blame: 'tenant data' });
  });

  test('tokens that are not what they are said to be', async () => {
    const tokens = {
      SPEND_TOKEN: 'mock-company-token',
      SPEND_TOKEN_READONLY: 'mock-noscope-token',
      SPEND_TOKEN_NOSCOPE: 'mock-company-token',
      SPEND_TOKEN_USER: 'expired-token',
    };
    expect(bad(await answersOf(settingsFor(await mockUrl(), {}, tokens)))).toEqual([
      expect.objectContaining({ question: 'readonly token', verdict: 'wrong', blame: 'credentials' }),
      expect.objectContaining({ question: 'noscope token', verdict: 'wrong', blame: 'credentials' }),
      expect.objectContaining({ question: 'user token', verdict: 'unclear', blame: 'credentials' }),
    ]);
  });

  test('a company token that reads and may not write', async () => {
    const tokens = { SPEND_TOKEN: 'mock-readonly-token' };
    const wrong = bad(await answersOf(settingsFor(await mockUrl(), {}, tokens))).filter(
      (one) => one.verdict === 'wrong',
    );
    expect(wrong).toEqual([
      expect.objectContaining({
        question: 'writing',
        blame: 'credentials',
        todo: expect.stringContaining('user.provision.write'),
      }),
    ]);
  });

  test('no ground: a refused token, and nobody listening', async () => {
    const refused = await answersOf(settingsFor(await mockUrl(), {}, { SPEND_TOKEN: 'expired-token' }));
    expect(refused.at(-2)).toMatchObject({ question: 'token', noGround: true, blame: 'credentials' });
    expect(exitOf(refused)).toBe(3);
    const silent = await answersOf(settingsFor('http://127.0.0.1:1'));
    expect(silent.at(-1)).toMatchObject({ question: 'token', verdict: 'wrong', noGround: true, blame: 'target' });
    expect(exitOf(silent)).toBe(3);
  });

  test('a name that does not exist, and plain HTTP over the network', async () => {
    const [name] = await answersOf(settingsFor('https://spend.invalid'));
    expect(name).toMatchObject({ question: 'name', noGround: true });
    expect(name?.says).toMatch(/spend\.invalid has a name that cannot be resolved/);
  });

  test('a server that speaks no TLS', async () => {
    const url = (await mockUrl()).replace('http:', 'https:');
    expect((await answersOf(settingsFor(url))).at(-1)).toMatchObject({ question: 'connection', noGround: true });
  });

  test.each([
    ['HTML', 200, { 'content-type': 'text/html' }, '<h1>Log in</h1>', /text\/html and not with JSON/, 'configuration'],
    ['a redirect', 302, { location: '/login' }, '', /redirected with 302/, 'configuration'],
    ['404', 404, {}, '', /is not found/, 'configuration'],
    ['500', 500, {}, '', /answered with 500/, 'target'],
  ])('%s in the place of a list', async (_name, status, headers, body, says, blame) => {
    const url = await serve((_request, response) => response.writeHead(status, headers).end(body));
    const answers = await answersOf(settingsFor(url, { capabilities: ['retrieval'] }));
    expect(bad(answers)[0]).toMatchObject({ question: 'token', verdict: 'wrong', blame });
    expect(bad(answers)[0]?.says).toMatch(says);
    expect(exitOf(answers)).toBe(2);
  });

  test('a target that only asks for patience is not called fine', async () => {
    const url = await serve((_request, response) => response.writeHead(429, { 'retry-after': '3600' }).end());
    const answers = await answersOf(settingsFor(url, { capabilities: ['retrieval'] }));
    expect(bad(answers)[0]).toMatchObject({ question: 'token', verdict: 'unclear', blame: 'throttling' });
    expect(exitOf(answers)).toBe(2);
  });

  test('the path of another revision', async () => {
    const answers = await answersOf(
      settingsFor(await mockUrl({ revision: '2021-03' }), { capabilities: ['retrieval'] }),
    );
    expect(bad(answers).map((one) => one.question)).toEqual([
      'token',
      'revision',
      'readonly token',
      'noscope token',
      'user token',
      'writing',
    ]);
    expect(bad(answers)[1]?.todo).toContain('--revision 2021-03');
  });

  test('a clock that is off', async () => {
    const url = await serve((_request, response) => {
      response.setHeader('date', new Date(Date.now() + 600_000).toUTCString());
      response.setHeader('content-type', 'application/json');
      response.end('{"totalResults":2,"Resources":[{}]}');
    });
    const answers = await answersOf(settingsFor(url, { capabilities: ['retrieval'] }));
    const clock = answers.find((one) => one.question === 'clock');
    expect(clock).toMatchObject({ verdict: 'wrong', blame: 'configuration' });
    expect(clock?.says).toMatch(/(599|600|601) s behind/);
  });
});

describe('a production host', () => {
  const host = 'us2.api.concursolutions.com';
  const given = process.env.HTTP_PROXY;
  afterEach(() => {
    if (given === undefined) delete process.env.HTTP_PROXY;
    else process.env.HTTP_PROXY = given;
  });

  test('is not asked for writing before its name is typed', async () => {
    const proxy = await openProxy({ plain: Number(new URL(await mockUrl()).port), host });
    closing.push(() => proxy.close());
    process.env.HTTP_PROXY = `http://127.0.0.1:${proxy.port}`;
    const ask = (more: Partial<RunSettings>) => answersOf(settingsFor(`http://${host}`, more), process.env);
    const before = await ask({});
    expect(before.at(-1)).toMatchObject({ question: 'writing', verdict: 'not asked' });
    expect(before.at(-1)?.says).toContain(`--confirm-host ${host}`);
    expect(before.find((one) => one.question === 'connection')).toMatchObject({ verdict: 'wrong' });
    expect(proxy.asked.filter((one) => !one.startsWith('GET'))).toEqual([]);
    expect((await ask({ confirmedHost: host })).at(-1)).toMatchObject({ question: 'writing', verdict: 'fine' });
  });
});
