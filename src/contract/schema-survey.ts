/**
 * What a body gave the rules to look at: which requirements had something to judge, and which members no table knows.
 * Reads the same derived schemas as the validator, prepared once, because it runs over every user of every page.
 */

import { isArray, isObject, type Json, type JsonObject, member } from '../model/json.ts';

export interface Surveyed {
  readonly touched: ReadonlySet<string>;
  readonly unknown: ReadonlySet<string>;
}

export type Survey = (table: string, body: Json) => Surveyed;

interface Attribute {
  /** Spoken about as soon as there is a value. */
  readonly owners: readonly string[];
  /** Spoken about when the value is null: whoever owns the type, since null is of it or is not. */
  readonly ofNull: readonly string[];
  readonly table: string | undefined;
}

interface Plan {
  readonly id: string;
  readonly own: readonly string[];
  /** Owners of what the object must hold. */
  readonly demands: readonly string[];
  readonly emptyAllowed: boolean;
  readonly attributes: ReadonlyMap<string, Attribute>;
  /** Table of the items where the body is a bare list. */
  readonly listOf: string | undefined;
}

const EXTENSION = '.schema.json';

function refOf(schema: Json | undefined): string | undefined {
  const direct = member(schema, '$ref');
  if (typeof direct === 'string') return direct.slice(0, -EXTENSION.length);
  for (const keyword of ['allOf', 'anyOf']) {
    const parts = member(schema, keyword);
    if (!isArray(parts)) continue;
    for (const part of parts) {
      const found = member(part, '$ref');
      if (typeof found === 'string') return found.slice(0, -EXTENSION.length);
    }
  }
  const items = member(schema, 'items');
  return items === undefined ? undefined : refOf(items);
}

function namesIn(owners: Json | undefined): readonly (readonly [string, string])[] {
  if (typeof owners === 'string') return [['*', owners]];
  if (!isObject(owners)) return [];
  return Object.entries(owners).flatMap(([key, one]) => (typeof one === 'string' ? [[key, one] as const] : []));
}

/** Keywords the schema really uses; an owner of a keyword that does not hold here has nothing to look at. */
function speaking(schema: Json): readonly string[] {
  const used = namesIn(member(schema, 'x-judged-by')).filter(
    ([keyword]) => keyword === '*' || (keyword !== 'null' && member(schema, keyword) !== undefined),
  );
  return used.map(([, owner]) => owner);
}

function attributeOf(schema: Json): Attribute {
  const owners = namesIn(member(schema, 'x-judged-by'));
  const first = (keyword: string) => owners.find(([key]) => key === keyword)?.[1];
  const ofNull = first('null') ?? first('type') ?? first('*');
  const anything = member(schema, 'type') === undefined;
  return {
    owners: anything ? [] : [...new Set([...speaking(schema), ...speaking(member(schema, 'items') ?? null)])],
    ofNull: anything || ofNull === undefined ? [] : [ofNull],
    table: refOf(schema),
  };
}

function demandsOf(schema: JsonObject): readonly string[] {
  const parts: readonly Json[] = isArray(schema.allOf) ? schema.allOf : [];
  const required = [schema, ...parts.map((part) => member(part, 'then') ?? null)];
  const owners = required.flatMap((one) => namesIn(member(one, 'x-required-by')).map(([, owner]) => owner));
  return schema.anyOf === undefined ? owners : [...owners, ...speaking(schema)];
}

function planOf(file: string, schema: JsonObject): Plan {
  const properties = isObject(schema.properties) ? schema.properties : {};
  const parts: readonly Json[] = isArray(schema.allOf) ? schema.allOf : [];
  return {
    id: file.slice(0, -EXTENSION.length),
    own: speaking(schema),
    demands: [...new Set(demandsOf(schema))],
    emptyAllowed:
      parts.some((part) => member(member(part, 'if'), 'minProperties') !== undefined) || schema.anyOf !== undefined,
    attributes: new Map(Object.entries(properties).map(([name, one]) => [name, attributeOf(one)])),
    listOf: isArray(schema.type) ? refOf(schema.items) : undefined,
  };
}

/** Prepares the survey of one revision's schemas. */
export function createSurvey(files: ReadonlyMap<string, JsonObject>): Survey {
  const plans = new Map([...files].map(([file, schema]) => [file.slice(0, -EXTENSION.length), planOf(file, schema)]));

  const visit = (plan: Plan, value: Json, touched: Set<string>, unknown: Set<string>): void => {
    if (isArray(value) && plan.listOf !== undefined) {
      for (const owner of plan.own) touched.add(owner);
      visitEach(plan.listOf, value, touched, unknown);
      return;
    }
    if (!isObject(value)) {
      for (const owner of plan.own) touched.add(owner);
      return;
    }
    const names = Object.keys(value);
    if (names.length > 0 || !plan.emptyAllowed) for (const owner of plan.demands) touched.add(owner);
    for (const name of names) {
      const attribute = plan.attributes.get(name);
      const held = value[name] ?? null;
      if (attribute === undefined) {
        unknown.add(`${plan.id}.${name}`);
        continue;
      }
      for (const owner of held === null ? attribute.ofNull : attribute.owners) touched.add(owner);
      if (attribute.table !== undefined && held !== null) {
        visitEach(attribute.table, isArray(held) ? held : [held], touched, unknown);
      }
    }
  };

  const visitEach = (table: string, values: readonly Json[], touched: Set<string>, unknown: Set<string>): void => {
    const plan = plans.get(table);
    if (plan === undefined) return;
    for (const value of values) visit(plan, value, touched, unknown);
  };

  return (table, body) => {
    const touched = new Set<string>();
    const unknown = new Set<string>();
    const plan = plans.get(table);
    if (plan !== undefined) {
      for (const owner of plan.own) touched.add(owner);
      visit(plan, body, touched, unknown);
    }
    return { touched, unknown };
  };
}
