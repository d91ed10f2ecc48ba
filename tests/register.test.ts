/** The register's loader: what stands in specs/ loads, and each kind of mistake is named with file and line. */

import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { loadRegister } from '../src/contract/register.ts';
import { repositoryPath } from '../src/contract/yaml.ts';
import { ContractError, explain } from '../src/model/errors.ts';
import { REVISIONS } from '../src/model/requirement.ts';

const ROW = `- id: lookup.found
  level: MUST
  statement: A user that exists is found.
  operation: getUser
  profile: retrieval
  revisions: all
  source: { document: seed-ret, section: Retrieving a Spend User }
  provenance: documented-table
  ruling: [66, 108]
`;

const folders: string[] = [];

afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
});

/** A specs folder with the project's own documents and rulings, and the given requirement files. */
function specsWith(files: Readonly<Record<string, string>>): string {
  const specs = mkdtempSync(join(tmpdir(), 'specs-'));
  folders.push(specs);
  for (const name of ['sources.yaml', 'rulings.md']) cpSync(repositoryPath('specs', name), join(specs, name));
  mkdirSync(join(specs, 'requirements'));
  for (const [name, text] of Object.entries(files)) writeFileSync(join(specs, 'requirements', name), text);
  return specs;
}

function refusalOf(files: Readonly<Record<string, string>>): string {
  try {
    loadRegister(specsWith(files));
  } catch (error) {
    expect(error).toBeInstanceOf(ContractError);
    return explain(error);
  }
  throw new Error('the register was accepted');
}

describe('a sound register', () => {
  test('a row is read with all it says', () => {
    const register = loadRegister(specsWith({ 'lookup.yaml': ROW }));
    expect(register.inRevision('2024-03')).toEqual([
      {
        id: 'lookup.found',
        area: 'lookup',
        level: 'MUST',
        statement: 'A user that exists is found.',
        operation: 'getUser',
        profile: 'retrieval',
        revisions: [...REVISIONS],
        source: { document: 'seed-ret', section: 'Retrieving a Spend User' },
        provenance: 'documented-table',
        rulings: [66, 108],
      },
    ]);
    expect(register.row('lookup.lost')).toBeUndefined();
  });

  test('a level by revision holds in just these revisions', () => {
    const text = ROW.replace('level: MUST', 'level: { 2024-03: SHOULD, 2026-05: MUST }').replace(
      'revisions: all',
      'revisions: [2024-03, 2026-05]',
    );
    const register = loadRegister(specsWith({ 'lookup.yaml': text }));
    expect(REVISIONS.map((revision) => register.inRevision(revision)[0]?.level)).toEqual([undefined, 'SHOULD', 'MUST']);
    expect(register.anywhere('lookup.found')?.level).toBe('MUST');
  });

  test('a revision cites the edition of a document that is in force in it', () => {
    const register = loadRegister(specsWith({ 'lookup.yaml': ROW.replace('seed-ret', 'ups') }));
    const cited = REVISIONS.map((revision) => register.inRevision(revision)[0]?.source.document);
    expect(cited).toEqual(['ups-2021', 'ups-2024', 'ups']);
  });

  test('rows come sorted by id whatever their order in the file', () => {
    const text = `${ROW}${ROW.replace('lookup.found', 'lookup.a-rule')}`;
    const register = loadRegister(specsWith({ 'lookup.yaml': text }));
    expect(register.rows.map((row) => row.id)).toEqual(['lookup.a-rule', 'lookup.found']);
  });

  test('an area without a file is simply absent', () => {
    expect(loadRegister(specsWith({})).rows).toEqual([]);
  });
});

describe('a mistake is named with its line', () => {
  const mistakes: readonly {
    readonly name: string;
    readonly from: string;
    readonly to: string;
    readonly says: string;
  }[] = [
    {
      name: 'unknown key',
      from: 'level: MUST',
      to: 'levl: MUST',
      says: ':2: Unknown key "levl". Did you mean "level"?',
    },
    { name: 'missing key', from: '  profile: retrieval\n', to: '', says: ':1: The key "profile" is missing.' },
    { name: 'unknown level', from: 'MUST', to: 'MUSST', says: ':2: Unknown level "MUSST". Did you mean "MUST"?' },
    {
      name: 'unknown operation',
      from: 'getUser',
      to: 'getUsr',
      says: ':4: Unknown operation "getUsr". Did you mean "getUser"?',
    },
    {
      name: 'unknown profile',
      from: 'retrieval',
      to: 'retreival',
      says: ':5: Unknown profile "retreival". Did you mean "retrieval"?',
    },
    {
      name: 'unknown revision',
      from: 'revisions: all',
      to: 'revisions: [2024-3]',
      says: ':6: Unknown revision "2024-3". Did you mean "2024-03"?',
    },
    { name: 'no revision', from: 'revisions: all', to: 'revisions: []', says: ':6: No revision is named.' },
    {
      name: 'a word for revisions',
      from: 'revisions: all',
      to: 'revisions: some',
      says: ':6: "revisions" is all or a list.',
    },
    {
      name: 'unknown document',
      from: 'seed-ret',
      to: 'seed-rett',
      says: ':7: "seed-rett" is not in specs/sources.yaml. Did you mean "seed-ret"?',
    },
    {
      name: 'unknown provenance',
      from: 'documented-table',
      to: 'documented-tabel',
      says: ':8: Unknown provenance "documented-tabel". Did you mean "documented-table"?',
    },
    {
      name: 'unknown ruling',
      from: '[66, 108]',
      to: '[66, 9999]',
      says: ':9: Ruling 9999 is not in specs/rulings.md.',
    },
    {
      name: 'a ruling in words',
      from: '[66, 108]',
      to: 'sixty',
      says: ':9: A whole number is expected here, found the string "sixty".',
    },
    {
      name: 'an id of another area',
      from: 'lookup.found',
      to: 'errors.found',
      says: ':1: "errors.found" stands in the file of area lookup.',
    },
    {
      name: 'an id of another form',
      from: 'lookup.found',
      to: 'lookup.Found_it',
      says: ':1: "lookup.Found_it" is no requirement id.',
    },
    { name: 'an empty statement', from: 'A user that exists is found.', to: '""', says: ':3: Text is expected here' },
    {
      name: 'an over-long statement',
      from: 'A user that exists is found.',
      to: `A ${'very '.repeat(30)}long one.`,
      says: ':3: The statement has 33 words; at most 30.',
    },
    {
      name: 'a level for a revision the row has not',
      from: 'level: MUST',
      to: 'level: { 2021-03: MUST, 2024-03: MUST, 2026-05: MUST, 2030-01: MUST }',
      says: ':2: Unknown key "2030-01".',
    },
    {
      name: 'a level by revision with a gap',
      from: 'level: MUST',
      to: 'level: { 2021-03: MUST }',
      says: ':2: The key "2024-03" is missing.',
    },
    {
      name: 'silence made a duty',
      from: 'provenance: documented-table',
      to: 'provenance: silence',
      says: ':2: A rule the documents are silent about cannot be a MUST.',
    },
    {
      name: 'a key twice',
      from: '  level: MUST\n',
      to: '  level: MUST\n  level: MAY\n',
      says: ':3: Map keys must be unique',
    },
    { name: 'broken YAML', from: '[66, 108]', to: '[66, 108', says: 'lookup.yaml:' },
  ];

  test.each(mistakes)('$name', ({ from, to, says }) => {
    expect(ROW).toContain(from);
    const message = refusalOf({ 'lookup.yaml': ROW.replace(from, to) });
    expect(message).toContain(`lookup.yaml${says.startsWith('lookup') ? says.slice('lookup.yaml'.length) : says}`);
    expect(message).not.toContain('    at ');
  });

  test('an id that stands twice names both places', () => {
    const message = refusalOf({ 'lookup.yaml': `${ROW}${ROW}` });
    expect(message).toMatch(/lookup\.yaml:10: "lookup\.found" is there already, at .*lookup\.yaml:1\./);
  });

  test('a file named after no area', () => {
    expect(refusalOf({ 'lookups.yaml': ROW })).toContain(
      'specs/requirements/lookups.yaml is named after no area. Did you mean "lookup"?',
    );
  });

  test('a map where a list belongs', () => {
    expect(refusalOf({ 'lookup.yaml': 'id: lookup.found\n' })).toContain('A list is expected here, found a map.');
  });

  test('rulings with a gap in their numbers', () => {
    const specs = specsWith({});
    writeFileSync(join(specs, 'rulings.md'), '# Rulings\n\n## 1. One\n\n## 3. Three\n');
    expect(() => loadRegister(specs)).toThrow('specs/rulings.md:5: ruling 3 stands where 2 is due.');
  });
});
