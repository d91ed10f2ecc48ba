import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { faultsNamed } from '../src/mock/named.ts';
import { type RunningMock, startMock } from '../src/mock/server.ts';
import { DEFAULT_REVISION } from '../src/model/requirement.ts';

let mock: RunningMock;
beforeAll(async () => {
  mock = await startMock({ users: 5 });
});
afterAll(async () => {
  await mock.close();
});

const COMMON = 'Host: mock.test\r\nConnection: close\r\nAuthorization: Bearer mock-company-token\r\n';
const USERS = '/profile/spend/v4.1/Users';

/** Sends bytes as they are and reads until the server hangs up. */
function raw(text: string, running: RunningMock = mock): Promise<{ status: number; head: string; body: string }> {
  return new Promise((resolve, reject) => {
    const socket = connect(Number(new URL(running.url).port), '127.0.0.1', () => socket.write(text));
    let seen = '';
    socket.on('data', (chunk) => {
      seen += chunk.toString('utf8');
    });
    socket.on('error', reject);
    socket.on('close', () => {
      const [head = '', ...rest] = seen.split('\r\n\r\n');
      resolve({ status: Number(head.split(' ')[1]), head, body: rest.join('\r\n\r\n') });
    });
  });
}

const get = (target: string, headers = '') => raw(`GET ${target} HTTP/1.1\r\n${COMMON}${headers}\r\n`);

describe('a mock on the network', () => {
  test('answers what the world answers', async () => {
    const { status, head, body } = await get(`${USERS}?itemsPerPage=1&filter=country%20eq%20"US"`);
    expect(status).toBe(200);
    expect(head).toMatch(/content-type: application\/json; charset=utf-8/i);
    expect(JSON.parse(body)).toMatchObject({ itemsPerPage: 1 });
  });

  test.each([
    ['broken percent-encoding', `${USERS}/%zz`, 400],
    ['a raw space', `${USERS}?filter=country eq "US"`, 400],
    ['a long id', `${USERS}/${'a'.repeat(300)}`, 404],
    ['an encoded slash', `${USERS}/a%2Fb`, 404],
    ['dots', `${USERS}/../../x`, 404],
    ['two slashes', `${USERS}//a`, 404],
    ['a closing slash', `${USERS}/`, 404],
    ['a long query', `${USERS}?filter=${'a'.repeat(9_000)}`, 414],
    ['a very long query', `${USERS}?filter=${'a'.repeat(20_000)}`, 431],
  ])('refuses %s in its own words', async (_name, target, status) => {
    const seen = await get(target);
    expect(seen.status).toBe(status);
    expect(JSON.parse(seen.body)).toMatchObject({ schemas: ['urn:ietf:params:scim:api:messages:2.0:Error'], status });
  });

  test('refuses a huge header', async () => {
    const seen = await get(USERS, `X-Big: ${'b'.repeat(20_000)}\r\n`);
    expect(seen.status).toBe(431);
    expect(JSON.parse(seen.body)).toMatchObject({ status: 431 });
  });

  test.each(['DELETE', 'OPTIONS', 'PROPFIND', 'PATCH'])('refuses the method %s', async (method) => {
    const seen = await raw(`${method} ${USERS} HTTP/1.1\r\n${COMMON}Content-Length: 0\r\n\r\n`);
    expect(seen.status).toBe(405);
  });

  test('answers HEAD without a body', async () => {
    const seen = await raw(`HEAD ${USERS} HTTP/1.1\r\n${COMMON}\r\n`);
    expect([seen.status, seen.body]).toEqual([200, '']);
  });

  test.each([
    ['no media type', '', 415],
    ['a broken media type', 'Content-Type: !!\r\n', 415],
    ['XML', 'Content-Type: text/xml\r\n', 415],
    ['broken JSON', 'Content-Type: application/json\r\n', 400],
    ['broken SCIM JSON', 'Content-Type: application/scim+json\r\n', 400],
  ])('refuses a write with %s', async (_name, header, status) => {
    const seen = await raw(`POST /provisioning/v4/Bulk HTTP/1.1\r\n${COMMON}${header}Content-Length: 3\r\n\r\n{a:`);
    expect(seen.status).toBe(status);
    expect(JSON.parse(seen.body)).toMatchObject({ status: String(status) });
  });

  test('refuses a body above every bound', async () => {
    const response = await fetch(`${mock.url}/profile/v4/Bulk`, {
      method: 'POST',
      headers: { authorization: 'Bearer mock-company-token', 'content-type': 'application/json' },
      body: 'x'.repeat(500_000),
    });
    expect(response.status).toBe(413);
  });
});

describe('a mock started with options', () => {
  test('compresses where it is a variant and the client accepts it', async () => {
    const running = await startMock({ users: 5, variants: ['compressed'] });
    try {
      const headers = { authorization: 'Bearer mock-company-token' };
      const plain = await fetch(`${running.url}${USERS}`, { headers: { ...headers, 'accept-encoding': 'identity' } });
      const packed = await fetch(`${running.url}${USERS}`, { headers });
      expect(plain.headers.get('content-encoding')).toBeNull();
      expect(packed.headers.get('content-encoding')).toBe('gzip');
      expect(await packed.json()).toEqual(await plain.json());
    } finally {
      await running.close();
    }
  });

  test('lives below a base path and carries faults of its own', async () => {
    const running = await startMock({
      users: 5,
      basePath: '/tenant',
      faults: [
        { id: 'odd', violates: 'x.y', summary: 's', wire: 'w', corrupt: { answer: (a) => ({ ...a, status: 418 }) } },
      ],
    });
    try {
      expect(running.url).toMatch(/\/tenant$/);
      expect((await fetch(`${running.url}${USERS}`)).status).toBe(418);
      expect(running.world.applied.get('odd')).toBe(1);
    } finally {
      await running.close();
    }
  });

  test('says so when a fault or a variant is not known', async () => {
    await expect(startMock({ variants: ['compresed'] })).rejects.toThrow('Did you mean "compressed"?');
  });

  test.each([
    ['a fault of other rules', { faults: ['value-path-ne-excludes-users'] }, '2026-05'],
    ['a fault that is not for it', { revision: '2026-05', faults: ['bulk-delete-empties'] }, '2021-03 or .* 2024-03'],
    ['a variant that is not for it', { revision: '2021-03', variants: ['times-with-offset'] }, '2024-03'],
  ] as const)('refuses %s: nobody could see it in that revision', async (_what, options, elsewhere) => {
    const error = await startMock(options).catch((one: unknown) => one);
    expect(error).toMatchObject({ nextStep: expect.stringMatching(elsewhere) });
  });

  test('refuses variants that exclude each other, and says why', async () => {
    const both = startMock({ variants: ['ids-in-capitals', 'ids-as-written'] });
    await expect(both).rejects.toThrow('exclude each other: who finds ids as they are kept writes them so.');
  });

  test('carries a fault that was named twice only once', async () => {
    expect(await faultsNamed(['lookup-wildcard', 'lookup-wildcard'], DEFAULT_REVISION)).toHaveLength(1);
  });
});
