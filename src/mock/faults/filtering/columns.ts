/** Bugs of the columns and indexes behind a filter: the wrong one, a truncated one, one read as a pattern, a stale one. */

import { isArray, isObject, type Json, member } from '../../../model/json.ts';
import { type Fault, type Hook, type MatchScene, spendUserOf } from '../../fault.ts';
import { comparing, crash, understood } from './bugs.ts';

const askedText = ({ filter }: MatchScene) =>
  filter.kind === 'comparison' && typeof filter.value === 'string' ? filter.value : undefined;
const isFreeText = ({ filter }: MatchScene) => filter.kind === 'comparison' && filter.attribute.freeText;

/** eq on free text, as a pattern that the asked value is turned into. */
const matchingPattern = (pattern: (asked: string) => string) =>
  comparing('eq', (verdict, at) => {
    const asked = askedText(at);
    if (verdict || asked === undefined || typeof at.actual !== 'string' || !isFreeText(at)) return verdict;
    return new RegExp(`^${pattern(asked)}$`, 'us').test(at.actual);
  });
const literal = (text: string) => text.replaceAll(/[.*+?^${}()|[\]\\/]/g, '\\$&');

/** One attribute read where another one should be. */
function reading(attribute: string, other: string): Hook<'match'> {
  return (verdict, { filter, person }) => {
    if (filter.kind !== 'comparison' || filter.attribute.name !== attribute) return verdict;
    return (spendUserOf(person)[other] === filter.value) === (filter.operator === 'eq');
  };
}

export const faults: readonly Fault[] = [
  {
    id: 'percent-is-wildcard',
    violates: 'filtering.value-characters',
    seenAs: /users who do not match/,
    summary: 'eq is written as LIKE, and the value goes in as it is.',
    wire: 'A value that ends in a percent sign returns everybody whose value begins so.',
    corrupt: matchingPattern((asked) => literal(asked).replaceAll('%', '.*')),
  },
  {
    id: 'underscore-is-wildcard',
    violates: 'filtering.value-characters',
    seenAs: /users who do not match/,
    summary: 'Percent signs are escaped before LIKE, underscores are not.',
    wire: 'A value with an underscore returns users with any character in its place.',
    corrupt: matchingPattern((asked) => literal(asked).replaceAll('_', '.')),
  },
  {
    id: 'question-mark-is-wildcard',
    violates: 'filtering.value-characters',
    seenAs: /users who do not match/,
    summary: 'The search engine behind eq takes a question mark for any one character.',
    wire: 'A value with a question mark returns users with any character in its place.',
    corrupt: matchingPattern((asked) => literal(asked).replaceAll('\\?', '.')),
  },
  {
    id: 'value-is-a-pattern',
    violates: 'filtering.value-characters',
    seenAs: /users who do not match/,
    summary: 'eq is carried out as a regular expression in a document store; most special characters are escaped.',
    wire: 'A value with a full stop returns users with any character in its place.',
    corrupt: matchingPattern((asked) => literal(asked).replaceAll('\\.', '.')),
  },
  {
    id: 'value-becomes-condition',
    violates: 'filtering.value-characters',
    seenAs: /answered with the unfiltered list/,
    summary: 'The value is put into the text of the query between apostrophes.',
    wire: "A value like z' or 'z'='z returns everybody.",
    corrupt: { match: (verdict, { query }) => verdict || /' or '(\w)'='\1/i.test(query.get('filter') ?? '') },
  },
  {
    id: 'apostrophe-crashes',
    violates: 'filtering.value-characters',
    seenAs: /answered with status 500/,
    summary: 'An apostrophe in a custom value ends the text of the query too early.',
    wire: 'A custom value with an apostrophe is answered with 500.',
    corrupt: understood((filter, { text }) => (filter.kind === 'value-path' && text.includes("'") ? crash() : filter)),
  },
  {
    id: 'digits-compared-as-numbers',
    violates: 'filtering.eq-truth',
    seenAs: /does not meet the filter is returned/,
    summary: 'A value of digits is passed without quotes, and the database compares numbers.',
    wire: 'cashAdvanceAccountCode eq "12" returns users with 0012.',
    corrupt: comparing('eq', (verdict, at) => {
      const asked = askedText(at);
      if (asked === undefined || !/^\d+$/.test(asked) || typeof at.actual !== 'string') return verdict;
      return verdict || (/^\d+$/.test(at.actual) && Number(at.actual) === Number(asked));
    }),
  },
  {
    id: 'locale-by-language',
    violates: 'filtering.eq-truth',
    seenAs: /does not meet the filter is returned/,
    summary: 'eq on locale falls back to the language, as a resource bundle does.',
    wire: 'locale eq "en-US" returns users with en-GB.',
    corrupt: comparing('eq', (verdict, at) => {
      if (at.filter.kind !== 'comparison' || at.filter.attribute.name !== 'locale') return verdict;
      const [, language] = /^([a-z]{2})-[A-Z]{2}$/.exec(askedText(at) ?? '') ?? [];
      return (
        verdict || (language !== undefined && typeof at.actual === 'string' && at.actual.startsWith(`${language}-`))
      );
    }),
  },
  {
    id: 'currency-result-cached',
    violates: 'filtering.eq-truth',
    seenAs: /does not meet the filter is returned/,
    summary: 'Results for a currency are added to a cache entry whose key lacks the value.',
    wire: 'A second currency returns the users of the first one besides its own.',
    corrupt: {
      match: (verdict, at, scratch) => {
        const asked = askedText(at);
        if (at.filter.kind !== 'comparison' || at.filter.attribute.name !== 'reimbursementCurrency') return verdict;
        if (at.filter.operator !== 'eq' || asked === undefined || !/^[A-Z]{3}$/.test(asked)) return verdict;
        const first = scratch.recall('currency');
        if (first === undefined) scratch.keep('currency', asked);
        return verdict || at.actual === first;
      },
    },
  },
  {
    id: 'flags-swapped',
    violates: 'filtering.boolean-literals',
    seenAs: /does not meet the filter is returned/,
    summary: 'testEmployee is read from the column of nonEmployee.',
    wire: 'testEmployee eq true returns users who are no test employees.',
    corrupt: { match: reading('testEmployee', 'nonEmployee') },
  },
  {
    id: 'custom-field-by-prefix',
    violates: 'filtering.value-path-one-element',
    seenAs: /does not meet the filter is returned/,
    summary: 'The id inside brackets goes into LIKE with a trailing wildcard.',
    wire: 'customData[id eq "custom1" ...] finds the value under custom12.',
    corrupt: {
      element: (verdict, { filter, element }) =>
        verdict ||
        filter.terms.every((term) => {
          const actual = member(element, term.member);
          if (
            filter.terms.length < 2 ||
            term.operator !== 'eq' ||
            typeof actual !== 'string' ||
            typeof term.value !== 'string'
          )
            return false;
          return term.member === 'id' ? actual.startsWith(term.value) : actual === term.value;
        }),
    },
  },
  {
    id: 'custom-first-entry-only',
    violates: 'filtering.value-path-complete',
    seenAs: /who meet the filter \d+ are not returned/,
    summary: 'Only the first custom field of a user is in the index.',
    wire: 'A value path for a later field returns nobody.',
    corrupt: {
      // Only words go into that index, and only equality reads it; all the rest is found without it.
      element: (verdict, { element, actual, filter }) =>
        verdict &&
        (filter.terms.some((term) => term.operator !== 'eq') ||
          !isWord(member(element, 'value')) ||
          sameEntry(element, isArray(actual) ? actual[0] : null)),
    },
  },
  {
    id: 'custom-value-index-truncated',
    violates: 'filtering.value-path-complete',
    seenAs: /who meet the filter \d+ are not returned/,
    summary: 'The index of custom values is cut at 32 characters, the value asked for is not.',
    wire: 'A custom value of forty characters is not found.',
    corrupt: {
      element: (verdict, { element }) => {
        const value = member(element, 'value');
        return verdict && !(typeof value === 'string' && value.length > 32);
      },
    },
  },
];

const isWord = (value: Json | undefined) => typeof value === 'string' && /^\w+$/.test(value);
const sameEntry = (left: Json, right: Json | undefined) => isObject(left) && isObject(right) && left.id === right.id;
