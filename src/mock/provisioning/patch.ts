/** Applies one PATCH operation to a document. Lists that have a key (customData, roles, approvers) keep it unique. */

import { URN } from '../../contract/contract.ts';
import { at, isArray, isObject, type Json, type JsonObject } from '../../model/json.ts';
import { isRefusal, type Refusal, refuse } from '../refusal.ts';
import { keyOf, type PatchPath, parsePath } from './path.ts';

export interface PatchStep {
  readonly op: string;
  readonly path: string | undefined;
  readonly value: Json | undefined;
}

function invalid(detail: string, scimType: string): Refusal {
  return refuse(400, detail, { scimType });
}

/** By what an element of a list is the same as another: the id, the role's name, the person it refers to. */
function identityOf(element: Json): string | undefined {
  const key =
    at(element, 'id') ??
    at(element, 'roleName') ??
    at(element, 'approver', 'value') ??
    at(element, 'approver', 'employeeNumber') ??
    at(element, 'delegate', 'value') ??
    at(element, 'delegate', 'employeeNumber');
  return typeof key === 'string' ? key.toLowerCase() : undefined;
}

function joined(old: Json | undefined, added: Json): Json {
  const list = isArray(old) ? [...old] : [];
  for (const one of isArray(added) ? added : [added]) {
    const identity = identityOf(one);
    const place = identity === undefined ? -1 : list.findIndex((element) => identityOf(element) === identity);
    const before = list[place];
    if (place < 0) list.push(one);
    else list[place] = isObject(before) && isObject(one) ? { ...before, ...one } : one;
  }
  return list;
}

const LISTS = ['customData', 'roles', 'emails', 'entitlements', 'phoneNumbers', 'addresses'];

function isList(urn: string | undefined, name: string, old: Json | undefined): boolean {
  return isArray(old) || LISTS.includes(name) || urn === URN.approver || urn === URN.delegate;
}

function merged(op: string, urn: string | undefined, object: JsonObject, members: JsonObject): JsonObject {
  const result: Record<string, Json> = { ...object };
  for (const [name, value] of Object.entries(members)) {
    const key = keyOf(result, name);
    const old = result[key];
    result[key] = op === 'add' && value !== null && isList(urn, key, old) ? joined(old, value) : value;
  }
  return result;
}

/** Add and replace without a path: the value's keys are URNs or core attributes. */
function pathless(step: PatchStep, document: JsonObject, urns: readonly string[]): JsonObject | Refusal {
  if (step.op === 'remove') return invalid('A remove needs a path.', 'noTarget');
  if (!isObject(step.value)) return invalid('Without a path the value is an object.', 'invalidValue');
  let result = document;
  for (const [key, value] of Object.entries(step.value)) {
    const path = parsePath(key, urns);
    if (path === undefined) return invalid(`"${key}" is neither an extension nor an attribute.`, 'invalidPath');
    const next = applied(path, { ...step, value }, result);
    if (isRefusal(next)) return next;
    result = next;
  }
  return result;
}

function removed(old: Json | undefined): Json {
  return isArray(old) ? [] : null;
}

/** Elements of a list that a value filter selects, changed or left out. */
function selected(path: PatchPath, step: PatchStep, old: Json | undefined): readonly Json[] | Refusal {
  const { selects = () => true, member } = path;
  const list = isArray(old) ? old : [];
  if (step.op === 'remove' && member === undefined) return list.filter((one) => !selects(one));
  if (!list.some(selects)) return invalid('The value filter selects nothing.', 'noTarget');
  const changed = (one: Json): Json => {
    if (!isObject(one)) return step.value ?? null;
    if (member !== undefined)
      return { ...one, [keyOf(one, member)]: step.op === 'remove' ? null : (step.value ?? null) };
    return isObject(step.value) ? { ...one, ...step.value } : one;
  };
  return list.map((one) => (selects(one) ? changed(one) : one));
}

function applied(path: PatchPath, step: PatchStep, document: JsonObject): JsonObject | Refusal {
  const { urn, attribute, selects, member } = path;
  const held = urn === undefined ? document : document[urn];
  const holder: JsonObject = isObject(held) ? held : {};
  const put = (next: JsonObject): JsonObject => (urn === undefined ? next : { ...document, [urn]: next });
  if (attribute === undefined) {
    if (step.op === 'remove') return put({});
    if (!isObject(step.value)) return invalid('The value of an extension is an object.', 'invalidValue');
    return put(merged(step.op, urn, holder, step.value));
  }
  const key = keyOf(holder, attribute);
  const old = holder[key];
  if (selects !== undefined) {
    const next = selected(path, step, old);
    return isRefusal(next) ? next : put({ ...holder, [key]: next });
  }
  if (member !== undefined) {
    const inner = isObject(old) ? old : {};
    const value = step.op === 'remove' ? null : (step.value ?? null);
    return put({ ...holder, [key]: { ...inner, [keyOf(inner, member)]: value } });
  }
  if (step.op === 'remove') return old === undefined ? document : put({ ...holder, [key]: removed(old) });
  if (step.value === undefined) return invalid('The operation has no value.', 'invalidValue');
  const value = isList(urn, key, old) && isObject(step.value) ? [step.value] : step.value;
  return put(merged(step.op, urn, holder, { [key]: value }));
}

/** The document after one operation, or why there is none. */
export function patched(step: PatchStep, document: JsonObject, urns: readonly string[]): JsonObject | Refusal {
  if (!['add', 'replace', 'remove'].includes(step.op)) return invalid(`"${step.op}" is no operation.`, 'invalidSyntax');
  if (step.path === undefined) return pathless(step, document, urns);
  const path = parsePath(step.path, urns);
  if (path === undefined) return invalid('The path cannot be read.', 'invalidPath');
  return applied(path, step, document);
}
