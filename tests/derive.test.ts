/** Derivation is pure, deterministic and in step with what is committed; others can read what it writes. */

import { describe, expect, test } from 'vitest';
import { deriveSchemas } from '../src/contract/derive.ts';
import { derivedFiles, drift, presentFiles } from '../src/contract/derive-cli.ts';
import { loadTables, type Table } from '../src/contract/tables.ts';
import { createSchemaSet } from '../src/contract/validators.ts';
import { repositoryPath } from '../src/contract/yaml.ts';
import { canonicalJson } from '../src/model/json.ts';
import { REVISIONS } from '../src/model/requirement.ts';

const tables = loadTables();

test('schemas/contract follows from specs', () => {
  expect(drift(derivedFiles(), presentFiles(repositoryPath('schemas', 'contract')))).toEqual([]);
});

test('drift is told file by file', () => {
  const wanted = new Map([
    ['2024-03/a.schema.json', 'one\ntwo\n'],
    ['2024-03/b.schema.json', 'b\n'],
  ]);
  const present = new Map([
    ['2024-03/a.schema.json', 'one\nTWO\n'],
    ['2024-03/c.schema.json', 'c\n'],
  ]);
  expect(drift(wanted, present)).toEqual([
    'missing    2024-03/b.schema.json',
    'different  2024-03/a.schema.json, first at line 2',
    'not wanted 2024-03/c.schema.json',
  ]);
});

describe.each(REVISIONS)('the schemas of %s', (revision) => {
  const derived = deriveSchemas(tables, revision);

  test('do not depend on the order of the tables or on the clock', () => {
    const shuffled: readonly Table[] = [...tables].reverse();
    expect([...deriveSchemas(shuffled, revision)]).toEqual([...derived]);
  });

  test('name their source and the command, with sorted keys', () => {
    for (const [name, text] of derived) {
      const schema = JSON.parse(text);
      expect(schema.$comment, name).toMatch(
        /^Derived from specs\/tables\/[a-z-]+\.yaml by "npm run derive"; do not edit\.$/,
      );
      expect(schema.$schema).toBe('https://json-schema.org/draft/2020-12/schema');
      expect(text).toBe(`${canonicalJson(schema, 2)}\n`);
    }
  });

  test('compile in strict mode, every one of them', () => {
    const schemas = createSchemaSet(revision);
    for (const name of derived.keys())
      expect(schemas.validator(name.replace('.schema.json', ''))).toBeTypeOf('function');
  });

  test('never forbid a member no table knows', () => {
    for (const [name, text] of derived) expect(text, name).not.toMatch(/additionalProperties|unevaluatedProperties/);
  });

  test('refer only to files of the same folder', () => {
    for (const [name, text] of derived) {
      for (const [, target] of text.matchAll(/"\$ref": "([^"]+)"/g)) {
        expect(derived.has(target ?? ''), `${name} refers to ${target}`).toBe(true);
      }
    }
  });
});
