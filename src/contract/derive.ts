/**
 * From tables to JSON Schemas (draft 2020-12), one file a table and revision. Pure: no disk, no clock, no order of its
 * own, so that the same tables always give the same text. Which requirement owns a keyword travels along in
 * `x-judged-by` and `x-required-by`, so a validator needs nothing but the schemas.
 */

import { canonicalJson, type Json, type JsonObject } from '../model/json.ts';
import type { Revision } from '../model/requirement.ts';
import type { TableRow } from './table-row.ts';
import type { Table } from './tables.ts';

/** Annotations of derived schemas; a strict validator has to be told of them. */
export const VOCABULARY = ['x-judged-by', 'x-required-by', 'x-provenance', 'x-source', 'x-rulings'] as const;

const DIALECT = 'https://json-schema.org/draft/2020-12/schema';

/** File name of a table's schema; schemas of a revision refer to each other by it. */
export function schemaFile(table: string): string {
  return `${table}.schema.json`;
}

interface Members {
  [key: string]: Json;
}

/** The owners that can speak about this value: one name, or a map by the keywords that hold. */
function owners(row: TableRow, constraints: Members): Members {
  const speaking = ['*', 'type', 'null', ...Object.keys(constraints)];
  const named = Object.entries(row.judgedBy).filter(([keyword]) => speaking.includes(keyword));
  if (named.length === 0) return {};
  const [only] = named;
  return { 'x-judged-by': named.length === 1 && only?.[0] === '*' ? only[1] : Object.fromEntries(named) };
}

function holding(row: TableRow, revision: Revision): Members {
  const kept = Object.entries(row.constraints).filter(([keyword]) => {
    const since = Object.entries(row.since).find(([one]) => one === keyword)?.[1];
    return since === undefined || since <= revision;
  });
  return Object.fromEntries(kept);
}

/** Binds `consequence` only where `condition` holds. */
function when(condition: Members, consequence: Members): Members {
  // biome-ignore lint/suspicious/noThenProperty: a keyword of JSON Schema.
  return { if: condition, then: consequence };
}

const OF_LISTS = ['minItems', 'maxItems', 'uniqueItems', 'contains'];

/** One value of the row, not the list of them; null where the attribute may be unset. */
function valueSchema(row: TableRow, constraints: Members, nullable: boolean): Members {
  if (row.type === 'any') return {};
  const described = row.means === undefined ? {} : { description: row.means };
  if (row.table !== undefined) {
    const target = { $ref: schemaFile(row.table) };
    return nullable
      ? { type: ['object', 'null'], anyOf: [{ type: 'null' }, target] }
      : { type: 'object', allOf: [target] };
  }
  const { enum: words, const: word, ...plain } = constraints;
  const allowed = Array.isArray(words) ? words : word === undefined ? undefined : [word];
  return {
    ...described,
    ...plain,
    type: nullable ? [row.type, 'null'] : row.type,
    ...(allowed !== undefined && { enum: nullable ? [...allowed, null] : allowed }),
  };
}

function listSchema(row: TableRow, constraints: Members): Members {
  const ofList = Object.fromEntries(Object.entries(constraints).filter(([keyword]) => OF_LISTS.includes(keyword)));
  const ofItem = Object.fromEntries(Object.entries(constraints).filter(([keyword]) => !OF_LISTS.includes(keyword)));
  const { contains, ...plain } = ofList;
  const item = valueSchema(row, ofItem, false);
  const types = ['array', ...(row.oneOrMany ? ['object'] : []), ...(row.nullable ? ['null'] : [])];
  return {
    type: types.length === 1 ? 'array' : types,
    items: { ...item, ...(row.type === 'any' ? {} : owners(row, constraints)) },
    ...plain,
    ...(contains !== undefined && { contains: { const: contains } }),
    ...(row.oneOrMany && row.table !== undefined && when({ type: 'object' }, { $ref: schemaFile(row.table) })),
  };
}

function attributeSchema(row: TableRow, revision: Revision): JsonObject {
  const constraints = holding(row, revision);
  return {
    ...(row.multiValued ? listSchema(row, constraints) : valueSchema(row, constraints, row.nullable)),
    ...(row.type === 'any' ? {} : owners(row, constraints)),
    'x-provenance': row.provenance,
    'x-source': row.source,
    ...(row.rulings.length > 0 && { 'x-rulings': row.rulings }),
    ...(row.default !== undefined && { default: row.default }),
    ...(row.note !== undefined && { $comment: row.note }),
  };
}

/** `required` with its owners; `properties` because strict validators want every required name declared beside it. */
function demand(rows: readonly TableRow[]): Members {
  const owned = rows.flatMap((row) => {
    const owner = row.judgedBy.required ?? row.judgedBy['*'];
    return owner === undefined ? [] : [[row.name, owner] as const];
  });
  return {
    required: rows.map((row) => row.name).sort(),
    ...(owned.length > 0 && { 'x-required-by': Object.fromEntries(owned) }),
  };
}

function declared(names: readonly string[]): Members {
  return { properties: Object.fromEntries(names.map((name) => [name, true])) };
}

/** What binds only where the object is not empty. */
function conditions(table: Table, required: readonly TableRow[]): readonly Members[] {
  if (!table.emptyAllowed || required.length === 0) return [];
  const names = required.map((row) => row.name);
  return [when({ type: 'object', minProperties: 1 }, { ...declared(names), ...demand(required) })];
}

/** At least one of some members, with a value; `{}` is exempt where the table permits it. */
function alternatives(table: Table): Members {
  if (table.atLeastOneOf.length === 0) return {};
  const one = table.atLeastOneOf.map((name) => ({
    properties: { [name]: { not: { type: 'null' } } },
    required: [name],
  }));
  return { anyOf: table.emptyAllowed ? [...one, { maxProperties: 0 }] : one };
}

function objectSchema(table: Table, revision: Revision): Members {
  const rows = table.rows.filter((row) => row.revisions.includes(revision));
  const required = rows.filter((row) => row.required);
  const conditional = conditions(table, required);
  return {
    type: 'object',
    properties: Object.fromEntries(rows.map((row) => [row.name, attributeSchema(row, revision)])),
    ...(required.length > 0 && !table.emptyAllowed && demand(required)),
    ...alternatives(table),
    ...(conditional.length > 0 && { allOf: conditional }),
  };
}

/** The same answer as a bare list. */
function orList(table: Table, schema: Members): Members {
  if (table.listOf === undefined) return schema;
  const { required, 'x-required-by': requiredBy, ...rest } = schema;
  return {
    ...rest,
    type: ['array', 'object'],
    items: table.listOf === 'any' ? {} : { $ref: schemaFile(table.listOf) },
    ...(required !== undefined && { required }),
    ...(requiredBy !== undefined && { 'x-required-by': requiredBy }),
  };
}

function schemaOf(table: Table, revision: Revision): JsonObject {
  return {
    $schema: DIALECT,
    $comment: `Derived from ${table.file} by "npm run derive"; do not edit.`,
    title: table.title,
    ...orList(table, objectSchema(table, revision)),
    ...(table.judgedBy !== undefined && { 'x-judged-by': table.judgedBy }),
    'x-source': `${table.source.document}, ${table.source.section}`,
  };
}

/** File name to text, for every table that holds in the revision. */
export function deriveSchemas(tables: readonly Table[], revision: Revision): ReadonlyMap<string, string> {
  const derived = tables
    .filter((table) => table.revisions.includes(revision))
    .map((table) => [schemaFile(table.id), `${canonicalJson(schemaOf(table, revision), 2)}\n`] as const);
  return new Map(derived.sort(([left], [right]) => (left < right ? -1 : 1)));
}
