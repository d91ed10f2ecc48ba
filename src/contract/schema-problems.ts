/**
 * Turns a validator's errors into problems with an owner. One value that is wrong gives one problem: errors that only
 * report how a composite failed are dropped, and of several about one value the most basic is kept.
 */

import type { ErrorObject } from 'ajv/dist/2020.js';
import type { Exchange } from '../model/exchange.ts';
import { isArray, isObject, type Json, member } from '../model/json.ts';
import type { OwnedProblem } from './contract.ts';

/** Most basic first: a value of the wrong type is not also of the wrong form. */
const PRECEDENCE = ['type', 'minLength', 'enum', 'const', 'maxLength', 'pattern', 'format', 'minimum', 'maximum'];

interface Parent {
  readonly annotated: Json | undefined;
  readonly requiredBy: Json | undefined;
  readonly schema: Json;
}

function parentOf(error: ErrorObject): Parent {
  const schema: Json = error.parentSchema ?? null;
  return { schema, annotated: member(schema, 'x-judged-by'), requiredBy: member(schema, 'x-required-by') };
}

function named(owners: Json | undefined, keyword: string): string | undefined {
  if (typeof owners === 'string') return owners;
  const found = member(owners, keyword) ?? member(owners, '*');
  return typeof found === 'string' ? found : undefined;
}

function missingIn(error: ErrorObject): string {
  const { missingProperty } = error.params;
  return typeof missingProperty === 'string' ? missingProperty : '';
}

function ownerOf(error: ErrorObject): string | undefined {
  const parent = parentOf(error);
  if (error.keyword === 'required') return named(parent.requiredBy, missingIn(error));
  const isNull = error.keyword === 'type' && error.data === null && member(parent.annotated, 'null') !== undefined;
  return named(parent.annotated, isNull ? 'null' : error.keyword);
}

/** An `anyOf` beside a type only says that a referenced table did not fit; the table's own errors say why. */
function isEcho(error: ErrorObject): boolean {
  if (error.keyword === 'if') return true;
  return error.keyword === 'anyOf' && member(parentOf(error).schema, 'title') === undefined;
}

function rank(error: ErrorObject): number {
  const found = PRECEDENCE.indexOf(error.keyword);
  return found === -1 ? PRECEDENCE.length : found;
}

/** Whether an error stands at the root of a table, so that the row that refers to it says the same more exactly. */
function isOfTable(error: ErrorObject): boolean {
  return member(parentOf(error).schema, 'title') !== undefined;
}

/** Of the errors about one scalar, or about one value of the wrong type, the most telling; all others as they are. */
function distinct(errors: readonly ErrorObject[]): readonly ErrorObject[] {
  const byPlace = new Map<string, ErrorObject[]>();
  for (const error of errors) {
    const place = byPlace.get(error.instancePath);
    if (place) place.push(error);
    else byPlace.set(error.instancePath, [error]);
  }
  return [...byPlace.values()].flatMap((here) => {
    const first = here[0];
    if (first === undefined) return [];
    const composite = isObject(asJson(first.data)) || isArray(asJson(first.data));
    const wrongType = here.filter((error) => error.keyword === 'type');
    if (composite && wrongType.length === 0) return here;
    const told = wrongType.length > 0 ? wrongType : here;
    const sorted = [...told].sort((a, b) => rank(a) - rank(b) || Number(isOfTable(a)) - Number(isOfTable(b)));
    return sorted.slice(0, 1);
  });
}

function asJson(data: unknown): Json | undefined {
  return data as Json | undefined; // The instance came out of JSON.parse.
}

function kindOf(data: Json | undefined): string {
  if (data === null || data === undefined) return 'null';
  if (isArray(data)) return 'array';
  return typeof data;
}

/** `country`, `roleGroups[0]`, `Role`: the last member name of a pointer, readable without the rest. */
function subjectOf(pointer: string): string {
  const steps = pointer
    .split('/')
    .slice(1)
    .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'));
  const last = steps.findLastIndex((step) => !/^\d+$/.test(step));
  const name = steps[last]?.replace(/^urn:.*:/, '') ?? 'the body';
  return (
    name +
    steps
      .slice(last + 1)
      .map((position) => `[${position}]`)
      .join('')
  );
}

interface Wording {
  readonly message: string;
  readonly expected: Json;
  readonly actual?: Json;
}

/** Values are shown whole where they are short; long texts and composites by their kind. */
function shown(data: Json | undefined): Json {
  if (data === undefined || data === null || typeof data === 'number' || typeof data === 'boolean') return data ?? null;
  if (typeof data === 'string') return data.length > 200 ? `${data.slice(0, 200)}...` : data;
  return `${kindOf(data)} of ${isArray(data) ? data.length : Object.keys(data).length}`;
}

function wordingOf(error: ErrorObject): Wording {
  const subject = `"${subjectOf(error.instancePath)}"`;
  const data = asJson(error.data);
  const wanted = asJson(error.schema) ?? null;
  const { schema } = parentOf(error);
  const described = member(schema, 'description');
  switch (error.keyword) {
    case 'required':
      return { message: `${subject} lacks the member "${missingIn(error)}".`, expected: missingIn(error) };
    case 'type': {
      const types = isArray(wanted) ? wanted.map(String).join(' or ') : String(wanted);
      return {
        message: `${subject} is ${kindOf(data)} where ${types} is documented.`,
        expected: types,
        actual: shown(data),
      };
    }
    case 'enum':
      return {
        message: `${subject} holds a value outside the documented list.`,
        expected: wanted,
        actual: shown(data),
      };
    case 'pattern': {
      const form = typeof described === 'string' ? described : String(wanted);
      return { message: `${subject} does not have the documented form: ${form}.`, expected: form, actual: shown(data) };
    }
    case 'format':
      return { message: `${subject} is no valid ${String(wanted)}.`, expected: wanted, actual: shown(data) };
    case 'minLength':
      return { message: `${subject} is shorter than ${wanted} characters.`, expected: wanted, actual: shown(data) };
    case 'maxLength':
      return { message: `${subject} is longer than ${wanted} characters.`, expected: wanted, actual: shown(data) };
    case 'minimum':
      return { message: `${subject} is below ${wanted}.`, expected: wanted, actual: shown(data) };
    case 'uniqueItems':
      return { message: `${subject} names an entry twice.`, expected: 'no repeats', actual: data ?? null };
    case 'contains':
      return {
        message: `${subject} does not name the schema it should.`,
        expected: member(wanted, 'const') ?? wanted,
        actual: data ?? null,
      };
    case 'anyOf': {
      const names = (isArray(wanted) ? wanted : []).flatMap((one) => {
        const required = member(one, 'required');
        return isArray(required) ? required.map(String) : [];
      });
      return {
        message: `${subject} has none of ${names.join(', ')}.`,
        expected: names,
        actual: Object.keys(data ?? {}),
      };
    }
    default:
      return {
        message: `${subject} ${error.message ?? 'does not fit its schema'}.`,
        expected: wanted,
        actual: shown(data),
      };
  }
}

/** The problems of one body, each with the requirement that owns it, in document order of the validator. */
export function ownedProblemsOf(errors: readonly ErrorObject[], exchange: Exchange): readonly OwnedProblem[] {
  const owned = errors.filter((error) => !isEcho(error) && ownerOf(error) !== undefined);
  return distinct(owned).flatMap((error) => {
    const requirement = ownerOf(error);
    if (requirement === undefined) return [];
    return [{ requirement, pointer: error.instancePath, exchange, ...wordingOf(error) }];
  });
}
