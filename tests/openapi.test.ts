/** The OpenAPI files: what they give the harness, and that other people's tools accept them. */

import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createConfig, lint } from '@redocly/openapi-core';
import type { OpenAPIV3_1 } from 'openapi-types';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { bundleOpenApi } from '../src/contract/bundle.ts';
import { loadExamples } from '../src/contract/examples.ts';
import { loadOperations, OPENAPI_FILES, OpenApiSource } from '../src/contract/openapi.ts';
import { createSchemaSet } from '../src/contract/validators.ts';
import { readYaml, repositoryPath } from '../src/contract/yaml.ts';
import { isArray, isObject, type Json, type JsonObject } from '../src/model/json.ts';
import { type OperationId, REVISIONS, type Revision } from '../src/model/requirement.ts';

const specs = repositoryPath('specs');
const schemaPath = (revision: Revision) => repositoryPath('schemas', 'contract', revision, 'openapi.yaml');

/** One line a finding of the linter's recommended rules. */
async function findings(file: string, rules: Readonly<Record<string, 'off'>> = {}): Promise<readonly string[]> {
  // The linter's default refuses members that no schema names; on this wire they are legal.
  const open = { severity: 'error', allowAdditionalProperties: true } as const;
  const config = await createConfig({
    extends: ['recommended'],
    rules: { 'no-invalid-media-type-examples': open, ...rules },
  });
  const problems = await lint({ ref: file, config });
  return problems.map((one) => `${one.severity} ${one.ruleId}: ${one.message} (${one.location[0]?.pointer ?? ''})`);
}

describe('operations', () => {
  const offered: Readonly<Record<Revision, number>> = { '2021-03': 9, '2024-03': 10, '2026-05': 11 };

  test.each(REVISIONS)('%s documents the operations it should', (revision) => {
    expect(loadOperations(specs, revision).byId.size).toBe(offered[revision]);
  });

  test('each revision has its own paths, the others second', () => {
    const paths = (id: OperationId) =>
      REVISIONS.map((revision) => {
        const found = loadOperations(specs, revision).byId.get(id);
        return found && [found.path, ...found.otherPaths];
      });
    expect(paths('listUsers')).toEqual([
      ['/spend/v4/Users'],
      ['/profile/spend/v4.1/Users'],
      ['/profile/spend/v4.1/Users'],
    ]);
    expect(paths('bulk')).toEqual([
      ['/provisioning/v4/Bulk'],
      ['/provisioning/v4/Bulk', '/profile/v4/Bulk'],
      ['/profile/v4/Bulk', '/provisioning/v4/Bulk'],
    ]);
    expect(paths('listFormFields')).toEqual([undefined, undefined, ['/profile/spend/v4.1/FormFields']]);
  });

  test('the page size has the name of the revision and its bounds', () => {
    expect(REVISIONS.map((revision) => loadOperations(specs, revision).pageSize)).toEqual([
      { name: 'itemsPerPage', minimum: 1, maximum: 100 },
      { name: 'itemsPerPage', minimum: 1, maximum: 100 },
      { name: 'count', minimum: 1, maximum: 100 },
    ]);
  });

  test('scopes and statuses follow the revision', () => {
    const scopes = (revision: Revision) => loadOperations(specs, revision).byId.get('createUser')?.scopes;
    expect(scopes('2024-03')).not.toContain('identity.user.emails.verified.writeonly');
    expect(scopes('2026-05')).toContain('identity.user.emails.verified.writeonly');
    const statuses = (revision: Revision) => loadOperations(specs, revision).byId.get('listUsers')?.statuses;
    expect(statuses('2021-03')).not.toContain(501);
    expect(statuses('2024-03')).toContain(501);
  });
});

describe('bundles', () => {
  let folder = '';
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'bundle-'));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  const bundled = (revision: Revision): string => {
    const file = join(folder, `${revision}.yaml`);
    writeFileSync(file, bundleOpenApi(revision));
    return file;
  };

  test.each(REVISIONS)('%s passes the linter', async (revision) => {
    expect(await findings(bundled(revision))).toEqual([]);
  });

  test('the linter sees a broken bundle', async () => {
    const file = join(folder, 'broken.yaml');
    writeFileSync(
      file,
      bundleOpenApi('2024-03').replace('#/components/schemas/ListResponse', '#/components/schemas/No'),
    );
    expect(await findings(file)).not.toEqual([]);
  });

  test('the linter sees an example that is not legal', async () => {
    const file = join(folder, 'illegal.yaml');
    writeFileSync(file, bundleOpenApi('2024-03').replace('totalResults: 1\n', 'totalResults: one\n'));
    expect((await findings(file)).join('\n')).toContain('no-invalid-media-type-examples');
  });

  test.each(REVISIONS)('%s is self-contained and lies in schemas/contract', (revision) => {
    const text = bundleOpenApi(revision);
    expect(text).toBe(bundleOpenApi(revision));
    expect(readFileSync(repositoryPath('schemas', 'contract', revision, 'openapi.yaml'), 'utf8')).toBe(text);
    const references: string[] = [];
    const collect = (value: Json): void => {
      if (isArray(value)) for (const item of value) collect(item);
      else if (isObject(value)) {
        for (const [key, member] of Object.entries(value)) {
          if (key === '$ref' && typeof member === 'string') references.push(member);
          else collect(member);
        }
      }
    };
    const document: OpenAPIV3_1.Document & Json = JSON.parse(JSON.stringify(readYaml(bundled(revision)).value));
    collect(document);
    expect(references.filter((one) => !one.startsWith('#/components/'))).toEqual([]);
    expect(document.info.version).toBe(revision);
    const operations = Object.values(document.paths ?? {}).flatMap((path) => Object.values(path ?? {}));
    expect(operations).toHaveLength(loadOperations(specs, revision).byId.size);
    expect(text).not.toMatch(/x-(paths|revisions|status-revisions|added-scopes):/);
  });
});

describe('examples', () => {
  test.each(REVISIONS)(
    '%s: every body that an operation sends or answers with has one, and each is legal',
    (revision) => {
      const examples = loadExamples(new OpenApiSource(join(specs, 'openapi')), revision, 'https://host.example');
      const schemas = createSchemaSet(revision);
      const document: JsonObject = JSON.parse(JSON.stringify(readYaml(schemaPath(revision)).value));
      const text = JSON.stringify(document.paths) + JSON.stringify(document.components);
      const bodies = new Set(
        [...text.matchAll(/"schema":\{"\$ref":"#\/components\/schemas\/(\w+)"\}/g)].map((one) => one[1]),
      );
      const shown = new Set([...text.matchAll(/"\$ref":"#\/components\/examples\/(\w+)"/g)].map((one) => one[1]));
      expect([...shown].sort()).toEqual([...bodies].sort());
      expect(shown.size).toBeGreaterThan(10);
      for (const [file, value] of examples) {
        if (!schemas.files.has(file)) continue;
        const valid = schemas.validator(file.replace('.schema.json', ''));
        expect(
          valid(value),
          `${file}: ${JSON.stringify(valid.errors?.map((one) => [one.instancePath, one.message]))}`,
        ).toBe(true);
        expect(JSON.stringify(value)).not.toMatch(/"\{\w+:/);
      }
    },
  );

  test('an address is that of the revision', () => {
    const at = (revision: Revision) =>
      JSON.stringify(
        loadExamples(new OpenApiSource(join(specs, 'openapi')), revision, 'https://host.example').get(
          'full-spend-user.schema.json',
        ),
      );
    expect(at('2021-03')).toContain('"https://host.example/spend/v4/Users/7d1c6a52-');
    expect(at('2024-03')).toContain('"https://host.example/profile/spend/v4.1/Users/7d1c6a52-');
  });
});

describe('authored files', () => {
  const partial = { 'no-empty-servers': 'off', 'info-license': 'off', 'no-unused-components': 'off' } as const;

  test.each([...OPENAPI_FILES, 'components.yaml'])('%s is valid OpenAPI with references that resolve', async (name) => {
    expect(await findings(join(specs, 'openapi', name), partial)).toEqual([]);
  });
});
