/**
 * Whether a user meets a filter, as far as the documents settle it. Three answers: what no document fixes (letter case
 * of values, users without a value under `ne`, the empty string) is `open`, and an open user is right in either list.
 */

import { isArray, isObject, isUnassigned, type Json, member } from '../../model/json.ts';
import type { ElementFilter, Filter, Literal, Term } from './terms.ts';

export type Truth = 'match' | 'miss' | 'open';

/**
 * A value as a filter sees it, null where there is none. A boolean written as a string is judged by the schema; here it
 * means what it says.
 */
export function readingOf(value: Json | undefined, like: Literal | undefined): Json | undefined {
  if (isUnassigned(value)) return null;
  if (typeof value === 'string' && typeof like === 'boolean') {
    const word = value.trim().toLowerCase();
    if (word === 'true' || word === 'false') return word === 'true';
  }
  return value;
}

/** Everything that stands at a path; lists on the way are entered. */
export function valuesAt(user: Json | undefined, where: readonly string[]): readonly (Json | undefined)[] {
  if (isArray(user)) return user.flatMap((one) => valuesAt(one, where));
  const [name, ...rest] = where;
  return name === undefined ? [user] : isObject(user) ? valuesAt(member(user, name), rest) : [undefined];
}

/** True where two texts are equal without case: by their small letters, or by their capitals. */
export function equalWithoutCase(left: string, right: string): boolean {
  return left.toLowerCase() === right.toLowerCase() || left.toUpperCase() === right.toUpperCase();
}

/** Whether a reading equals a literal. The empty string may be stored as no value at all, so it stays open. */
function equality(reading: Json | undefined, literal: Literal | undefined): Truth {
  if (literal === null || literal === undefined) return 'open';
  if (literal === '' && (reading === null || reading === '')) return 'open';
  if (reading === null) return 'miss';
  if (reading === literal) return 'match';
  if (typeof reading === 'string' && typeof literal === 'string') {
    return equalWithoutCase(reading, literal) ? 'open' : 'miss';
  }
  return typeof reading === typeof literal ? 'miss' : 'open';
}

const ORDERS: Readonly<Record<string, (sign: number) => boolean>> = {
  gt: (sign) => sign > 0,
  ge: (sign) => sign >= 0,
  lt: (sign) => sign < 0,
  le: (sign) => sign <= 0,
};
const PARTS: Readonly<Record<string, (value: string, part: string) => boolean>> = {
  co: (value, part) => value.includes(part),
  sw: (value, part) => value.startsWith(part),
  ew: (value, part) => value.endsWith(part),
};

/** One value under one operator. */
function compared(reading: Json | undefined, operator: string, literal: Literal | undefined): Truth {
  const empty = reading === null || reading === '';
  switch (operator) {
    case 'eq':
      return equality(reading, literal);
    case 'ne':
      return empty ? 'open' : inverted(equality(reading, literal));
    case 'pr':
      if (reading === null) return 'miss';
      return empty ? 'open' : 'match';
    default:
      if (empty && ORDERS[operator]) return 'open';
      if (typeof literal !== 'string' || literal === '') return 'open';
      if (reading === null) return 'miss';
      return typeof reading === 'string' ? ranged(reading, operator, literal) : 'open';
  }
}

/** Parts and order of text; open where the answer depends on letter case or on a collation. */
function ranged(value: string, operator: string, literal: string): Truth {
  const part = PARTS[operator];
  if (part) {
    if (part(value, literal)) return 'match';
    const folded = part(value.toLowerCase(), literal.toLowerCase()) || part(value.toUpperCase(), literal.toUpperCase());
    return folded ? 'open' : 'miss';
  }
  const order = ORDERS[operator];
  if (!order) return 'open';
  const signs = [
    value < literal ? -1 : Number(value > literal),
    Math.sign(value.localeCompare(literal, 'en', { sensitivity: 'accent' })),
  ];
  const answers = signs.map(order);
  if (answers.every(Boolean)) return 'match';
  return answers.some(Boolean) ? 'open' : 'miss';
}

function inverted(truth: Truth): Truth {
  if (truth === 'open') return 'open';
  return truth === 'match' ? 'miss' : 'match';
}

function all(truths: readonly Truth[]): Truth {
  if (truths.includes('miss')) return 'miss';
  return truths.includes('open') ? 'open' : 'match';
}

function any(truths: readonly Truth[]): Truth {
  if (truths.includes('match')) return 'match';
  return truths.includes('open') ? 'open' : 'miss';
}

/** Whether one element of a list meets the terms; every term is held against this element alone. */
function elementTruth(one: Json, terms: readonly Term[], joined: 'and' | 'or'): Truth {
  if (!isObject(one)) return 'open';
  const truths = terms.map(({ member: name, operator, value }) =>
    compared(readingOf(member(one, name), value), operator, value),
  );
  return joined === 'and' ? all(truths) : any(truths);
}

function listTruth(filter: ElementFilter, user: Json): Truth {
  const elements = valuesAt(user, filter.where).filter((one): one is Json => one !== undefined && one !== null);
  return any(elements.map((one) => elementTruth(one, filter.terms, filter.joined)));
}

/** Whether a user meets a filter. */
export function truthOf(filter: Filter, user: Json): Truth {
  switch (filter.kind) {
    case 'comparison': {
      const { where, operator, value } = filter;
      const found = valuesAt(user, where);
      const readings = found.length === 0 ? [null] : found.map((one) => readingOf(one, value));
      return any(readings.map((one) => compared(one, operator, value)));
    }
    case 'element':
      return listTruth(filter, user);
    case 'not': {
      // A user without a value is settled under neither a comparison nor its opposite.
      const truth = all(filter.parts.map((part) => truthOf(part, user)));
      return truth === 'miss' && filter.parts.some((part) => speaksOfNothing(part, user)) ? 'open' : inverted(truth);
    }
    default: {
      const truths = filter.parts.map((part) => truthOf(part, user));
      return filter.kind === 'and' ? all(truths) : any(truths);
    }
  }
}

function speaksOfNothing(filter: Filter, user: Json): boolean {
  if ('parts' in filter) return filter.parts.some((part) => speaksOfNothing(part, user));
  return filter.kind === 'comparison' && valuesAt(user, filter.where).every((one) => isUnassigned(one) || one === '');
}
