/** Where a run may write: the documented production hosts ask for their name, everything else does not. */

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { loadDataCentres } from '../src/contract/data-centres.ts';
import { baseAfter, requireConfirmedHost } from '../src/harness/destination.ts';
import { resolveSettings } from '../src/harness/settings.ts';
import { runCli } from './fixtures/run-cli.ts';

const writing = { kind: 'remote', writable: true, confirmedHost: undefined } as const;

describe('writes to a production data centre', () => {
  test.each([
    'https://us2.api.concursolutions.com',
    'https://US2.api.ConcurSolutions.com/prefix',
    'https://us2.api.concursolutions.com.:443',
    'https://www.concursolutions.com',
    'https://not-listed-yet.api.concursolutions.com',
  ])('%s asks for its name', (base) => {
    const host = new URL(base).hostname.replace(/\.$/, '');
    expect(() => requireConfirmedHost(base, writing)).toThrow(/is a production data centre/);
    expect(() => requireConfirmedHost(base, { ...writing, confirmedHost: 'eu2.api.concursolutions.com' })).toThrow(
      /names eu2/,
    );
    expect(() => requireConfirmedHost(base, { ...writing, confirmedHost: host.toUpperCase() })).not.toThrow();
    expect(() => requireConfirmedHost(base, { ...writing, writable: false })).not.toThrow();
  });

  test.each([
    'https://us-impl.api.concursolutions.com',
    'http://127.0.0.1:8080',
    'https://concursolutions.com.example.org',
    'https://notconcursolutions.com',
  ])('%s does not', (base) => {
    expect(() => requireConfirmedHost(base, writing)).not.toThrow();
  });

  test('a run ends with exit 3 before it sends anything', async () => {
    const target = 'https://us2.api.concursolutions.com';
    const out = mkdtempSync(join(tmpdir(), 'spend-destination-'));
    const flags = ['run', '--target', target, '--allow-writes', '--out', out];
    const { code, stderr } = await runCli(flags, { SPEND_TOKEN: 'abcd' });
    rmSync(out, { recursive: true });
    expect(code).toBe(3);
    expect(stderr).toBe(
      'spend-conformance: us2.api.concursolutions.com is a production data centre, and this run would write to it\n' +
        '  Users cannot be deleted there. If you mean it: --confirm-host us2.api.concursolutions.com\n',
    );
  }, 60_000);

  test('the name comes from its flag or its variable', () => {
    const environment = { SPEND_TOKEN: 'abcd', SPEND_CONFIRM_HOST: 'h.example' };
    expect(resolveSettings({ target: 'https://h.example' }, environment).confirmedHost).toBe('h.example');
  });
});

test('a data centre is known by its host', () => {
  const centres = loadDataCentres();
  expect(centres.of('emea-impl.api.concursolutions.com')).toMatchObject({ environment: 'implementation' });
  expect(centres.of('eu2.api.concursolutions.com')).toMatchObject({ centre: 'EU2', documented: true });
  expect(centres.of('example.com')).toBeUndefined();
});

describe('the base URL after a token response', () => {
  const home = 'https://us2.api.concursolutions.com/prefix';
  test.each([
    ['https://eu2.api.concursolutions.com/', 'documented', 'https://eu2.api.concursolutions.com'],
    ['https://us2.api.concursolutions.com', 'documented', home],
    ['https://eu2.api.concursolutions.com', 'ignore', home],
    [undefined, 'documented', home],
    ['https://gw.example/a/', ['https://gw.example'], 'https://gw.example/a'],
  ] as const)('%s, %j: %s', (named, allowed, base) => {
    expect(baseAfter(named, home, allowed)).toBe(base);
  });
});
