/** The register as it stands in this repository: what it cites is in force, and the published schema agrees with it. */

import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, test } from 'vitest';
import requirementSchema from '../schemas/harness/requirement.schema.json' with { type: 'json' };
import { loadRegister } from '../src/contract/register.ts';
import { readYaml, repositoryPath } from '../src/contract/yaml.ts';
import { LEVELS, OPERATIONS, PROFILES, PROVENANCES, REVISIONS } from '../src/model/requirement.ts';

describe('the register of this project', () => {
  test('it loads, and every cited document is in force somewhere', () => {
    const register = loadRegister();
    const inForce = new Set(register.sources.filter((one) => one.revisions.length > 0).map((one) => one.id));
    const dead = register.rows.filter((row) => !inForce.has(row.source.document)).map((row) => row.id);
    expect(dead).toEqual([]);
  });

  test('nothing in a revision stands on a document of another time', () => {
    const register = loadRegister();
    const documents = new Map(register.sources.map((one) => [one.id, one]));
    for (const revision of REVISIONS) {
      const foreign = register
        .inRevision(revision)
        .filter((one) => !documents.get(one.source.document)?.revisions.includes(revision));
      expect(
        foreign.map((one) => `${one.id} (${one.source.document})`),
        revision,
      ).toEqual([]);
    }
  });

  test('each revision holds MUST requirements in each area that has a file', () => {
    const register = loadRegister();
    const areas = new Set(register.rows.map((row) => row.area));
    for (const area of areas) {
      const musts = register.inRevision('2024-03').filter((one) => one.area === area && one.level === 'MUST');
      expect(musts.length, area).toBeGreaterThan(0);
    }
  });

  test('the published schema accepts what the loader accepts and lists the same words', () => {
    const validate = new Ajv2020({ strict: true, allowUnionTypes: true }).compile(requirementSchema);
    const folder = repositoryPath('specs', 'requirements');
    for (const name of readdirSync(folder)) {
      const valid = validate(readYaml(join(folder, name)).value);
      expect(valid ? [] : validate.errors, name).toEqual([]);
    }
    const { revision, level, provenance, requirement } = requirementSchema.$defs;
    expect(revision.enum).toEqual([...REVISIONS]);
    expect(level.enum).toEqual([...LEVELS]);
    expect(provenance.enum).toEqual([...PROVENANCES]);
    expect(requirement.properties.operation.enum).toEqual([...OPERATIONS]);
    expect(requirement.properties.profile.enum).toEqual([...PROFILES]);
  });
});
