/** Where bugs in filters sit: in reading the text, in refusing it, in comparing. Shared by the lists of such bugs. */

import type { Json } from '../../../model/json.ts';
import {
  type Corruption,
  type Filter,
  type FilterScene,
  type Hook,
  isRefusal,
  type MatchScene,
  type Refusal,
  refuse,
} from '../../fault.ts';

type Read = Filter | Refusal | undefined;

/** A bug in reading filter text; it sees only what was understood. */
export function understood(change: (filter: Filter, at: FilterScene) => Read): Corruption {
  return { filter: (value, at) => (value === undefined || isRefusal(value) ? value : change(value, at)) };
}

/** A bug in what happens to text that should be refused. */
export function insteadOfRefusal(change: (refusal: Refusal, at: FilterScene) => Read): Corruption {
  return { filter: (value, at) => (isRefusal(value) ? change(value, at) : value) };
}

/** A bug in comparing one attribute. */
export function comparing(operator: 'eq' | 'ne', change: (verdict: boolean, at: MatchScene) => boolean): Corruption {
  const match: Hook<'match'> = (verdict, at) =>
    at.filter.kind === 'comparison' && at.filter.attribute.type === 'string' && at.filter.operator === operator
      ? change(verdict, at)
      : verdict;
  return { match };
}

/** A bug in how a string inside the filter is decoded. */
export function decoding(change: (text: string) => string): Corruption {
  const decoded = (value: Json): Json => (typeof value === 'string' ? change(value) : value);
  return understood((filter) =>
    filter.kind === 'comparison'
      ? { ...filter, value: decoded(filter.value) }
      : { ...filter, terms: filter.terms.map((term) => ({ ...term, value: decoded(term.value) })) },
  );
}

/** The refusal of a filter. */
export const invalid = (detail: string) => refuse(400, detail, { scimType: 'invalidFilter' });
/** What a server says that fell over. */
export const crash = () => refuse(500, 'The request could not be processed.');
