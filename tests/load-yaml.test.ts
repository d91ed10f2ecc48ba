/** Reading authored YAML: mistakes in filters, roles and operations are named, and kept parses never go stale. */

import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { loadFilters } from '../src/contract/filters.ts';
import { loadOperations } from '../src/contract/openapi.ts';
import { loadRoles } from '../src/contract/roles.ts';
import { closedMap, json, readYaml, repositoryPath, text } from '../src/contract/yaml.ts';
import { parsedOnce } from '../src/contract/yaml-cache.ts';
import { ContractError } from '../src/model/errors.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'yaml-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

describe('a mistake in the contract data', () => {
  /** A copy of specs/ in which one file reads otherwise. */
  function specsWith(file: string, from: string, to: string): string {
    cpSync(repositoryPath('specs'), folder, { recursive: true });
    const original = readFileSync(join(folder, file), 'utf8');
    expect(original).toContain(from);
    writeFileSync(join(folder, file), original.replace(from, to));
    return folder;
  }

  test.each([
    [
      'an unknown operator',
      'operators: [eq, ne]',
      'operators: [eq, nee]',
      'Unknown operator "nee". Did you mean "ne"?',
    ],
    ['a type nobody knows', 'type: boolean', 'type: bool', 'Unknown type "bool".'],
    [
      'a word for a boolean',
      'freeText: true',
      'freeText: "yes"',
      'true or false is expected here, found the string "yes".',
    ],
    ['a revision left out', '    2021-03: [and, eq]\n', '', 'The key "2021-03" is missing.'],
  ])('filters: %s', (_, from, to, says) => {
    const specs = specsWith('filters.yaml', from, to);
    expect(() => loadFilters(specs, '2024-03')).toThrow(says);
    expect(() => loadFilters(specs, '2024-03')).toThrow(/filters\.yaml:\d+: /);
  });

  test.each([
    ['an unknown key', '  single:\n', '  singel:\n', 'Unknown key "singel". Did you mean "single"?'],
    ['an unknown revision', '  2021-03:\n', '  2021-04:\n', 'Unknown key "2021-04". Did you mean "2021-03"?'],
  ])('roles: %s', (_, from, to, says) => {
    expect(() => loadRoles(specsWith('roles.yaml', from, to), '2024-03')).toThrow(says);
  });

  test.each([
    [
      'an unknown operation',
      'operationId: getUser',
      'operationId: getUsr',
      'Unknown operation "getUsr". Did you mean "getUser"?',
    ],
    ['an operation twice', 'operationId: getUser', 'operationId: listUsers', 'does not describe the operation'],
    [
      'an unknown revision',
      '        2026-05: ["/profile/spend',
      '        2026-06: ["/profile/spend',
      '"2026-06" is no revision.',
    ],
    ['a reference to nothing', 'parameters/StartIndex', 'parameters/StartIdx', 'leads nowhere.'],
    ['no page size', 'parameters/ItemsPerPage', 'parameters/Filter', '0 page-size parameters hold in 2024-03.'],
  ])('operations: %s', (_, from, to, says) => {
    expect(() => loadOperations(specsWith('openapi/retrieval.yaml', from, to), '2024-03')).toThrow(says);
  });
});

describe('reading', () => {
  test('a file that is not there', () => {
    expect(() => readYaml(join(folder, 'none.yaml'))).toThrow(ContractError);
  });

  test('a missing key names the entry, an unknown one its own line', () => {
    const file = join(folder, 'a.yaml');
    writeFileSync(file, 'first:\n  name: x\nsecond:\n  nam: y\n');
    const { first, second } = closedMap(readYaml(file), ['first', 'second']);
    expect(text(closedMap(first, ['name']).name)).toBe('x');
    expect(() => closedMap(second, ['name'])).toThrow(`${file}:4: Unknown key "nam". Did you mean "name"?`);
    expect(() => closedMap(first, ['name', 'kind'])).toThrow(`${file}:2: The key "kind" is missing.`);
  });

  test('what JSON cannot hold is refused', () => {
    const file = join(folder, 'a.yaml');
    writeFileSync(file, 'a: [1, text, true, null, { b: .inf }]\n');
    expect(() => json(readYaml(file))).toThrow('cannot be written as JSON');
  });
});

describe('kept parses', () => {
  const parse = (calls: string[]) => (one: string) => {
    calls.push(one);
    return { text: one };
  };

  test('the same text is parsed once, a changed text again', () => {
    const calls: string[] = [];
    expect(parsedOnce(folder, 'a/b.yaml', 'one', parse(calls))).toEqual({ text: 'one' });
    expect(parsedOnce(folder, 'a/b.yaml', 'one', parse(calls))).toEqual({ text: 'one' });
    expect(parsedOnce(folder, 'a/b.yaml', 'two', parse(calls))).toEqual({ text: 'two' });
    expect(parsedOnce(folder, 'a/b.yaml', 'two', parse(calls))).toEqual({ text: 'two' });
    expect(calls).toEqual(['one', 'two']);
    expect(readdirSync(folder)).toEqual(['a~b.yaml.json']);
  });

  test('a damaged entry is parsed again', () => {
    const calls: string[] = [];
    parsedOnce(folder, 'a.yaml', 'one', parse(calls));
    writeFileSync(join(folder, 'a.yaml.json'), '["1:');
    expect(parsedOnce(folder, 'a.yaml', 'one', parse(calls))).toEqual({ text: 'one' });
    expect(calls).toHaveLength(2);
  });

  test('where nothing can be kept, everything still works', () => {
    const calls: string[] = [];
    writeFileSync(join(folder, 'file'), '');
    expect(parsedOnce(join(folder, 'file', 'below'), 'a.yaml', 'one', parse(calls))).toEqual({ text: 'one' });
  });
});
