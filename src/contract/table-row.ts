/**
 * One row of a documented table: an attribute with its type, bounds, provenance and the owners of its defects. Read
 * strictly; knows nothing of the other rows and tables.
 */

import { PROVENANCES, type Provenance, REVISIONS, type Revision } from '../model/requirement.ts';
import { revisionsAt } from './revisions.ts';
import {
  closedMap,
  entries,
  flag,
  integer,
  isListed,
  isMapped,
  items,
  type Located,
  oneOf,
  refuse,
  text,
  texts,
} from './yaml.ts';

const ROW_TYPES = ['string', 'integer', 'number', 'boolean', 'object', 'any'] as const;
export type RowType = (typeof ROW_TYPES)[number];

const FORMATS = ['uuid', 'date-time', 'uri', 'int32'] as const;

/** Constraints of a value, by the JSON Schema keyword each becomes. */
const CONSTRAINTS = [
  'format',
  'pattern',
  'enum',
  'const',
  'minLength',
  'maxLength',
  'minimum',
  'maximum',
  'minItems',
  'maxItems',
  'uniqueItems',
  'contains',
] as const;
export type Constraint = (typeof CONSTRAINTS)[number];

export type ConstraintValue = string | number | boolean | readonly string[];

/** One attribute, in the revisions in which the row holds. */
export interface TableRow {
  readonly name: string;
  readonly type: RowType;
  /** The table that describes an object value. */
  readonly table?: string;
  readonly multiValued: boolean;
  /** A single object is permitted where a list is documented. */
  readonly oneOrMany: boolean;
  readonly required: boolean;
  /** Null is a documented or permitted value; what is not required may be null unless its row says otherwise. */
  readonly nullable: boolean;
  readonly constraints: Readonly<Partial<Record<Constraint, ConstraintValue>>>;
  /** First revision of a constraint that is younger than the attribute. */
  readonly since: Readonly<Partial<Record<Constraint, Revision>>>;
  /** What a pattern means, in words. */
  readonly means?: string;
  readonly default?: string | boolean;
  readonly provenance: Provenance;
  /** Key of specs/sources.yaml. */
  readonly source: string;
  readonly rulings: readonly number[];
  readonly revisions: readonly Revision[];
  readonly note?: string;
  /** Requirement by keyword; `*` for all others. Empty where nobody judges. */
  readonly judgedBy: Readonly<Record<string, string>>;
}

/** The value of a constraint, of the type its keyword asks for. */
function constraintAt(keyword: Constraint, at: Located): ConstraintValue {
  switch (keyword) {
    case 'format':
      return oneOf(at, FORMATS, 'format');
    case 'pattern':
      return patternAt(at);
    case 'const':
    case 'contains':
      return text(at);
    case 'enum':
      return texts(at);
    case 'uniqueItems':
      return flag(at);
    default:
      return integer(at);
  }
}

function patternAt(at: Located): string {
  const source = text(at);
  try {
    new RegExp(source, 'u');
  } catch {
    refuse(at, `"${source}" is no regular expression.`, 'Correct the pattern.');
  }
  return source;
}

function rulingsAt(at: Located | undefined): readonly number[] {
  if (at === undefined) return [];
  return isListed(at) ? items(at).map(integer) : [integer(at)];
}

function ownersAt(at: Located | undefined, fallback: string | undefined): Readonly<Record<string, string>> {
  const rest = fallback === undefined ? {} : { '*': fallback };
  if (at === undefined) return rest;
  if (!isMapped(at)) return { '*': text(at) };
  const keywords = ['*', 'type', 'null', 'required', ...CONSTRAINTS];
  const named = entries(at).map(([key, value]) => {
    if (!keywords.includes(key)) refuse(value, `Unknown keyword "${key}".`, `Known: ${keywords.join(', ')}.`, true);
    return [key, text(value)] as const;
  });
  return { ...rest, ...Object.fromEntries(named) };
}

function sinceAt(at: Located | undefined): TableRow['since'] {
  if (at === undefined) return {};
  return Object.fromEntries(
    entries(at).map(([key, value]) => {
      if (!CONSTRAINTS.some((one) => one === key))
        refuse(value, `Unknown keyword "${key}".`, CONSTRAINTS.join(', '), true);
      return [key, oneOf(value, REVISIONS, 'revision')];
    }),
  );
}

/** What a row takes from its table. */
export interface Inherited {
  readonly provenance: Provenance;
  readonly source: string;
  readonly revisions: readonly Revision[];
  readonly judgedBy: string | undefined;
}

const ROW_KEYS = [
  ...['type', 'table', 'multiValued', 'oneOrMany', 'required', 'nullable', 'since', 'means', 'default'],
  ...['provenance', 'source', 'ruling', 'revisions', 'note', 'judgedBy'],
] as const;

/** One row, with everything it leaves out taken from its table. */
export function rowAt(at: Located, table: Inherited): TableRow {
  const row = closedMap<'name', string>(at, ['name'], [...ROW_KEYS, ...CONSTRAINTS]);
  const optional = <Value>(key: string, read: (value: Located) => Value): Value | undefined => {
    const member = row[key];
    return member === undefined ? undefined : read(member);
  };
  const given = CONSTRAINTS.flatMap((keyword) => {
    const member = row[keyword];
    return member === undefined ? [] : [[keyword, constraintAt(keyword, member)] as const];
  });
  const nested = optional('table', text);
  if (nested === undefined && row.type === undefined) refuse(at, 'The row has neither "type" nor "table".', 'Add one.');
  const means = optional('means', text);
  const note = optional('note', text);
  const fallback = optional('default', (member) => (typeof member.value === 'boolean' ? member.value : text(member)));
  const required = optional('required', flag) ?? false;
  return {
    name: text(row.name),
    type: optional('type', (member) => oneOf(member, ROW_TYPES, 'type')) ?? 'object',
    multiValued: optional('multiValued', flag) ?? false,
    oneOrMany: optional('oneOrMany', flag) ?? false,
    required,
    nullable: optional('nullable', flag) ?? !required,
    constraints: Object.fromEntries(given),
    since: sinceAt(row.since),
    provenance: optional('provenance', (member) => oneOf(member, PROVENANCES, 'provenance')) ?? table.provenance,
    source: optional('source', text) ?? table.source,
    rulings: rulingsAt(row.ruling),
    revisions: optional('revisions', revisionsAt) ?? table.revisions,
    judgedBy: ownersAt(row.judgedBy, table.judgedBy),
    ...(nested !== undefined && { table: nested }),
    ...(means !== undefined && { means }),
    ...(note !== undefined && { note }),
    ...(fallback !== undefined && { default: fallback }),
  };
}
