/**
 * Understands a filter, or says why not. The grammar is read by scim2-parse-filter; what the matrix of the revision
 * allows is decided here. String literals are taken out before the parser sees them: it doubles backslashes.
 */

import { type Filter as Parsed, parse } from 'scim2-parse-filter';
import type { FilterAttribute, FilterMatrix } from '../contract/contract.ts';
import type { Json } from '../model/json.ts';
import { type Refusal, refuse } from './refusal.ts';
import type { Filter, Term } from './scene.ts';

/** Why a filter that breaks the grammar is refused; one that is merely outside the matrix is refused for other reasons. */
export const MALFORMED = 'The filter is malformed.';

function invalid(detail: string): Refusal {
  return refuse(400, detail, { scimType: 'invalidFilter' });
}

const LITERAL = /"(?:[^"\\]|\\.)*"/gs;

/** The filter with numbered literals instead of its strings, and the strings; undefined where a string is no JSON. */
function withoutStrings(text: string): { readonly plain: string; readonly strings: readonly string[] } | undefined {
  const strings: string[] = [];
  try {
    const plain = text.replace(LITERAL, (literal) => {
      const value: unknown = JSON.parse(literal);
      strings.push(String(value));
      return `"${strings.length - 1}"`;
    });
    return { plain, strings };
  } catch {
    return undefined;
  }
}

/** A literal must be set off from the words around it. */
function runsTogether(plain: string): boolean {
  return /[^\s]"\d+"|"\d+"[^\s)\]]/.test(plain);
}

function sameName(left: string, right: string): boolean {
  return left.toLowerCase() === right.toLowerCase();
}

function attributeOf(path: string, matrix: FilterMatrix): FilterAttribute | undefined {
  return matrix.attributes.find((one) => sameName(one.path, path) || sameName(one.name, path));
}

function bareName(path: string): string {
  return path.slice(path.lastIndexOf(':') + 1);
}

export function parseFilter(text: string, matrix: FilterMatrix): Filter | Refusal {
  if (text.trim() === '') return invalid(MALFORMED);
  const cut = withoutStrings(text);
  if (cut === undefined || runsTogether(cut.plain)) return invalid(MALFORMED);
  let parsed: Parsed;
  try {
    parsed = parse(cut.plain);
  } catch {
    return invalid(MALFORMED);
  }
  const value = (raw: Json): Json => (typeof raw === 'string' ? (cut.strings[Number(raw)] ?? raw) : raw);
  return understood(parsed, matrix, value);
}

function understood(parsed: Parsed, matrix: FilterMatrix, value: (raw: Json) => Json): Filter | Refusal {
  if (parsed.op === '[]' && 'valFilter' in parsed) {
    const { path } = matrix.customData;
    if (!sameName(parsed.attrPath, path) && !sameName(parsed.attrPath, bareName(path))) {
      return invalid(`"${parsed.attrPath}" takes no value filter.`);
    }
    return valuePath(parsed.valFilter, matrix, value);
  }
  if (!('attrPath' in parsed)) return invalid(`The operator "${parsed.op}" is not supported between attributes.`);
  const attribute = attributeOf(parsed.attrPath, matrix);
  if (attribute === undefined) return invalid(`"${parsed.attrPath}" is not an attribute to filter by.`);
  if ((parsed.op !== 'eq' && parsed.op !== 'ne') || !attribute.operators.includes(parsed.op)) {
    return invalid(`The operator "${parsed.op}" is not supported for "${attribute.name}".`);
  }
  const asked = value(parsed.compValue);
  if (asked !== null && typeof asked !== attribute.type) return invalid(`"${attribute.name}" is a ${attribute.type}.`);
  return { kind: 'comparison', attribute, operator: parsed.op, value: asked };
}

function valuePath(inner: Parsed, matrix: FilterMatrix, value: (raw: Json) => Json): Filter | Refusal {
  const supported = matrix.customData.operators;
  const parts = 'filters' in inner && inner.op === 'and' ? inner.filters : [inner];
  const terms: Term[] = [];
  for (const part of parts) {
    if ((part.op !== 'eq' && part.op !== 'ne') || !('compValue' in part) || !supported.includes(part.op)) {
      return invalid(`The operator "${part.op}" is not supported inside customData.`);
    }
    const member = part.attrPath.toLowerCase();
    const asked = value(part.compValue);
    if (member !== 'id' && member !== 'value') return invalid('The entries of customData have an id and a value.');
    if (asked !== null && typeof asked !== 'string') return invalid('The members of customData are strings.');
    terms.push({ member, operator: part.op, value: asked });
  }
  return { kind: 'value-path', terms };
}
