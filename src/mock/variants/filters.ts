/** Permitted ways to read filters that the documents leave open (rulings 41 to 56). */

import { type Filter as Parsed, parse } from 'scim2-parse-filter';
import { URN } from '../../contract/contract.ts';
import { at, isArray, type Json } from '../../model/json.ts';
import { isRefusal, type MockContract, type Person, refuse, spendUserOf, type Variant } from '../fault.ts';
import { MALFORMED, parseFilter } from '../filter.ts';

const INVALID = { scimType: 'invalidFilter' } as const;

/** The text with every string literal emptied. */
function bareText(text: string): string {
  return text.replaceAll(/"(?:[^"\\]|\\.)*"/g, '""');
}

/** Whether names and operators stand as the matrix prints them. */
function isPrinted(text: string, { filters }: MockContract): boolean {
  const names = [...filters.attributes.flatMap((one) => [one.path, one.name]), filters.customData.path, 'customData'];
  const words = bareText(text).match(/[^\s()[\]"]+/g) ?? [];
  const known = [...names, 'id', 'value', 'eq', 'ne', 'and', 'true', 'false', 'null'];
  return words.every((word) => known.includes(word) || !known.some((one) => one.toLowerCase() === word.toLowerCase()));
}

/** `attr eq value` with its quotes, and the space before `and`. */
function mended(text: string): string {
  return text.replaceAll(/ (eq|ne) ([^\s"\])]+)/gi, ' $1 "$2"').replaceAll(/"(and)\b/gi, '" $1');
}

function textsAt(value: Json | undefined, path: string): readonly Json[] {
  const name = path.slice(path.lastIndexOf(':') + 1);
  return name.split('.').reduce<readonly Json[]>(
    (values, step) =>
      values.flatMap((one) => {
        const below = (isArray(one) ? one : [one]).flatMap((each) => at(each, step) ?? []);
        return below.flatMap((each) => (isArray(each) ? each : [each]));
      }),
    value === undefined ? [] : [value],
  );
}

const ORDERED: Readonly<Record<string, (left: string, right: string) => boolean>> = {
  eq: (left, right) => left === right,
  co: (left, right) => left.includes(right),
  sw: (left, right) => left.startsWith(right),
  ew: (left, right) => left.endsWith(right),
  gt: (left, right) => left > right,
  ge: (left, right) => left >= right,
  lt: (left, right) => left < right,
  le: (left, right) => left <= right,
};

/** RFC 7644 over one extension; undefined where this evaluator does not go. */
function evaluate(filter: Parsed, person: Json): boolean | undefined {
  if (filter.op === 'and' || filter.op === 'or') {
    const parts = filter.filters.map((one) => evaluate(one, person));
    if (parts.includes(undefined)) return undefined;
    return filter.op === 'and' ? parts.every(Boolean) : parts.some(Boolean);
  }
  if (filter.op === 'not') {
    const inner = evaluate(filter.filter, person);
    return inner === undefined ? undefined : !inner;
  }
  if (filter.op === '[]' || !('attrPath' in filter)) return undefined;
  const values = textsAt(person, filter.attrPath).filter((one) => one !== null && one !== '');
  if (filter.op === 'pr') return values.length > 0;
  const compValue = 'compValue' in filter ? filter.compValue : undefined;
  if (typeof compValue !== 'string') return undefined;
  if (filter.op === 'ne') return !values.includes(compValue);
  const holds = ORDERED[filter.op];
  return holds && values.some((one) => typeof one === 'string' && holds(one, compValue));
}

/** Who matches a text that only the wider evaluator understands; undefined where it does not either. */
function evaluated(text: string, people: readonly Person[], { filters }: MockContract): readonly Person[] | undefined {
  const known = [...filters.attributes.map((one) => one.path), ...filters.unfilterable, filters.customData.path];
  let parsed: Parsed;
  try {
    parsed = parse(text);
  } catch {
    return undefined;
  }
  const isKnown = [...bareText(text).matchAll(/urn:[^\s[\]()]+/gi)].every(([path]) =>
    known.some((one) => path.toLowerCase().startsWith(one.toLowerCase())),
  );
  if (!isKnown || !bareText(text).includes(`${URN.spendUser}:`)) return undefined;
  const verdicts = people.map((one) => evaluate(parsed, spendUserOf(one)));
  return verdicts.includes(undefined) ? undefined : people.filter((_one, position) => verdicts[position]);
}

export const filterVariants: readonly Variant[] = [
  {
    id: 'filters-evaluated',
    summary: 'Operators and combinations outside the matrix are evaluated as RFC 7644 says.',
    rulings: [43, 48],
    corrupt: {
      filter: (filter, scene) =>
        isRefusal(filter) && evaluated(scene.text, scene.everyone(), scene.contract) !== undefined ? undefined : filter,
      order: (people, scene) => {
        const text = scene.query.get('filter');
        if (text === null || !isRefusal(parseFilter(text, scene.contract.filters))) return people;
        return evaluated(text, people, scene.contract) ?? people;
      },
    },
  },
  {
    id: 'plus-is-a-plus',
    summary: 'A plus sign in the filter is no blank.',
    rulings: [41],
    corrupt: {
      filter: (filter, { request, contract, text }) => {
        const raw = /[?&]filter=([^&]*)/.exec(request.target)?.[1];
        if (raw === undefined || !raw.includes('+') || text === '') return filter;
        return parseFilter(decodeURIComponent(raw), contract.filters);
      },
    },
  },
  {
    id: 'filters-outside-without-reason',
    summary: 'A filter outside the matrix is refused without a scimType.',
    rulings: [43],
    corrupt: {
      filter: (filter) => (isRefusal(filter) && filter.detail !== MALFORMED ? refuse(400, filter.detail) : filter),
    },
  },
  {
    id: 'malformed-filters-without-reason',
    summary: 'A filter that breaks the grammar is refused without a scimType.',
    rulings: [44],
    warns: ['filtering.malformed-scim-type'],
    corrupt: {
      filter: (filter) => (isRefusal(filter) && filter.detail === MALFORMED ? refuse(400, MALFORMED) : filter),
    },
  },
  {
    id: 'value-path-as-printed',
    summary: 'A value path has an id and a value, in that order, or is refused.',
    rulings: [46],
    corrupt: {
      filter: (filter) =>
        filter !== undefined &&
        !isRefusal(filter) &&
        filter.kind === 'value-path' &&
        filter.terms.map((one) => one.member).join() !== 'id,value'
          ? refuse(400, 'Name an id and a value.', INVALID)
          : filter,
    },
  },
  {
    id: 'unset-values-refused',
    summary: 'null and the empty string are no values to filter by.',
    rulings: [50],
    corrupt: {
      filter: (filter) => {
        if (filter === undefined || isRefusal(filter)) return filter;
        const values = filter.kind === 'comparison' ? [filter.value] : filter.terms.map((one) => one.value);
        return values.some((one) => one === null || one === '') ? refuse(400, 'Name a value.', INVALID) : filter;
      },
    },
  },
  {
    id: 'names-as-printed',
    summary: 'Names and operators of a filter are understood in their printed case alone.',
    rulings: [52],
    warns: ['filtering.name-case'],
    corrupt: {
      filter: (filter, { text, contract }) =>
        isRefusal(filter) || isPrinted(text, contract) ? filter : refuse(400, 'That name is not known.', INVALID),
    },
  },
  {
    id: 'lenient-filters',
    summary: 'Values without quotes, and a missing blank before and, are understood.',
    rulings: [53],
    corrupt: {
      filter: (filter, { text, contract }) => {
        if (!isRefusal(filter) || filter.detail !== MALFORMED) return filter;
        const second = parseFilter(mended(text), contract.filters);
        return isRefusal(second) ? filter : second;
      },
    },
  },
  {
    id: 'empty-filter-is-none',
    summary: 'An empty filter is read as if there were none.',
    rulings: [56],
    corrupt: { filter: (filter, { text }) => (text.trim() === '' ? undefined : filter) },
  },
  {
    id: 'long-urls-431',
    summary: 'A URL that is too long is refused with 431.',
    rulings: [56],
    corrupt: { refuse: (refusal) => (refusal.status === 414 ? refuse(431, refusal.detail) : refusal) },
  },
];
