/**
 * Reads the documented tables (specs/tables) strictly: one file a family, one entry a table, one row an attribute.
 * A row that is mistyped, cites what does not exist or stands twice in a revision is refused with file and line.
 * Knows neither JSON Schema nor requirements; derive.ts and the register meet its rows by name.
 */

import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { PROVENANCES, REVISIONS, type Revision } from '../model/requirement.ts';
import { revisionsAt } from './revisions.ts';
import { rowAt, type TableRow } from './table-row.ts';
import {
  closedMap,
  entries,
  flag,
  items,
  type Located,
  oneOf,
  readYaml,
  refuse,
  repositoryPath,
  text,
  texts,
} from './yaml.ts';

export interface Table {
  readonly id: string;
  /** Relative to the repository. */
  readonly file: string;
  readonly title: string;
  readonly urn?: string;
  readonly source: { readonly document: string; readonly section: string };
  readonly revisions: readonly Revision[];
  readonly judgedBy?: string;
  /** `{}` means unassigned: what is required binds only where a member is there. */
  readonly emptyAllowed: boolean;
  readonly atLeastOneOf: readonly string[];
  /** The answer may also be a bare list of this table, or of anything. */
  readonly listOf?: string;
  readonly rows: readonly TableRow[];
}

/** A name may stand twice only where no revision holds both rows. */
function refuseRepeats(rows: readonly (readonly [TableRow, Located])[]): void {
  const seen = new Set<string>();
  for (const [row, at] of rows) {
    for (const revision of row.revisions) {
      const key = `${row.name} ${revision}`;
      if (seen.has(key)) {
        refuse(at, `"${row.name}" has two rows in revision ${revision}.`, 'Narrow "revisions" of one of them.');
      }
      seen.add(key);
    }
  }
}

const TABLE_KEYS = ['urn', 'revisions', 'judgedBy', 'emptyAllowed', 'atLeastOneOf', 'listOf'] as const;

function tableAt(id: string, at: Located, file: string): Table {
  const table = closedMap(at, ['title', 'source', 'provenance', 'rows'], TABLE_KEYS);
  const source = closedMap(table.source, ['document', 'section']);
  const revisions = table.revisions === undefined ? REVISIONS : revisionsAt(table.revisions);
  const judgedBy = table.judgedBy === undefined ? undefined : text(table.judgedBy);
  const document = text(source.document);
  const provenance = oneOf(table.provenance, PROVENANCES, 'provenance');
  const rows = items(table.rows).map(
    (row) => [rowAt(row, { provenance, source: document, revisions, judgedBy }), row] as const,
  );
  refuseRepeats(rows);
  return {
    id,
    file,
    title: text(table.title),
    source: { document, section: text(source.section) },
    revisions,
    emptyAllowed: table.emptyAllowed === undefined ? false : flag(table.emptyAllowed),
    atLeastOneOf: table.atLeastOneOf === undefined ? [] : texts(table.atLeastOneOf),
    rows: rows.map(([row]) => row),
    ...(table.urn && { urn: text(table.urn) }),
    ...(judgedBy !== undefined && { judgedBy }),
    ...(table.listOf && { listOf: text(table.listOf) }),
  };
}

/** Keys of specs/sources.yaml, to refuse a citation of nothing. */
function knownDocuments(specs: string): ReadonlySet<string> {
  return new Set(entries(readYaml(join(specs, 'sources.yaml'))).map(([id]) => id));
}

/** Every table of every revision, sorted by id. */
export function loadTables(specs: string = repositoryPath('specs')): readonly Table[] {
  const folder = join(specs, 'tables');
  const documents = knownDocuments(specs);
  const tables = new Map<string, { readonly table: Table; readonly at: Located }>();
  for (const name of readdirSync(folder)
    .filter((one) => one.endsWith('.yaml'))
    .sort()) {
    for (const [id, at] of entries(readYaml(join(folder, name)))) {
      if (tables.has(id)) refuse(at, `The table "${id}" stands in two files.`, 'Rename or remove one.', true);
      tables.set(id, { table: tableAt(id, at, `specs/tables/${name}`), at });
    }
  }
  for (const { table, at } of tables.values()) {
    for (const row of table.rows) {
      const target = row.table === undefined ? undefined : tables.get(row.table)?.table;
      if (row.table !== undefined && !row.revisions.every((one) => target?.revisions.includes(one))) {
        refuse(
          at,
          `The row "${row.name}" refers to the table "${row.table}", which does not hold there.`,
          'Correct it.',
        );
      }
      if (!documents.has(row.source)) refuse(at, `"${row.source}" is no document of specs/sources.yaml.`, 'Add it.');
    }
  }
  return [...tables.values()].map(({ table }) => table).sort((a, b) => (a.id < b.id ? -1 : 1));
}
