/**
 * Bugs in filters: in what matches, in how text is read, and in what happens to filters outside the matrix. Each stands
 * where such a bug would be written, and reaches no further than it would.
 */

import { isArray, isObject, type Json, member } from '../../model/json.ts';
import {
  type Corruption,
  type Fault,
  type Filter,
  type FilterScene,
  type Hook,
  isRefusal,
  type MatchScene,
  type Refusal,
  refuse,
  type Term,
} from '../fault.ts';
import { MALFORMED } from '../filter.ts';

type Read = Filter | Refusal | undefined;

/** A bug in reading filter text; it sees only what was understood. */
function understood(change: (filter: Filter, at: FilterScene) => Read): Corruption {
  return { filter: (value, at) => (value === undefined || isRefusal(value) ? value : change(value, at)) };
}

/** A bug in what happens to text that should be refused. */
function insteadOfRefusal(change: (refusal: Refusal, at: FilterScene) => Read): Corruption {
  return { filter: (value, at) => (isRefusal(value) ? change(value, at) : value) };
}

/** A bug in comparing one attribute. */
function comparing(operator: 'eq' | 'ne', change: (verdict: boolean, at: MatchScene) => boolean): Corruption {
  const match: Hook<'match'> = (verdict, at) =>
    at.filter.kind === 'comparison' && at.filter.attribute.type === 'string' && at.filter.operator === operator
      ? change(verdict, at)
      : verdict;
  return { match };
}

/** A bug in how a string inside the filter is decoded. */
function decoding(change: (text: string) => string): Corruption {
  const decoded = (value: Json): Json => (typeof value === 'string' ? change(value) : value);
  return understood((filter) =>
    filter.kind === 'comparison'
      ? { ...filter, value: decoded(filter.value) }
      : { ...filter, terms: filter.terms.map((term) => ({ ...term, value: decoded(term.value) })) },
  );
}

const invalid = (detail: string) => refuse(400, detail, { scimType: 'invalidFilter' });
const crash = () => refuse(500, 'The request could not be processed.');

const RESULTS: readonly Fault[] = [
  {
    id: 'eq-matches-by-prefix',
    violates: 'filtering.eq-truth',
    summary: 'eq on text compares only as many characters as were asked for.',
    wire: 'Users whose value merely begins with the one asked for are returned.',
    corrupt: comparing('eq', (verdict, { filter, actual }) => {
      const asked = filter.kind === 'comparison' ? filter.value : undefined;
      if (typeof actual !== 'string' || typeof asked !== 'string' || !/^[\w-]+$/.test(asked)) return verdict;
      return actual.startsWith(asked);
    }),
  },
  {
    id: 'eq-country-finds-budget-country',
    violates: 'filtering.eq-truth',
    summary: 'The column of country is joined with that of budgetCountryCode.',
    wire: 'country eq returns users of other countries whose budget country is the one asked for.',
    corrupt: comparing('eq', (verdict, { filter, person }) => {
      if (filter.kind !== 'comparison' || filter.attribute.name !== 'country') return verdict;
      return verdict || member(person.spend[SPEND_USER], 'budgetCountryCode') === filter.value;
    }),
  },
  {
    id: 'eq-stops-after-five',
    violates: 'filtering.eq-complete',
    summary: 'A forgotten LIMIT of a search dialogue stays in the query for eq.',
    wire: 'At most five users come back for eq, and totalResults counts just these.',
    corrupt: {
      match: (verdict, { filter, sequence }, scratch) =>
        verdict && filter.kind === 'comparison' && filter.operator === 'eq' && filter.attribute.type === 'string'
          ? scratch.count(String(sequence)) <= 5
          : verdict,
    },
  },
  {
    id: 'eq-locale-refused',
    violates: 'filtering.eq-complete',
    summary: 'The list of filterable attributes was copied without locale for eq.',
    wire: 'locale eq is answered with 400.',
    corrupt: understood((filter) =>
      filter.kind === 'comparison' && filter.attribute.name === 'locale' && filter.operator === 'eq'
        ? invalid('locale cannot be used here.')
        : filter,
    ),
  },
  {
    id: 'ne-lets-inactive-through',
    violates: 'filtering.ne-truth',
    summary: 'Missing parentheses: value <> asked OR NOT active.',
    wire: 'Inactive users come back for ne although they have the value.',
    corrupt: comparing('ne', (verdict, { person }) => verdict || !person.active),
  },
  {
    id: 'ne-hides-inactive',
    violates: 'filtering.ne-complete',
    summary: 'ne goes through an index that holds active users only.',
    wire: 'Inactive users with another value are missing under ne.',
    corrupt: comparing('ne', (verdict, { person }) => verdict && person.active),
  },
  {
    id: 'ne-state-refused',
    violates: 'filtering.ne-complete',
    summary: 'ne was forgotten for stateProvince.',
    wire: 'stateProvince ne is answered with 400.',
    corrupt: understood((filter) =>
      filter.kind === 'comparison' && filter.attribute.name === 'stateProvince' && filter.operator === 'ne'
        ? invalid('ne cannot be used here.')
        : filter,
    ),
  },
  {
    id: 'ne-ignores-case',
    violates: 'filtering.partition',
    summary: 'eq compares exactly, ne without case.',
    wire: 'A user whose value differs in letter case alone is returned neither by eq nor by ne.',
    corrupt: comparing('ne', (verdict, { filter, actual }) => {
      const asked = filter.kind === 'comparison' ? filter.value : undefined;
      if (typeof actual !== 'string' || typeof asked !== 'string') return verdict;
      return actual.toLowerCase() !== asked.toLowerCase();
    }),
  },
  {
    id: 'bare-boolean-finds-nobody',
    violates: 'filtering.boolean-literals',
    summary: 'A bare true is compared with the text "true".',
    wire: 'eq true on a boolean attribute returns nobody.',
    corrupt: {
      match: (verdict, { filter }) =>
        verdict && !(filter.kind === 'comparison' && filter.value === true && filter.operator === 'eq'),
    },
  },
  {
    id: 'unset-boolean-is-false',
    violates: 'filtering.boolean-literals',
    summary: 'A boolean that is not set is stored as false in the index.',
    wire: 'eq false returns users whose attribute is null or absent.',
    corrupt: {
      match: (verdict, { filter, actual }) =>
        verdict ||
        (filter.kind === 'comparison' &&
          filter.value === false &&
          filter.operator === 'eq' &&
          typeof actual !== 'boolean'),
    },
  },
];

const TEXT: readonly Fault[] = [
  {
    id: 'plus-in-value-is-blank',
    violates: 'filtering.value-characters',
    summary: 'The filter is form-decoded a second time.',
    wire: 'An escaped plus inside a value is read as a blank.',
    corrupt: decoding((text) => text.replaceAll('+', ' ')),
  },
  {
    id: 'value-decoded-twice',
    violates: 'filtering.value-characters',
    summary: 'The value is percent-decoded once more.',
    wire: 'The value %41 finds users with A.',
    corrupt: decoding((text) => text.replaceAll(/%[0-7][0-9a-f]/gi, (one) => decodeURIComponent(one))),
  },
  {
    id: 'value-trimmed',
    violates: 'filtering.value-characters',
    summary: 'Blanks around a value are trimmed.',
    wire: 'A value with a leading or trailing blank is not found.',
    corrupt: decoding((text) => text.trim()),
  },
  {
    id: 'asterisk-is-wildcard',
    violates: 'filtering.value-characters',
    summary: 'The search engine behind eq takes wildcards.',
    wire: 'A value with an asterisk returns everybody whose value fits the pattern.',
    corrupt: comparing('eq', (verdict, { filter, actual }) => {
      const asked = filter.kind === 'comparison' ? filter.value : undefined;
      if (typeof actual !== 'string' || typeof asked !== 'string' || !asked.endsWith('*')) return verdict;
      return actual.startsWith(asked.slice(0, -1));
    }),
  },
  {
    id: 'value-split-at-and',
    violates: 'filtering.value-characters',
    summary: 'The filter is cut at " and " before quotes are looked at.',
    wire: 'A value that holds the word and is answered with 400.',
    corrupt: understood((filter, { text }) =>
      / and [^"]*"(\]|$)/.test(text) && !/ and (id|value) /i.test(text)
        ? invalid('The filter cannot be read.')
        : filter,
    ),
  },
  {
    id: 'non-ascii-lost',
    violates: 'filtering.value-characters',
    summary: 'The query is decoded as ASCII.',
    wire: 'A value with letters outside ASCII is not found.',
    corrupt: decoding((text) => text.replaceAll(/[^\p{ASCII}]/gu, '?')),
  },
  {
    id: 'escaped-quote-refused',
    violates: 'filtering.value-escapes',
    summary: 'The scanner ends a string at any quote.',
    wire: 'A value with an escaped quote is answered with 500.',
    corrupt: { filter: (value, { text }) => (/[^\\]\\"./.test(text) ? crash() : value) },
  },
  {
    id: 'backslash-doubled',
    violates: 'filtering.value-escapes',
    summary: 'Escapes inside a string are not undone.',
    wire: 'A value with a backslash is not found.',
    corrupt: decoding((text) => text.replaceAll('\\', '\\\\')),
  },
  {
    id: 'bare-name-ignored',
    violates: 'filtering.bare-name',
    summary: 'A filter whose path does not begin with a URN is dropped.',
    wire: 'country eq "US" returns every user.',
    corrupt: understood((filter, { text }) => (/^\s*\(?urn:/i.test(text) ? filter : undefined)),
  },
  {
    id: 'operators-in-small-letters-only',
    violates: 'filtering.name-case',
    summary: 'Operators are looked up in their exact case.',
    wire: 'EQ is answered with 400.',
    corrupt: understood((filter, { text }) => (/ (EQ|NE|AND) /.test(text) ? invalid('Unknown operator.') : filter)),
  },
  {
    id: 'urn-compared-exactly',
    violates: 'filtering.name-case',
    summary: 'The path of an attribute is compared byte by byte.',
    wire: 'A URN in small letters is answered with 400.',
    corrupt: understood((filter, { text, contract }) => {
      const { attributes, customData } = contract.filters;
      const known = [...attributes, customData].some(({ path }) =>
        text.includes(path.slice(path.lastIndexOf(':') + 1)),
      );
      const exact = !text.includes('urn:') || text.includes(':User:');
      return known && exact ? filter : invalid('Unknown attribute.');
    }),
  },
  {
    id: 'colons-must-be-escaped',
    violates: 'filtering.encoding',
    summary: 'The router takes a colon in the query for a scheme.',
    wire: 'A filter with unescaped colons is answered with 400.',
    corrupt: understood((filter, { request }) =>
      /[?&]filter=urn:/.test(request.target) ? invalid('The filter cannot be read.') : filter,
    ),
  },
  {
    id: 'small-hex-not-decoded',
    violates: 'filtering.encoding-equivalents',
    summary: 'Only capital hex digits are decoded.',
    wire: 'A filter escaped with %5b or %3a is answered with 400.',
    corrupt: understood((filter, { request }) =>
      /%[0-9a-f]?[a-f]/.test(request.target) ? invalid('The filter cannot be read.') : filter,
    ),
  },
];

const SPEND_USER = 'urn:ietf:params:scim:schemas:extension:spend:2.0:User';

const elementsOf = (list: Json | undefined) => (isArray(list) ? list.filter(isObject) : []);
const meets = (element: Json, term: Term) => (member(element, term.member) === term.value) === (term.operator === 'eq');

const VALUE_PATHS: readonly Fault[] = [
  {
    id: 'value-path-crosses-elements',
    violates: 'filtering.value-path-one-element',
    summary: 'Each term of a value path is looked up on its own.',
    wire: 'A user who has the id in one element and the value in another is returned.',
    corrupt: {
      match: (verdict, { filter, actual }) =>
        filter.kind === 'value-path' && filter.terms.every((term) => term.operator === 'eq')
          ? filter.terms.every((term) => elementsOf(actual).some((element) => meets(element, term)))
          : verdict,
    },
  },
  {
    id: 'value-path-loses-org-units',
    violates: 'filtering.value-path-complete',
    summary: 'The id asked for is put into small letters, the stored one is not.',
    wire: 'A value path on orgUnit1 returns nobody, for the stored id has a capital letter.',
    corrupt: {
      element: (verdict, { element, filter }) => {
        const id = member(element, 'id');
        const asked = filter.terms.some((term) => term.member === 'id');
        return verdict && !(asked && typeof id === 'string' && id !== id.toLowerCase());
      },
    },
  },
  {
    id: 'value-path-ne-excludes-users',
    violates: 'filtering.value-path-ne',
    summary: 'ne inside brackets excludes users who have the value in any element.',
    wire: 'Users are missing who have the value, but in another element.',
    revisions: ['2026-05'],
    corrupt: {
      match: (verdict, { filter, actual }) => {
        if (filter.kind !== 'value-path' || !verdict) return verdict;
        const excluded = filter.terms.filter((term) => term.operator === 'ne');
        return excluded.every((term) => elementsOf(actual).every((element) => meets(element, term)));
      },
    },
  },
  {
    id: 'single-term-matches-any',
    violates: 'filtering.value-path-shapes',
    summary: 'A value path without and is read as "has any entry".',
    wire: 'customData[id eq "custom1"] returns everybody who has custom data.',
    corrupt: understood((filter) =>
      filter.kind === 'value-path' && filter.terms.length === 1 ? { ...filter, terms: [] } : filter,
    ),
  },
];

const PAGES: readonly Fault[] = [
  {
    id: 'value-path-total-unfiltered',
    violates: 'filtering.total',
    summary: 'The counting query leaves out the join with custom data.',
    wire: 'Under a value path totalResults counts every user.',
    corrupt: {
      page: (page, { asked, everyone }) =>
        asked.filter?.includes('[') && page.totalResults > 0 ? { ...page, totalResults: everyone().length } : page,
    },
  },
  {
    id: 'later-page-slips',
    violates: 'filtering.paging',
    summary: 'The last row of a later page is taken from the unfiltered list.',
    wire: 'Each page behind the first ends with a user who does not match.',
    corrupt: {
      page: (page, { asked, matches, everyone }) => {
        if (asked.filter === undefined || page.startIndex === 1 || page.people.length < 2) return page;
        const matching = new Set(matches.map((one) => one.id));
        const others = everyone().filter((one) => !matching.has(one.id));
        const stranger = others[page.startIndex % Math.max(1, others.length)];
        return stranger === undefined ? page : { ...page, people: [...page.people.slice(0, -1), stranger] };
      },
    },
  },
];

/** The equality a bug makes of text it should refuse; undefined where it names no attribute. */
function asEquality({ text, contract }: FilterScene): Filter | undefined {
  const attribute = contract.filters.attributes.find((one) => text.includes(one.path));
  const value = /"([^"]*)"?/.exec(text)?.[1];
  return attribute && value !== undefined ? { kind: 'comparison', attribute, operator: 'eq', value } : undefined;
}

const OUTSIDE: readonly Fault[] = [
  {
    id: 'unsupported-operator-ignored',
    violates: 'filtering.unsupported-never-unfiltered',
    summary: 'A condition with an unknown operator is dropped from the query.',
    wire: 'country sw "U" returns every user.',
    corrupt: insteadOfRefusal((refusal, { text }) =>
      / (co|sw|ew|gt|ge|lt|le|pr)( |$)/.test(text) ? undefined : refusal,
    ),
  },
  {
    id: 'unknown-attribute-ignored',
    violates: 'filtering.unsupported-never-unfiltered',
    summary: 'A condition on an attribute that is not mapped is dropped from the query.',
    wire: 'budgetCountryCode eq "CA" returns every user.',
    corrupt: insteadOfRefusal((refusal) => (refusal.detail.includes('not an attribute') ? undefined : refusal)),
  },
  {
    id: 'co-read-as-eq',
    violates: 'filtering.unsupported-answer',
    summary: 'The translation of operators falls back to equality.',
    wire: 'country co "U" returns an empty list with 200.',
    corrupt: insteadOfRefusal((refusal, at) => (/ co /.test(at.text) ? (asEquality(at) ?? refusal) : refusal)),
  },
  {
    id: 'second-condition-dropped',
    violates: 'filtering.unsupported-answer',
    summary: 'Only the first condition of a filter is read.',
    wire: 'A and B returns the users of A.',
    corrupt: insteadOfRefusal((refusal, at) =>
      / and urn:/.test(at.text) ? (asEquality({ ...at, text: at.text.split(' and ')[0] ?? '' }) ?? refusal) : refusal,
    ),
  },
  {
    id: 'unsupported-operator-crashes',
    violates: 'filtering.unsupported-answer',
    summary: 'The translation of an unknown operator throws.',
    wire: 'country sw "U" is answered with 500.',
    corrupt: insteadOfRefusal((refusal, { text }) => (/ sw /.test(text) ? crash() : refusal)),
  },
  {
    id: 'open-quote-read',
    violates: 'filtering.malformed-refused',
    summary: 'The end of the text closes an open string.',
    wire: 'country eq "US without its closing quote is answered with 200.',
    corrupt: insteadOfRefusal((refusal, at) =>
      refusal.detail === MALFORMED && / eq "[^"]*$/.test(at.text) ? (asEquality(at) ?? refusal) : refusal,
    ),
  },
  {
    id: 'missing-value-ignored',
    violates: 'filtering.malformed-refused',
    summary: 'A condition without a value is dropped from the query.',
    wire: 'country eq is answered with every user.',
    corrupt: insteadOfRefusal((refusal, { text }) => (/^urn:\S+ eq\s*$/.test(text) ? undefined : refusal)),
  },
  {
    id: 'malformed-filter-named-invalid-value',
    violates: 'filtering.malformed-scim-type',
    summary: 'The refusal of a filter uses the keyword of a parameter.',
    wire: 'The error has scimType invalidValue.',
    corrupt: {
      refuse: (refusal) => (refusal.detail === MALFORMED ? { ...refusal, scimType: 'invalidValue' } : refusal),
    },
  },
  {
    id: 'null-literal-crashes',
    violates: 'filtering.null-and-empty',
    summary: 'A null literal is used as text.',
    wire: 'reimbursementType eq null is answered with 500.',
    corrupt: understood((filter) => (filter.kind === 'comparison' && filter.value === null ? crash() : filter)),
  },
  {
    id: 'empty-filter-crashes',
    violates: 'filtering.empty-filter',
    summary: 'The first word of an empty filter is taken unseen.',
    wire: 'filter= is answered with 500.',
    corrupt: insteadOfRefusal((refusal, { text }) => (text.trim() === '' ? crash() : refusal)),
  },
  {
    id: 'long-filter-crashes',
    violates: 'filtering.long-filter',
    summary: 'The filter does not fit the column of the audit log.',
    wire: 'A filter of more than 4000 characters is answered with 500.',
    corrupt: understood((filter, { text }) => (text.length > 4000 ? crash() : filter)),
  },
];

export const faults: readonly Fault[] = [...RESULTS, ...TEXT, ...VALUE_PATHS, ...PAGES, ...OUTSIDE];
