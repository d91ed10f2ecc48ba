/**
 * Filters as structured terms: what a case asks is built here and only then written as text, so that judging needs no
 * parser and shares no reading of a filter with any server. Knows the grammar of RFC 7644, not who supports what.
 */

import { URN } from '../../contract/contract.ts';

export type Literal = string | boolean | null;

/** One attribute held against a value; `pr` takes none. */
export interface Comparison {
  readonly kind: 'comparison';
  /** As it stands in the filter: a full path, or a shorter form. */
  readonly path: string;
  /** Member names that lead to the value in a user. */
  readonly where: readonly string[];
  readonly operator: string;
  readonly value: Literal | undefined;
}

export interface Term {
  readonly member: string;
  readonly operator: string;
  readonly value: Literal;
}

/** `path[id eq "a" and value eq "b"]`: the terms speak of one element of a list. */
export interface ElementFilter {
  readonly kind: 'element';
  readonly path: string;
  readonly where: readonly string[];
  readonly terms: readonly Term[];
  readonly joined: 'and' | 'or';
}

export interface Logical {
  readonly kind: 'and' | 'or' | 'not';
  readonly parts: readonly Filter[];
}

export type Filter = Comparison | ElementFilter | Logical;

/** The member names behind a full path: the extension's URN is one name, what follows is split at full stops. */
export function locate(path: string): readonly string[] {
  const urn = Object.values(URN).find((one) => path.startsWith(`${one}:`));
  return urn === undefined ? path.split('.') : [urn, ...path.slice(urn.length + 1).split('.')];
}

/** A comparison by full path. `as` writes the path in another form that means the same attribute. */
export function compare(path: string, operator: string, value?: Literal, as = path): Comparison {
  return { kind: 'comparison', path: as, where: locate(path), operator, value };
}

/** A value path of equalities joined by `and`, in the order given. */
export function element(path: string, terms: readonly Term[], as = path, joined: 'and' | 'or' = 'and'): ElementFilter {
  return { kind: 'element', path: as, where: locate(path), terms, joined };
}

export function term(member: string, value: Literal, operator = 'eq'): Term {
  return { member, operator, value };
}

/** How a filter is written where a case changes the writing and not the meaning. */
export interface Writing {
  /** `and`, `or` and the operators in capitals. */
  readonly capitals?: boolean;
  readonly literal?: (value: Literal) => string;
}

/** The text of a filter; string literals are JSON strings. */
export function textOf(filter: Filter, writing: Writing = {}): string {
  const word = (text: string) => (writing.capitals ? text.toUpperCase() : text);
  const literal = writing.literal ?? ((value: Literal) => JSON.stringify(value));
  const one = (path: string, operator: string, value: Literal | undefined) =>
    value === undefined ? `${path} ${word(operator)}` : `${path} ${word(operator)} ${literal(value)}`;
  switch (filter.kind) {
    case 'comparison':
      return one(filter.path, filter.operator, filter.value);
    case 'element': {
      const terms = filter.terms.map(({ member, operator, value }) => one(member, operator, value));
      return `${filter.path}[${terms.join(` ${word(filter.joined)} `)}]`;
    }
    case 'not':
      return `${word('not')} (${textOf({ kind: 'and', parts: filter.parts }, writing)})`;
    default:
      return filter.parts.map((part) => textOf(part, writing)).join(` ${word(filter.kind)} `);
  }
}
