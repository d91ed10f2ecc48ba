/** init without a terminal: what it writes can be read back by a run, and nothing is overwritten by accident. */

import { existsSync, mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openDialogue } from '../src/cli/dialogue.ts';
import { initCommand } from '../src/cli/init-command.ts';
import { targetFileText } from '../src/cli/target-draft.ts';
import { oneOf } from '../src/harness/flags.ts';
import { resolveSettings } from '../src/harness/settings.ts';
import { readTargetFile } from '../src/harness/target-file.ts';
import { REVISIONS } from '../src/model/requirement.ts';

const BASE = { baseUrl: 'https://us-impl.api.concursolutions.com/prefix' };
const room = () => mkdtempSync(join(tmpdir(), 'init-'));
const write = process.stdout.write;
beforeEach(() => {
  process.stdout.write = () => true;
});
afterEach(() => {
  process.stdout.write = write;
});

describe('from flags', () => {
  test('a base URL is enough', async () => {
    const file = join(room(), 'deep', 'target.yaml');
    expect(await initCommand({ ...BASE, file })).toBe(0);
    const settings = resolveSettings({ target: file }, { SPEND_TOKEN: 'abcd' });
    expect(settings).toMatchObject({
      name: 'us-impl.api.concursolutions.com',
      revision: '2024-03',
      profiles: ['retrieval'],
      departures: [],
    });
  });

  test.each(['client_credentials', 'password', 'refresh_token'] as const)('the grant %s', async (auth) => {
    const file = join(room(), 'target.yaml');
    await initCommand({ ...BASE, file, auth, profile: ['retrieval', 'provisioning'], companyId: '0123-4567' });
    expect(readTargetFile(file)).toMatchObject({
      auth: {
        company: { oauth2: { grant: auth, tokenUrl: 'https://us-impl.api.concursolutions.com/oauth2/v0/token' } },
      },
      provisioning: { companyId: '0123-4567', userNameDomain: 'example.com' },
    });
    const environment = Object.fromEntries(
      ['CLIENT_ID', 'CLIENT_SECRET', 'USERNAME', 'PASSWORD', 'REFRESH_TOKEN'].map((name) => [`SPEND_${name}`, 'abcd']),
    );
    expect(resolveSettings({ target: file }, environment).grants.get('company')?.grant.kind).toBe(auth);
  });

  test('an existing file stays, unless --force', async () => {
    const file = join(room(), 'target.yaml');
    await initCommand({ ...BASE, file, name: 'first' });
    await expect(initCommand({ ...BASE, file, name: 'second' })).rejects.toThrow(/exists already/);
    expect(readFileSync(file, 'utf8')).toContain('name: first');
    await initCommand({ ...BASE, file, name: 'second', force: true });
    expect(readFileSync(file, 'utf8')).toContain('name: second');
  });

  test.each([
    ['no base URL', {}, /--base-url is missing, and there is no terminal/],
    ['no URL', { baseUrl: 'nowhere' }, /"nowhere" is no URL/],
    ['an unknown revision', { ...BASE, revision: '2020-01' }, /unknown revision/],
    ['an unknown profile', { ...BASE, profile: ['reading'] }, /unknown profile/],
    ['a query in the base URL', { baseUrl: 'https://host?x=1' }, /baseUrl must match/],
    [
      'credentials in the base URL',
      { baseUrl: 'https://u:hidden@host' },
      /^"https:\/\/\*\*\*@host" has credentials in it/,
    ],
    [
      'a token endpoint in the clear',
      { ...BASE, auth: 'password', tokenUrl: 'http://login.example/token' },
      /plain HTTP, and secrets would travel/,
    ],
    ['a pace that is no number', { ...BASE, requestsPerSecond: 'many' }, /no number of requests a second/],
  ])('%s: nothing is written', async (_name, flags, message) => {
    const file = join(room(), 'target.yaml');
    await expect(initCommand({ ...flags, file })).rejects.toThrow(message);
    expect(existsSync(file)).toBe(false);
  });

  test('a place that cannot be is told at once', async () => {
    await expect(initCommand({ ...BASE, file: '/proc/no/such/folder.yaml' })).rejects.toThrow(/cannot be written/);
  });

  test('odd names cannot break out of the YAML', () => {
    const draft = {
      name: 'x: [1]\nbaseUrl: https://evil # "quoted"',
      baseUrl: BASE.baseUrl,
      revision: '2024-03',
      capabilities: ['retrieval'],
      auth: 'token' as const,
      tokenUrl: undefined,
      provisioning: undefined,
      requestsPerSecond: 10,
    };
    expect(targetFileText(draft)).not.toMatch(/^baseUrl: https:\/\/evil/m);
  });
});

describe('at a terminal', () => {
  test('an answer that cannot be meant is asked for again, an empty one takes the default', async () => {
    const dialogue = openDialogue(Readable.from(['2020-01\n', '2026-05\n', '\n']));
    const read = (answer: string) => oneOf('revision', answer, REVISIONS);
    expect(await dialogue.ask('Revision', '2024-03', read)).toBe('2026-05');
    expect(await dialogue.ask('Revision', '2024-03', read)).toBe('2024-03');
    await expect(dialogue.ask('Revision', undefined, read)).rejects.toThrow(/answers ended early/);
    dialogue.close();
  });
});
