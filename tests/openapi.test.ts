/** The OpenAPI files: what they give the harness, and that other people's tools accept them. */

import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createConfig, lint } from '@redocly/openapi-core';
import type { OpenAPIV3_1 } from 'openapi-types';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { bundleOpenApi } from '../src/contract/bundle.ts';
import { loadOperations, OPENAPI_FILES } from '../src/contract/openapi.ts';
import { readYaml, repositoryPath } from '../src/contract/yaml.ts';
import { isArray, isObject, type Json } from '../src/model/json.ts';
import { type OperationId, REVISIONS, type Revision } from '../src/model/requirement.ts';

const specs = repositoryPath('specs');

/** One line a finding of the linter's recommended rules. */
async function findings(file: string, rules: Readonly<Record<string, 'off'>> = {}): Promise<readonly string[]> {
  const config = await createConfig({ extends: ['recommended'], rules });
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

describe('authored files', () => {
  const partial = { 'no-empty-servers': 'off', 'info-license': 'off', 'no-unused-components': 'off' } as const;

  test.each([...OPENAPI_FILES, 'components.yaml'])('%s is valid OpenAPI with references that resolve', async (name) => {
    expect(await findings(join(specs, 'openapi', name), partial)).toEqual([]);
  });
});
