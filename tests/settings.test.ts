import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { flagsFromEnvironment, flagsToEnvironment } from '../src/harness/flags.ts';
import { resolveSettings } from '../src/harness/settings.ts';

const TOKEN = { SPEND_TOKEN: 'abc-token' };
const file = (text: string): string => {
  const path = join(mkdtempSync(join(tmpdir(), 'target-')), 'target.yaml');
  writeFileSync(path, text);
  return path;
};
const MINIMAL = 'name: t\nbaseUrl: https://host/prefix/\ncapabilities: [retrieval]\n';

describe('precedence', () => {
  test('flag, then environment, then file', () => {
    const target = file(`${MINIMAL}revision: 2021-03\n`);
    expect(resolveSettings({ target }, TOKEN).revision).toBe('2021-03');
    const environment = { ...TOKEN, SPEND_REVISION: '2026-05' };
    expect(resolveSettings({ target }, environment).revision).toBe('2026-05');
    expect(resolveSettings({ target, revision: '2024-03' }, environment).revision).toBe('2024-03');
  });

  test('flags survive the way through the environment', () => {
    const flags = { target: 'mock', profile: ['retrieval', 'authorization'], allowWrites: true, seed: '7' };
    expect(flagsFromEnvironment(flagsToEnvironment(flags))).toEqual(flags);
  });
});

describe('targets', () => {
  test('the mock has every profile and may be written to', () => {
    expect(resolveSettings({}, {})).toMatchObject({ kind: 'mock', writable: true, departures: [] });
  });

  test('a URL is judged for retrieval alone, without its trailing slash', () => {
    const settings = resolveSettings({ target: 'https://host/prefix//' }, TOKEN);
    expect(settings).toMatchObject({ baseUrl: 'https://host/prefix', profiles: ['retrieval'], writable: false });
  });

  test('provisioning is left out, and said so, where writes are not allowed', () => {
    const target = file(MINIMAL.replace('[retrieval]', '[retrieval, provisioning]'));
    const settings = resolveSettings({ target }, TOKEN);
    expect(settings.profiles).toEqual(['retrieval']);
    expect(settings.notes[0]).toContain('--allow-writes');
    expect(resolveSettings({ target, allowWrites: true }, TOKEN).profiles).toContain('provisioning');
  });

  test.each([
    ['headers: { Authorization: Bearer abc }', /header authorization/],
    ['headers: { host: elsewhere }', /header host/],
    ['headers: { "x y": 1 }', /must be string/],
    ['headers: { "x y": "1" }', /HTTP cannot carry/],
    ['headers: { x: "1\\r\\nz: 2" }', /HTTP cannot carry/],
    ['budgets: { run: 600h }', /600h is longer than 24 days/],
    ['pace: { requestsPerSecond: 0.0000001 }', /requestsPerSecond must be >= 0.001/],
  ])('%s is refused', (line, message) => {
    expect(() => resolveSettings({ target: file(`${MINIMAL}${line}\n`) }, TOKEN)).toThrow(message);
  });

  test('other budgets make the run exploratory, another pace does not', () => {
    const paced = file(`${MINIMAL}pace: { requestsPerSecond: 1 }\n`);
    expect(resolveSettings({ target: paced }, TOKEN).departures).toEqual([]);
    const hurried = file(`${MINIMAL}budgets: { convergence: 1s }\n`);
    expect(resolveSettings({ target: hurried }, TOKEN).departures).toHaveLength(1);
  });
});

describe('bad input names what is wrong and what to do', () => {
  test.each([
    [{ area: ['pagnation'] }, {}, /unknown area "pagnation"\. Did you mean "pagination"\?/],
    [{ profile: ['read'] }, {}, /unknown profile "read"/],
    [{ revision: '2024-04' }, {}, /unknown revision "2024-04"/],
    [{ users: 'many' }, {}, /--users is "many"/],
    [{ shard: '3' }, {}, /--shard is "3"/],
    [{ target: 'https://host' }, {}, /SPEND_TOKEN is not set/],
    [{ target: 'https://host', fault: ['x'] }, TOKEN, /--fault changes the embedded mock/],
    [{ target: 'nowhere.yaml' }, TOKEN, /neither a URL nor a file/],
    [{ target: 'https://u:p@host' }, TOKEN, /credentials in it/],
    [{ target: 'https://host', profile: ['provisioning'] }, TOKEN, /writes are not allowed/],
    [{}, { SPEND_STRICT: 'maybe' }, /SPEND_STRICT is "maybe"/],
  ])('%j', (flags, environment, message) => {
    expect(() => resolveSettings(flags, environment)).toThrow(message);
  });

  test('an unknown key in a target file, with its line', () => {
    const target = file(`${MINIMAL}budgets:\n  respones: 3s\n`);
    expect(() => resolveSettings({ target }, TOKEN)).toThrow(
      /:5: unknown key "respones" in budgets\. Did you mean "response"\?/,
    );
  });

  test('a mistyped key before the required one that is missing because of it', () => {
    const target = file('name: x\nbaseUrl: https://h\ncapabilitis: [retrieval]\n');
    expect(() => resolveSettings({ target }, TOKEN)).toThrow(
      /:3: unknown key "capabilitis" in the file\. Did you mean "capabilities"\?/,
    );
  });

  test('a variable that the file names and nobody set', () => {
    const target = file(`${MINIMAL}auth: { readonly: { tokenEnv: RO_TOKEN } }\n`);
    expect(() => resolveSettings({ target }, TOKEN)).toThrow(/RO_TOKEN is not set/);
  });

  test('broken YAML', () => {
    expect(() => resolveSettings({ target: file('name: [') }, TOKEN)).toThrow(/target\.yaml:\d+: /);
  });
});
