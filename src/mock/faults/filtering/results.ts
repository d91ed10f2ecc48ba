/** Bugs in what a filter returns: who matches, who is counted, what stands on later pages. */

import { isArray, isObject, type Json, member } from '../../../model/json.ts';
import { type Fault, spendUserOf, type Term } from '../../fault.ts';
import { comparing, invalid, understood } from './bugs.ts';

const elementsOf = (list: Json | undefined) => (isArray(list) ? list.filter(isObject) : []);
const meets = (element: Json, term: Term) => (member(element, term.member) === term.value) === (term.operator === 'eq');

const RESULTS: readonly Fault[] = [
  {
    id: 'eq-matches-by-prefix',
    violates: 'filtering.eq-truth',
    seenAs: /does not meet the filter is returned/,
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
    seenAs: /does not meet the filter is returned/,
    summary: 'The column of country is joined with that of budgetCountryCode.',
    wire: 'country eq returns users of other countries whose budget country is the one asked for.',
    corrupt: comparing('eq', (verdict, { filter, person }) => {
      if (filter.kind !== 'comparison' || filter.attribute.name !== 'country') return verdict;
      return verdict || spendUserOf(person).budgetCountryCode === filter.value;
    }),
  },
  {
    id: 'eq-stops-after-twenty',
    violates: 'filtering.eq-complete',
    seenAs: /who meet the filter \d+ are not returned/,
    summary: 'A forgotten LIMIT of a search dialogue stays in the query for eq.',
    wire: 'At most twenty users come back for eq, and totalResults counts just these.',
    corrupt: {
      match: (verdict, { filter, sequence }, scratch) =>
        verdict && filter.kind === 'comparison' && filter.operator === 'eq' && filter.attribute.type === 'string'
          ? scratch.count(String(sequence)) <= 20
          : verdict,
    },
  },
  {
    id: 'eq-locale-refused',
    violates: 'filtering.eq-complete',
    seenAs: /answered with status 400/,
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
    seenAs: /does not meet the filter is returned/,
    summary: 'Missing parentheses: value <> asked OR NOT active.',
    wire: 'Inactive users come back for ne although they have the value.',
    corrupt: comparing('ne', (verdict, { person }) => verdict || !person.active),
  },
  {
    id: 'ne-forgets-other-types',
    violates: 'filtering.ne-complete',
    seenAs: /who meet the filter \d+ are not returned/,
    summary: 'ne is written out as a list of the remaining types, and OTHER is not on it.',
    wire: 'reimbursementType ne leaves out the users with the type OTHER.',
    corrupt: comparing('ne', (verdict, { filter, actual }) => {
      if (filter.kind !== 'comparison' || filter.attribute.name !== 'reimbursementType') return verdict;
      return verdict && actual !== 'OTHER';
    }),
  },
  {
    id: 'ne-state-refused',
    violates: 'filtering.ne-complete',
    seenAs: /answered with status 400/,
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
    seenAs: /neither by eq nor by ne/,
    summary: 'eq compares exactly, ne without case.',
    wire: 'A user whose value differs in letter case alone is returned neither by eq nor by ne.',
    corrupt: comparing('ne', (verdict, { filter, actual }) => {
      const asked = filter.kind === 'comparison' ? filter.value : undefined;
      if (typeof actual !== 'string' || typeof asked !== 'string') return verdict;
      return actual.toLowerCase() !== asked.toLowerCase();
    }),
  },
  {
    id: 'eq-ignores-case',
    violates: 'filtering.partition',
    seenAs: /by eq and by ne of the same value/,
    summary: 'eq compares without case, ne exactly.',
    wire: 'A user whose value differs in letter case alone is returned by eq and by ne.',
    corrupt: comparing('eq', (verdict, { filter, actual }) => {
      const asked = filter.kind === 'comparison' ? filter.value : undefined;
      if (typeof actual !== 'string' || typeof asked !== 'string') return verdict;
      return actual.toLowerCase() === asked.toLowerCase();
    }),
  },
  {
    id: 'bare-boolean-finds-nobody',
    violates: 'filtering.boolean-literals',
    seenAs: /who meet the filter \d+ are not returned/,
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
    seenAs: /does not meet the filter is returned/,
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

const VALUE_PATHS: readonly Fault[] = [
  {
    id: 'value-path-crosses-elements',
    violates: 'filtering.value-path-one-element',
    seenAs: /does not meet the filter is returned/,
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
    id: 'value-path-matches-by-prefix',
    violates: 'filtering.value-path-one-element',
    seenAs: /does not meet the filter is returned/,
    summary: 'The value inside brackets goes into LIKE with a trailing wildcard.',
    wire: 'A user is returned whose value merely begins with the one asked for.',
    corrupt: {
      element: (verdict, { element, filter }) =>
        verdict ||
        (filter.terms.length === 2 &&
          filter.terms.every(({ member: name, operator, value }) => {
            const actual = member(element, name);
            if (operator !== 'eq' || typeof actual !== 'string' || typeof value !== 'string') return false;
            return name === 'value' && /^\w{2,}$/.test(value) ? actual.startsWith(value) : actual === value;
          })),
    },
  },
  {
    id: 'value-path-loses-org-units',
    violates: 'filtering.value-path-complete',
    seenAs: /who meet the filter \d+ are not returned/,
    summary: 'The id asked for is put into small letters, the stored one is not.',
    wire: 'A value path on orgUnit1 returns nobody, for the stored id has a capital letter.',
    corrupt: {
      element: (verdict, { element, filter }) => {
        const id = member(element, 'id');
        const asked = filter.terms.some((term) => term.member === 'id' && term.operator === 'eq');
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
    seenAs: /users who do not match/,
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
    seenAs: /totalResults says \d+ under a filter that \d+ returned users meet/,
    summary: 'The counting query leaves out the join with custom data.',
    wire: 'Under a value path totalResults counts every user.',
    corrupt: {
      page: (page, { asked, everyone }) =>
        asked.filter?.includes('[') && page.totalResults > 0 ? { ...page, totalResults: everyone().length } : page,
    },
  },
  {
    id: 'ne-total-unfiltered',
    violates: 'filtering.total',
    seenAs: /totalResults says \d+ under a filter that \d+ returned users meet/,
    summary: 'For ne the total is taken from the table statistics.',
    wire: 'Under ne totalResults counts every user.',
    corrupt: {
      page: (page, { asked, everyone }) =>
        / ne /i.test(asked.filter ?? '') && page.totalResults > 0 ? { ...page, totalResults: everyone().length } : page,
    },
  },
  {
    id: 'later-page-slips',
    violates: 'filtering.paging',
    seenAs: /does not meet it/,
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

export const faults: readonly Fault[] = [...RESULTS, ...VALUE_PATHS, ...PAGES];
