/**
 * Holds responses against the derived schemas and gives each problem to the one requirement that owns it. Everything
 * it knows stands in the schema files of a revision; it knows no case, no severity and no network. Schemas are compiled
 * on first use and once a process, because compiling costs more than judging a whole run.
 */

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020, type ErrorObject, type ValidateFunction } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { ContractError } from '../model/errors.ts';
import { type Exchange, jsonOf } from '../model/exchange.ts';
import { isObject, type Json, type JsonObject } from '../model/json.ts';
import { kindOf } from '../model/problem-kind.ts';
import type { OperationId, Revision } from '../model/requirement.ts';
import type { Operation, OwnedProblem, SchemaVerdict } from './contract.ts';
import { schemaFile, VOCABULARY } from './derive.ts';
import { DATE_TIME, UUID } from './formats.ts';
import { ownedProblemsOf } from './schema-problems.ts';
import { echoesHugePosition, isJudged, tableOf } from './schema-scope.ts';
import { createSurvey, type Survey } from './schema-survey.ts';
import { repositoryPath } from './yaml.ts';

/** A problem repeated on every user of a page says no more than the first few. */
const MOST_PER_OWNER = 10;
const MOST_KINDS = 40;

const NOTHING: SchemaVerdict = { problems: [], touched: new Set(), unknown: new Set() };

export interface SchemaJudge {
  /** Ids of requirements that own schema problems in this revision, sorted. */
  readonly requirements: readonly string[];
  (exchange: Exchange): SchemaVerdict;
}

/** The schemas of one revision, ready to compile. */
export interface SchemaSet {
  readonly files: ReadonlyMap<string, JsonObject>;
  /** Compiles on first use. */
  validator(table: string): ValidateFunction;
}

function readSchemas(revision: Revision): ReadonlyMap<string, JsonObject> {
  const folder = repositoryPath('schemas', 'contract', revision);
  const files = new Map<string, JsonObject>();
  for (const name of readdirSync(folder).filter((one) => one.endsWith('.schema.json'))) {
    const value: Json = JSON.parse(readFileSync(join(folder, name), 'utf8'));
    if (!isObject(value)) throw new ContractError(`${name} is no JSON Schema.`, 'Run: npm run derive.');
    files.set(name, value);
  }
  return files;
}

/** A strict validator with the formats as ruled: bare UUIDs (64, 65) and RFC 3339 date-times (70). */
export function createSchemaSet(revision: Revision): SchemaSet {
  const files = readSchemas(revision);
  const ajv = new Ajv2020({ strict: true, allowUnionTypes: true, allErrors: true, verbose: true, logger: false });
  addFormats.default(ajv, ['uri', 'int32']);
  ajv.addFormat('uuid', UUID).addFormat('date-time', DATE_TIME);
  for (const keyword of VOCABULARY) ajv.addKeyword(keyword);
  let registered = false;
  const validator = (table: string): ValidateFunction => {
    if (!registered) for (const [name, schema] of files) ajv.addSchema(schema, name);
    registered = true;
    const compiled = ajv.getSchema(schemaFile(table));
    if (compiled === undefined) {
      throw new ContractError(`Revision ${revision} has no schema ${schemaFile(table)}.`, 'Run: npm run derive.');
    }
    return compiled;
  };
  return { files, validator };
}

function capped(problems: readonly OwnedProblem[]): readonly OwnedProblem[] {
  const kept = new Map<string, { count: number; readonly kinds: Set<string> }>();
  return problems.filter((problem) => {
    const { requirement } = problem;
    const own = kept.get(requirement) ?? { count: 0, kinds: new Set<string>() };
    kept.set(requirement, own);
    own.count += 1;
    // Another kind of defect is said however late it shows.
    const kind = own.kinds.size < MOST_KINDS ? kindOf(problem) : undefined;
    const isNew = kind !== undefined && !own.kinds.has(kind);
    if (isNew) own.kinds.add(kind);
    return isNew || own.count <= MOST_PER_OWNER;
  });
}

/** Every requirement that owns a schema problem, read from the annotations. */
function ownersIn(value: Json, found: Set<string>): void {
  if (Array.isArray(value)) for (const item of value) ownersIn(item, found);
  if (!isObject(value)) return;
  for (const [key, member] of Object.entries(value)) {
    if (key === 'x-judged-by' || key === 'x-required-by') {
      for (const owner of isObject(member) ? Object.values(member) : [member]) {
        if (typeof owner === 'string') found.add(owner);
      }
    } else ownersIn(member, found);
  }
}

const sets = new Map<Revision, { readonly schemas: SchemaSet; readonly survey: Survey }>();

function setOf(revision: Revision): { readonly schemas: SchemaSet; readonly survey: Survey } {
  const known = sets.get(revision);
  if (known) return known;
  const schemas = createSchemaSet(revision);
  const made = { schemas, survey: createSurvey(schemas.files) };
  sets.set(revision, made);
  return made;
}

/** Judges exchanges of one revision; each is judged once, later calls return the same verdict. */
export function createSchemaJudge(revision: Revision, operations: ReadonlyMap<OperationId, Operation>): SchemaJudge {
  const { schemas, survey } = setOf(revision);
  const known = new WeakMap<Exchange, SchemaVerdict>();
  // The same bytes come again under other filters; only a clean verdict can stand for another exchange.
  const clean = new Map<string, SchemaVerdict>();
  const judge = (exchange: Exchange): SchemaVerdict => {
    const table = tableOf(exchange, operations);
    const bytes = `${table} ${exchange.response.digest}`;
    const same = clean.get(bytes);
    if (same) return same;
    const body = table === undefined ? undefined : jsonOf(exchange);
    if (table === undefined || body === undefined || !isJudged(table, body)) return NOTHING;
    const validate = schemas.validator(table);
    const errors: readonly ErrorObject[] = validate(body) ? [] : (validate.errors ?? []);
    const judged = errors.filter((error) => !echoesHugePosition(exchange, error.instancePath));
    const verdict = { problems: capped(ownedProblemsOf(judged, exchange)), ...survey(table, body) };
    if (errors.length === 0) clean.set(bytes, verdict);
    return verdict;
  };
  const remembered = (exchange: Exchange): SchemaVerdict => {
    const before = known.get(exchange);
    if (before) return before;
    const verdict = judge(exchange);
    known.set(exchange, verdict);
    return verdict;
  };
  const found = new Set<string>();
  for (const schema of schemas.files.values()) ownersIn(schema, found);
  return Object.assign(remembered, { requirements: [...found].sort() });
}
