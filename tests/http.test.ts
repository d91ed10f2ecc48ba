import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { afterEach, describe, expect, test } from 'vitest';
import { curlOf } from '../src/http/curl.ts';
import { createPace } from '../src/http/pace.ts';
import { retryAfterMs, sendPolitely } from '../src/http/polite.ts';
import { keepingOnce, recordExchange } from '../src/http/recorded.ts';
import { createRedactor } from '../src/http/redact.ts';
import { TransportFailure, type WireResponse } from '../src/http/transport.ts';
import { createUndiciTransport } from '../src/http/undici-transport.ts';
import { systemClock } from '../src/model/clock.ts';

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) server.close();
});

async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const wire = (url: string) => ({ method: 'GET', url, headers: {}, timeoutMs: 2_000 });
const answer = (status: number, headers: Record<string, string> = {}): WireResponse => ({
  status,
  headers,
  body: new Uint8Array(),
});

describe('the transport', () => {
  test('sends the path exactly as written', async () => {
    let seen: string | undefined;
    const base = await serve((request, response) => {
      seen = request.url;
      response.end('{}');
    });
    const path = '/a/%2e%2e/b?filter=x%20eq%20%22"\'[1]&q=%zz';
    await createUndiciTransport().send(wire(`${base}${path}`));
    expect(seen).toBe(path);
  });

  test('does not follow redirects', async () => {
    const base = await serve((_request, response) => response.writeHead(302, { location: '/other' }).end());
    expect((await createUndiciTransport().send(wire(base))).status).toBe(302);
  });

  test('refuses what cannot be sent, as often as it is asked, and still sends the rest', async () => {
    const base = await serve((_request, response) => response.end('{}'));
    const transport = createUndiciTransport();
    for (let count = 0; count < 70; count += 1) {
      await expect(transport.send(wire(`${base}/a b`))).rejects.toMatchObject({ kind: 'unsendable' });
    }
    await expect(transport.send({ ...wire(base), headers: { a: 'b\n' } })).rejects.toMatchObject({
      kind: 'unsendable',
    });
    expect((await transport.send(wire(base))).status).toBe(200);
  });

  test('ends requests that are under way when it is closed', async () => {
    const base = await serve(() => {});
    const transport = createUndiciTransport();
    const hanging = transport.send({ ...wire(base), timeoutMs: 60_000 });
    await new Promise((resolve) => setTimeout(resolve, 50));
    await transport.close();
    await expect(hanging).rejects.toMatchObject({ kind: 'unreachable' });
  });

  test('counts the size after decompression', async () => {
    const bomb = gzipSync(Buffer.alloc(20 * 1024 * 1024));
    const base = await serve((_request, response) => response.writeHead(200, { 'content-encoding': 'gzip' }).end(bomb));
    await expect(createUndiciTransport().send(wire(base))).rejects.toMatchObject({ kind: 'too-large' });
  });

  test('limits the whole response, not only its silence', async () => {
    const base = await serve((_request, response) => {
      response.writeHead(200);
      const drip = setInterval(() => response.write('.'), 20);
      response.once('close', () => clearInterval(drip));
    });
    const slow = createUndiciTransport().send({ ...wire(base), timeoutMs: 150 });
    await expect(slow).rejects.toMatchObject({ kind: 'timeout' });
  });

  test('names an unreachable host', async () => {
    const failure = await createUndiciTransport()
      .send(wire('http://127.0.0.1:1'))
      .catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(TransportFailure);
    expect(failure).toMatchObject({ kind: 'unreachable', code: 'ECONNREFUSED' });
  });
});

describe('politeness', () => {
  const options = (isRead: boolean) => ({ clock: { ...systemClock, sleep: async () => {} }, isRead, random: () => 0 });
  const statusAfter = async (send: () => Promise<WireResponse>, isRead: boolean) => {
    const { outcome } = await sendPolitely(send, options(isRead));
    return outcome instanceof TransportFailure ? outcome.code : outcome.status;
  };
  const script = (...answers: (WireResponse | TransportFailure)[]) => {
    let calls = 0;
    const send = async () => {
      const next = answers[Math.min(calls, answers.length - 1)];
      calls += 1;
      if (next instanceof TransportFailure) throw next;
      return next ?? answer(500);
    };
    return { send, calls: () => calls };
  };

  test('repeats a read after 429 and gives the next answer', async () => {
    const { send, calls } = script(answer(429, { 'retry-after': '1' }), answer(200));
    expect(await statusAfter(send, true)).toBe(200);
    expect(calls()).toBe(2);
  });

  test('never repeats 500', async () => {
    const { send, calls } = script(answer(500), answer(200));
    expect(await statusAfter(send, true)).toBe(500);
    expect(calls()).toBe(1);
  });

  test.each([408, 502, 504])('does not repeat a write after %i', async (status) => {
    const { send, calls } = script(answer(status), answer(202));
    expect(await statusAfter(send, false)).toBe(status);
    expect(calls()).toBe(1);
  });

  test('repeats a write after 503, for it was not done', async () => {
    const { send } = script(answer(503), answer(202));
    expect(await statusAfter(send, false)).toBe(202);
  });

  test('gives up after four attempts', async () => {
    const { send, calls } = script(new TransportFailure('unreachable', 'ECONNRESET', 'reset'));
    const { outcome, attempts } = await sendPolitely(send, options(true));
    expect(outcome).toBeInstanceOf(TransportFailure);
    expect(attempts.map((one) => one.failure)).toEqual(Array(4).fill('ECONNRESET'));
    expect(calls()).toBe(4);
  });

  test('reads Retry-After in seconds and as an HTTP date', () => {
    const now = Date.parse('2026-01-01T00:00:00Z');
    expect(retryAfterMs('3', now)).toBe(3_000);
    expect(retryAfterMs('Thu, 01 Jan 2026 00:00:07 GMT', now)).toBe(7_000);
    expect(retryAfterMs('soon', now)).toBeUndefined();
    expect(retryAfterMs('-5', now)).toBeUndefined();
    const theirs = 'Thu, 01 Jan 2026 00:00:05 GMT';
    expect(retryAfterMs('Thu, 01 Jan 2026 00:00:07 GMT', now, theirs)).toBe(2_000);
  });
});

test('pace keeps to the number of requests in flight', async () => {
  const pace = createPace({ concurrency: 3 }, systemClock);
  let inFlight = 0;
  let most = 0;
  const work = () =>
    pace.run(async () => {
      inFlight += 1;
      most = Math.max(most, inFlight);
      await systemClock.sleep(2);
      inFlight -= 1;
    });
  await Promise.all(Array.from({ length: 20 }, work));
  expect(most).toBe(3);
});

test('a recorded exchange never holds the token', () => {
  const exchange = recordExchange({
    id: 1,
    operation: 'listUsers',
    role: 'company',
    request: { ...wire('https://host/x'), headers: { authorization: 'Bearer top-secret' } },
    response: { status: 200, headers: {}, body: Buffer.from('{"a":1}') },
    startedAt: 0,
    ms: 1,
  });
  expect(JSON.stringify(exchange)).not.toContain('top-secret');
  expect(exchange.response.body).toEqual({ kind: 'json', value: { a: 1 } });
});

describe('redaction', () => {
  test('leaves the words of JSON readable, though a target sends them as text where people are', () => {
    const redactor = createRedactor({ secrets: new Map(), keepValues: false });
    redactor.meet({ name: { familyName: 'true' }, userName: 'null' });
    const url = 'http://t/Users?filter=nonEmployee%20eq%20true';
    expect(redactor.url(url)).toBe(url);
    expect(redactor.json({ userName: 'true' })).toEqual({ userName: 'true' });
    expect(redactor.json({ userName: 'True' })).not.toEqual({ userName: 'True' });
  });

  test('knows a token in the forms in which servers send it back', () => {
    const token = 'a+b/c"d.e(f';
    const redactor = createRedactor({ secrets: new Map([[token, '$SPEND_TOKEN']]), keepValues: true });
    const base64 = (text: string) => Buffer.from(text).toString('base64');
    const forms = [token, encodeURIComponent(token), JSON.stringify(token), base64(token)];
    for (const form of forms) expect(redactor.text(`you sent ${form}.`)).toMatch(/^you sent "?\$SPEND_TOKEN"?=*\.$/);
    expect(redactor.text(base64(`Bearer ${token}`))).toMatch(/^QmVhcmVy.{0,2}\$SPEND_TOKEN=*$/);
    expect(redactor.text('axb/c"d.e(f')).toBe('axb/c"d.e(f');
  });

  test('leaves out what is nested deeper than anything documented', () => {
    const deep = JSON.parse(`${'['.repeat(50_000)}1${']'.repeat(50_000)}`);
    const redactor = createRedactor({ secrets: new Map(), keepValues: false });
    expect(JSON.stringify(redactor.json(deep)).length).toBeLessThan(200);
  });

  const redactor = createRedactor({ secrets: new Map([['s3cret-token', '$SPEND_TOKEN']]), keepValues: false });

  test('replaces a token wherever it occurs', () => {
    expect(redactor.text('echo s3cret-token!')).toBe('echo $SPEND_TOKEN!');
    expect(JSON.stringify(redactor.json({ detail: ['x s3cret-token'] }))).not.toContain('s3cret');
    expect(redactor.headers({ 'x-echo': 's3cret-token', 'set-cookie': 'a=b' })).toEqual({
      'x-echo': '$SPEND_TOKEN',
      'set-cookie': '***',
    });
  });

  test('gives equal personal values equal pseudonyms', () => {
    const body = redactor.json({ userName: 'ann@example.com', emails: [{ value: 'ann@example.com' }], country: 'US' });
    const text = JSON.stringify(body);
    expect(text).not.toContain('ann@');
    expect(text).toContain('"country":"US"');
    const [first, second] = text.match(/‹[0-9a-f]{8}›/g) ?? [];
    expect(first).toBe(second);
  });
});

test('curl quotes what a shell would eat and keeps the token a variable', () => {
  const request = {
    method: 'POST',
    url: "https://h/p?f=it's",
    headers: { authorization: 'Bearer ***' },
    body: '{"a":"$b"}',
  };
  expect(curlOf(request, 'readonly', 'SPEND_TOKEN_READONLY')).toBe(
    `curl -sS -i -X POST -H "Authorization: Bearer $SPEND_TOKEN_READONLY" --data-raw '{"a":"$b"}' --globoff --path-as-is 'https://h/p?f=it'\\''s'`,
  );
});

test('equal bodies are kept once, whatever arrives between them', () => {
  const once = keepingOnce();
  const page = (letter: string) => Buffer.from(letter.repeat(5000));
  const first = page('a');
  expect(once(first)).toBe(first);
  const other = page('b');
  expect(once(other)).toBe(other);
  expect(once(page('a'))).toBe(first);
});
