/**
 * Reads a PATCH path: `attribute`, `name.givenName`, `URN:attribute`, `URN:list[filter]`, `URN:list[filter].member`, and
 * the documented `URN:` that means a whole extension (ruling 137).
 */

import { type Filter, parse } from 'scim2-parse-filter';
import { at, isArray, type Json, type JsonObject } from '../../model/json.ts';

export interface PatchPath {
  /** Undefined for a core attribute. */
  readonly urn: string | undefined;
  /** Undefined for a whole extension. */
  readonly attribute: string | undefined;
  readonly selects: ((element: Json) => boolean) | undefined;
  readonly member: string | undefined;
}

const LITERAL = /"(?:[^"\\]|\\.)*"/gs;

/** A test of one list element; undefined where the filter cannot be read. */
function elementTest(text: string): ((element: Json) => boolean) | undefined {
  const strings: string[] = [];
  try {
    const plain = text.replace(LITERAL, (literal) => {
      strings.push(String(JSON.parse(literal)));
      return `"${strings.length - 1}"`;
    });
    const filter = parse(plain);
    return (element) => test(filter, element, (raw) => (typeof raw === 'string' ? (strings[Number(raw)] ?? raw) : raw));
  } catch {
    return undefined;
  }
}

function test(filter: Filter, element: Json, value: (raw: Json) => Json): boolean {
  if ('filters' in filter) {
    const verdict = (one: Filter) => test(one, element, value);
    return filter.op === 'and' ? filter.filters.every(verdict) : filter.filters.some(verdict);
  }
  if ('filter' in filter) return !test(filter.filter, element, value);
  if (!('attrPath' in filter)) return false;
  const actual = at(element, ...filter.attrPath.split('.'));
  if (!('compValue' in filter)) return actual !== undefined && actual !== null && !isArray(actual);
  const asked = value(filter.compValue);
  const same =
    typeof actual === 'string' && typeof asked === 'string' && /^(id|value|type)$/.test(lastStep(filter.attrPath))
      ? actual.toLowerCase() === asked.toLowerCase()
      : (actual ?? null) === asked;
  return filter.op === 'ne' ? !same : filter.op === 'eq' && same;
}

function lastStep(path: string): string {
  return path.slice(path.lastIndexOf('.') + 1);
}

const TAIL = /^([A-Za-z$][\w$-]*)(?:\[(.*)\])?(?:\.([A-Za-z$][\w$-]*))?$/s;

/** The path, its URN one of the known ones; undefined where it cannot be read. */
export function parsePath(path: string, urns: readonly string[]): PatchPath | undefined {
  const lower = path.toLowerCase();
  const urn = urns.find((one) => lower === one.toLowerCase() || lower.startsWith(`${one.toLowerCase()}:`));
  if (urn === undefined && lower.startsWith('urn:')) return undefined;
  const rest = urn === undefined ? path : path.slice(urn.length + 1);
  if (urn !== undefined && rest === '') return { urn, attribute: undefined, selects: undefined, member: undefined };
  const [, attribute, filter, member] = TAIL.exec(rest) ?? [];
  if (attribute === undefined) return undefined;
  const selects = filter === undefined ? undefined : elementTest(filter);
  if (filter !== undefined && selects === undefined) return undefined;
  return { urn, attribute, selects, member };
}

/** The key under which an object holds a name, whatever its case. */
export function keyOf(object: JsonObject, name: string): string {
  return Object.keys(object).find((key) => key.toLowerCase() === name.toLowerCase()) ?? name;
}
