/**
 * Secrets and people planted wherever a target can put them, and every byte of every artefact searched for them. The
 * target is the mock behind a front that echoes tokens, renames people and breaks a few rules, so that evidence is kept.
 */

import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { repositoryPath } from '../src/contract/yaml.ts';
import { evidenceOf } from '../src/harness/evidence.ts';
import { createRedactor } from '../src/http/redact.ts';
import { startMock } from '../src/mock/server.ts';
import { isArray, isObject, type Json } from '../src/model/json.ts';
import type { ConformanceReport } from '../src/model/report.ts';

const TOKEN = 'kanarie+T0k/en=9f8e7d6c5b4a39281716';
const KEY = 'kanarie-api-key-0011223344';
const PEOPLE = {
  userName: 'kanarienvogel.userName@example.test',
  displayName: 'Kanarie "Displayed" Ä<b>',
  familyName: 'Kanariengeburt',
  employeeNumber: 'EMP-kanarie-4711',
  value: 'Kanarie free custom 77',
  ledgerCode: 'LEDGERKANARIE',
};

/** Account codes and employee numbers that a server writes without quotes. */
const NUMBER = 471_199_008;

/** Every form in which a value may lie in a file. */
function formsOf(value: string): readonly string[] {
  const base64 = [0, 1, 2].map((before) => {
    const text = Buffer.from('\0'.repeat(before) + value)
      .toString('base64')
      .replace(/=+$/, '');
    return text.slice(before === 0 ? 0 : before + 1, -1);
  });
  const html = value.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
  const json = JSON.stringify(value).slice(1, -1);
  return [...new Set([value, encodeURIComponent(value), json, JSON.stringify(json).slice(1, -1), html, ...base64])];
}

function filesBelow(folder: string): readonly string[] {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    return statSync(path).isDirectory() ? filesBelow(path) : [path];
  });
}

function found(text: string, values: readonly string[]): readonly string[] {
  return values.flatMap(formsOf).filter((form) => text.includes(form));
}

/** Strings under these names become canaries; numbers of pages become strings, which breaks a rule with evidence. */
function planted(value: Json, token: string): Json {
  if (isObject(value) && typeof value.cashAdvanceAccountCode === 'string')
    return planted({ ...value, cashAdvanceAccountCode: NUMBER, employeeNumber: NUMBER + 1 }, token);
  if (isArray(value)) return value.map((item) => planted(item, token));
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]): [string, Json] => {
      const canary = Object.hasOwn(PEOPLE, key) ? PEOPLE[key as keyof typeof PEOPLE] : undefined;
      if (canary !== undefined && typeof item === 'string') return [key, `${canary}${item.length % 3}`];
      if (key === 'totalResults') return [key, String(item)];
      if (key === 'detail')
        return [key, `${String(item)} for ${token}, ${PEOPLE.userName}0, ${PEOPLE.ledgerCode}0, ${NUMBER}`];
      return [key, planted(item, token)];
    }),
  );
}

const room = mkdtempSync(join(tmpdir(), 'canary-'));
const servers: Server[] = [];
let mock: Awaited<ReturnType<typeof startMock>>;
let base = '';

async function front(request: IncomingMessage): Promise<{ status: number; body: string; type: string }> {
  const authorization = request.headers.authorization?.replace(TOKEN, 'mock-company-token');
  const answer = await fetch(`${mock.url}${request.url ?? ''}`, {
    method: request.method ?? 'GET',
    headers: { ...(authorization !== undefined && { authorization }) },
  });
  const text = await answer.text();
  const echo = `${request.headers.authorization ?? ''} ${decodeURIComponent(request.url ?? '')}`;
  try {
    const body = planted(JSON.parse(text) as Json, TOKEN);
    const shown = isObject(body) ? { ...body, echo, [`for ${TOKEN}`]: Buffer.from(echo).toString('base64') } : body;
    return { status: answer.status, body: JSON.stringify(shown), type: 'application/json' };
  } catch {
    return { status: answer.status, body: `${text}<pre>${echo}</pre>`, type: 'text/html' };
  }
}

beforeAll(async () => {
  mock = await startMock({ revision: '2024-03', users: 40, seed: 1, faults: [], variants: [], port: 0 });
  const server = createServer((request, response) => {
    front(request)
      .then(({ status, body, type }) => {
        const echo = encodeURIComponent(`${TOKEN} ${PEOPLE.userName}0`);
        response
          .writeHead(status, {
            'content-type': type,
            'x-echo': TOKEN,
            location: `https://evil.example/?t=${echo}`,
            'x-key': KEY,
          })
          .end(request.method === 'HEAD' ? undefined : body);
      })
      .catch(() => response.destroy());
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});

afterAll(async () => {
  for (const server of servers) {
    server.closeAllConnections();
    server.close();
  }
  await mock.close();
});

function run(out: string, more: readonly string[]): Promise<string> {
  const target = join(room, 'target.yaml');
  writeFileSync(
    target,
    [
      'name: canary',
      `baseUrl: ${base}`,
      'capabilities: [retrieval]',
      'auth: { company: { tokenEnv: CANARY_TOKEN } }',
      'pace: { requestsPerSecond: 2000, concurrency: 8 }',
      `headers: { x-partner-key: ${KEY} }`,
    ].join('\n'),
  );
  return new Promise((resolve) => {
    const child = spawn(
      process.execPath,
      [repositoryPath('bin/spend-conformance.js'), 'run', '--target', target, '--out', out, ...more],
      { env: { ...process.env, NO_COLOR: '1', CANARY_TOKEN: TOKEN }, stdio: ['ignore', 'pipe', 'pipe'] },
    );
    let text = '';
    child.stdout.on('data', (chunk: Buffer) => (text += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (text += chunk.toString()));
    child.once('close', () => resolve(text));
  });
}

const AREAS = ['envelope', 'lookup', 'filtering', 'errors'].flatMap((area) => ['--area', area]);

describe('a run against a target that repeats everything', () => {
  test('no artefact, log or line of output holds a token or a person', async () => {
    const out = join(room, 'out');
    const said = await run(out, AREAS);
    const report = JSON.parse(readFileSync(join(out, 'report.json'), 'utf8')) as ConformanceReport;
    expect(report.requirements.filter((one) => one.impact === 'violation').length, said).toBeGreaterThan(3);
    const secret = [
      TOKEN,
      KEY,
      TOKEN.slice(0, -1),
      TOKEN.slice(4),
      ...Object.values(PEOPLE),
      String(NUMBER),
      String(NUMBER + 1),
    ];
    expect(found(said, secret)).toEqual([]);
    const leaks = filesBelow(out).flatMap((file) => {
      const hits = found(readFileSync(file, 'utf8'), secret);
      return hits.length > 0 ? [`${file.slice(out.length)}: ${hits.join(' | ')}`] : [];
    });
    expect(leaks).toEqual([]);
    const curls = report.requirements.flatMap((one) =>
      one.cases.flatMap((each) => each.evidence.map((shown) => shown.curl)),
    );
    expect(curls.some((curl) => curl.includes('Bearer $CANARY_TOKEN'))).toBe(true);
    expect(curls.some((curl) => /filter=[^']*%E2%80%B9[0-9a-f]{8}%E2%80%BA/.test(curl))).toBe(true);
  }, 120_000);

  test('--keep-values keeps people, says so, and still hides every token', async () => {
    const out = join(room, 'kept');
    const said = await run(out, ['--area', 'lookup', '--area', 'filtering', '--keep-values']);
    const text = readFileSync(join(out, 'report.json'), 'utf8');
    expect(text.includes('Kanarie')).toBe(true);
    expect(text.includes('--keep-values')).toBe(true);
    expect(found(text + said, [TOKEN, KEY])).toEqual([]);
  }, 120_000);
});

describe('redaction', () => {
  const redactor = createRedactor({ secrets: new Map([[TOKEN, '$T']]), keepValues: false, key: 'k' });

  test('a part of a token is as good as the token', () => {
    const changed = `${TOKEN.slice(0, -1)}0`;
    expect(redactor.text(`https://host/Users/${changed}`)).toBe('https://host/Users/$T0');
    expect(redactor.text(TOKEN.slice(8, 30))).toBe('$T');
    expect(redactor.text(TOKEN.toUpperCase())).toBe('$T');
    expect(redactor.text(TOKEN.slice(0, 8))).toBe(TOKEN.slice(0, 8));
  });

  test('a value is found again where the target repeats it, and equality stays visible', () => {
    redactor.meet({ userName: 'ann@example.test', name: { familyName: 'Li', givenName: 'Annabel' } });
    const seen = redactor.foreign('no user ann@example.test, Annabel, Annabels');
    const [name] = Object.values(redactor.json({ userName: 'ann@example.test' }) as { userName: string });
    expect(seen).toBe(`no user ${name}, ${redactor.foreign('Annabel')}, Annabels`);
  });

  test('another run gives other pseudonyms', () => {
    const other = createRedactor({ secrets: new Map(), keepValues: false, key: 'another' });
    const value = { userName: 'ann@example.test' };
    expect(other.json(value)).not.toEqual(redactor.json(value));
    expect(other.json(value)).toEqual(other.json(value));
  });

  test.each([
    ['filter=ledgerCode%20eq%20%22SECRET%22', false],
    ['filter=a:User:customData%5Bid%20eq%20%22custom21%22%20and%20value%20eq%20%22SECRET%22%5D', false],
    ['filter=a:User:country%20eq%20%22DE%22', true],
    ['filter=ledgerCode%20eq%20SECRET', false],
    ['filter=ledgerCode%20eq%20%22SECRET', false],
    ['startIndex=1&count=5', true],
  ])('%s', (query, same) => {
    const url = `https://host/Users?${query}`;
    const clean = redactor.url(url);
    expect(clean).not.toContain('SECRET');
    if (same) expect(clean).toBe(url);
    if (query.includes('custom21')) expect(clean).toContain('custom21');
  });

  test('numbers of people, and extensions that no document names, are personal too', () => {
    const text = JSON.stringify(
      redactor.json({ employeeNumber: 4711, 'urn:acme:Salary': { amount: 'much', id: 'x1' }, id: 'u-1', active: true }),
    );
    expect(text).not.toMatch(/4711|much/);
    expect(text).toContain('"id":"u-1"');
    expect(text).toContain('(a number)');
  });

  test('a number that was seen as personal is found again, as text and as a number', () => {
    const own = createRedactor({ secrets: new Map(), keepValues: false, key: 'n' });
    own.meet({ Resources: [{ employeeNumber: 471108 }, { customData: [{ id: 'custom1', value: 88123.5 }] }] });
    const [named] = Object.values(own.json({ employeeNumber: 471108 }) as { employeeNumber: string });
    expect(own.foreign('no employee 471108')).toBe(`no employee ${named?.replace(' (a number)', '')}`);
    expect(own.json({ detail: 'x', params: [471108, 88123.5, 12] })).toEqual({
      detail: 'x',
      params: [named, expect.stringContaining('(a number)'), 12],
    });
    expect(own.url('https://host/Users?filter=employeeNumber%20eq%20471108')).not.toContain('471108');
    expect(own.url('https://host/Users/471108')).not.toContain('471108');
  });

  test.each([
    '/Resources/0/name/middleInitial',
    '/Resources/3/urn:ietf:params:scim:schemas:extension:spend:2.0:User/customData/1/value',
    '/urn:acme:Salary/amount',
    '/familyNamePrefix',
  ])('a bare value at %s is personal by where it stands', (pointer) => {
    const { problems } = evidenceOf(
      'a/b',
      [],
      [{ message: 'A value is wrong.', pointer, actual: 'XYQ', expected: 5 }],
      { redactor, variableOf: () => 'T' },
    );
    expect(JSON.stringify(problems)).not.toContain('XYQ');
  });

  test('prototype keys are keys', () => {
    const body = JSON.parse('{"__proto__":{"userName":"ann"},"constructor":{"prototype":1}}') as Json;
    const clean = redactor.json(body);
    expect(Object.keys(clean as object)).toEqual(['__proto__', 'constructor']);
    expect(JSON.stringify(clean)).not.toContain('"ann"');
    expect(({} as { userName?: string }).userName).toBeUndefined();
  });
});
