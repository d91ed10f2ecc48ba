/** The authored tables: what they must hold, and how a mistyped one is refused. */

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { loadContract } from '../src/contract/load.ts';
import { loadTables, type Table } from '../src/contract/tables.ts';
import { explain } from '../src/model/errors.ts';
import { REVISIONS, type Revision } from '../src/model/requirement.ts';

const tables = loadTables();
const byId = new Map(tables.map((table) => [table.id, table]));

describe('the tables of this repository', () => {
  test('cover every documented type', () => {
    const wanted = [
      'list-response full-spend-user meta spend-user bi-hierarchy custom-data user-reference approver spend-approver',
      'approver-limit approver-limit-config delegate spend-delegate temporary-delegate role spend-role user-preference',
      'invoice-preference workflow-preference payroll adp error-message-response ups-error-response concur-error',
      'bulk-request bulk-operation patch-op patch-operation provision-status operations-count provision-operation',
      'operation-extension users-response form-field-list-response form-field resource-types resource-type schemas',
      'core-user enterprise-user',
    ].flatMap((line) => line.split(' '));
    expect(wanted.filter((id) => !byId.has(id))).toEqual([]);
  });

  test.each([
    ['spend-user', '2021-03', 12],
    ['spend-user', '2024-03', 13],
    ['spend-user', '2026-05', 16],
    ['user-preference', '2024-03', 17],
    ['workflow-preference', '2021-03', 11],
    ['workflow-preference', '2026-05', 14],
    ['approver', '2024-03', 7],
    ['spend-delegate', '2026-05', 11],
  ] as const)('%s has in %s as many rows as documented', (id, revision, rows) => {
    expect(rowsIn(byId.get(id), revision)).toHaveLength(rows);
  });

  test('a table has the rows of every revision it holds in', () => {
    for (const table of tables) {
      for (const revision of table.revisions) expect(rowsIn(table, revision).length, table.id).toBeGreaterThan(0);
    }
  });

  test('cite rulings that exist', () => {
    const numbers = tables.flatMap((table) => table.rows.flatMap((row) => row.rulings));
    expect(numbers.filter((one) => one < 1 || one > 190)).toEqual([]);
  });
});

/** Tables an answer is held against; whatever they refer to is judged as well. */
const JUDGED = [
  'list-response full-spend-user provision-status users-response error-message-response ups-error-response',
  'form-field-list-response resource-types schemas',
].flatMap((line) => line.split(' '));

function rowsIn(table: Table | undefined, revision: Revision): Table['rows'] {
  return (table?.rows ?? []).filter((row) => row.revisions.includes(revision));
}

function reachable(revision: Revision): ReadonlySet<string> {
  const found = new Set<string>();
  const visit = (id: string): void => {
    if (found.has(id) || !byId.get(id)?.revisions.includes(revision)) return;
    found.add(id);
    for (const row of rowsIn(byId.get(id), revision)) if (row.table) visit(row.table);
    const listed = byId.get(id)?.listOf;
    if (listed) visit(listed);
  };
  for (const id of JUDGED) visit(id);
  return found;
}

describe.each(REVISIONS)('owners in %s', (revision) => {
  test('every judged row has an owner, unless anything is permitted in it', () => {
    const lost = [...reachable(revision)].flatMap((id) =>
      rowsIn(byId.get(id), revision)
        .filter((row) => row.type !== 'any' && row.judgedBy['*'] === undefined)
        .map((row) => `${id}.${row.name}`),
    );
    expect(lost).toEqual([]);
  });

  test('every owner is a requirement that holds in the revision', () => {
    const contract = loadContract(revision);
    const held = new Set(contract.requirements.map((one) => one.id));
    expect(contract.schemaRequirements.filter((id) => !held.has(id))).toEqual([]);
  });
});

describe('strict loading', () => {
  const specs = mkdtempSync(join(tmpdir(), 'tables-'));
  mkdirSync(join(specs, 'tables'));
  writeFileSync(join(specs, 'sources.yaml'), 'seed-ret: {}\n');
  afterAll(() => rmSync(specs, { recursive: true }));

  const head = 'thing:\n  title: Thing\n  source: { document: seed-ret, section: A }\n  provenance: documented-table\n';
  const refusal = (text: string): string => {
    writeFileSync(join(specs, 'tables', 'thing.yaml'), text);
    try {
      loadTables(specs);
      return 'accepted';
    } catch (error) {
      return explain(error);
    }
  };

  test('accepts what is right', () => {
    expect(refusal(`${head}  rows:\n    - { name: a, type: string }\n`)).toBe('accepted');
  });

  test.each([
    ['an unknown key of a row', '{ name: a, type: string, requird: true }', /:6: .*"requird".*required/],
    ['an unknown key of a table', '{ name: a, type: string }\n  judgdBy: x.y', /:7: .*"judgdBy".*judgedBy/],
    ['an unknown type', '{ name: a, type: strng }', /:6: .*"strng".*string/],
    ['an unknown format', '{ name: a, type: string, format: guid }', /:6: .*format "guid"/],
    ['an unknown revision', '{ name: a, type: string, revisions: [2024-04] }', /:6: .*"2024-04"/],
    ['an unknown provenance', '{ name: a, type: string, provenance: hearsay }', /:6: .*"hearsay"/],
    ['an unknown owner keyword', '{ name: a, type: string, judgedBy: { enm: x.y } }', /:6: .*"enm"/],
    ['a pattern that is none', '{ name: a, type: string, pattern: "(" }', /:6: .*no regular expression/],
    ['a bound that is no number', '{ name: a, type: string, maxLength: "20" }', /:6: .*whole number/],
    ['neither type nor table', '{ name: a }', /:6: .*neither "type" nor "table"/],
    ['a table that is not there', '{ name: a, table: nothing }', /refers to the table "nothing"/],
    ['an unlisted document', '{ name: a, type: string, source: seed-xx }', /"seed-xx" is no document/],
    ['two rows of one name', '{ name: a, type: string }\n    - { name: a, type: any }', /:7: .*two rows/],
  ])('refuses %s, with its line', (_name, row, message) => {
    expect(refusal(`${head}  rows:\n    - ${row}\n`)).toMatch(message);
  });

  test('two rows of one name are fine in different revisions', () => {
    const rows =
      '    - { name: a, type: any, revisions: [2021-03] }\n    - { name: a, type: string, revisions: [2024-03] }\n';
    expect(refusal(`${head}  rows:\n${rows}`)).toBe('accepted');
  });
});
