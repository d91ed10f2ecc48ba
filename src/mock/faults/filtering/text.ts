/** Bugs in how the text of a filter is read: characters, escapes, names, encodings. */

import type { Fault } from '../../fault.ts';
import { comparing, crash, decoding, invalid, understood } from './bugs.ts';

export const faults: readonly Fault[] = [
  {
    id: 'plus-in-value-is-blank',
    violates: 'filtering.value-characters',
    seenAs: /who meet the filter \d+ are not returned/,
    summary: 'The filter is form-decoded a second time.',
    wire: 'An escaped plus inside a value is read as a blank.',
    corrupt: decoding((text) => text.replaceAll('+', ' ')),
  },
  {
    id: 'value-decoded-twice',
    violates: 'filtering.value-characters',
    seenAs: /does not meet the filter is returned/,
    summary: 'The value is percent-decoded once more.',
    wire: 'The value %41 finds users with A.',
    corrupt: decoding((text) => text.replaceAll(/%[0-7][0-9a-f]/gi, (one) => decodeURIComponent(one))),
  },
  {
    id: 'value-trimmed',
    violates: 'filtering.value-characters',
    seenAs: /who meet the filter \d+ are not returned/,
    summary: 'Blanks around a value are trimmed.',
    wire: 'A value with a leading or trailing blank is not found.',
    corrupt: decoding((text) => text.trim()),
  },
  {
    id: 'asterisk-is-wildcard',
    violates: 'filtering.value-characters',
    seenAs: /does not meet the filter is returned/,
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
    seenAs: /answered with status 400/,
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
    seenAs: /who meet the filter \d+ are not returned/,
    summary: 'The query is decoded as ASCII.',
    wire: 'A value with letters outside ASCII is not found.',
    corrupt: decoding((text) => text.replaceAll(/[^\p{ASCII}]/gu, '?')),
  },
  {
    id: 'escaped-quote-refused',
    violates: 'filtering.value-escapes',
    seenAs: /answered with status 500/,
    summary: 'The scanner ends a string at any quote.',
    wire: 'A value with an escaped quote is answered with 500.',
    corrupt: { filter: (value, { text }) => (/[^\\]\\"./.test(text) ? crash() : value) },
  },
  {
    id: 'backslash-doubled',
    violates: 'filtering.value-escapes',
    seenAs: /who meet the filter \d+ are not returned/,
    summary: 'Escapes inside a string are not undone.',
    wire: 'A value with a backslash is not found.',
    corrupt: decoding((text) => text.replaceAll('\\', '\\\\')),
  },
  {
    id: 'bare-name-ignored',
    violates: 'filtering.bare-name',
    seenAs: /another number of users/,
    summary: 'A filter whose path does not begin with a URN is dropped.',
    wire: 'country eq "US" returns every user.',
    corrupt: understood((filter, { text }) => (/^\s*\(?urn:/i.test(text) ? filter : undefined)),
  },
  {
    id: 'operators-in-small-letters-only',
    violates: 'filtering.name-case',
    seenAs: /answered with 400/,
    summary: 'Operators are looked up in their exact case.',
    wire: 'EQ is answered with 400.',
    corrupt: understood((filter, { text }) => (/ (EQ|NE|AND) /.test(text) ? invalid('Unknown operator.') : filter)),
  },
  {
    id: 'and-in-small-letters-only',
    violates: 'filtering.name-case',
    seenAs: /another number of users/,
    summary: 'The word between two terms is looked for in small letters.',
    wire: 'Behind AND everything is dropped, and more users come back.',
    corrupt: understood((filter, { text }) =>
      filter.kind === 'value-path' && / AND /.test(text) ? { ...filter, terms: filter.terms.slice(0, 1) } : filter,
    ),
  },
  {
    id: 'urn-compared-exactly',
    violates: 'filtering.name-case',
    seenAs: /answered with 400/,
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
    seenAs: /answered with 400/,
    summary: 'The router takes a colon in the query for a scheme.',
    wire: 'A filter with unescaped colons is answered with 400.',
    corrupt: understood((filter, { request }) =>
      /[?&]filter=urn:/.test(request.target) ? invalid('The filter cannot be read.') : filter,
    ),
  },
  {
    id: 'small-hex-not-decoded',
    violates: 'filtering.encoding-equivalents',
    seenAs: /answered with 400/,
    summary: 'Only capital hex digits are decoded.',
    wire: 'A filter escaped with %5b or %3a is answered with 400.',
    corrupt: understood((filter, { request }) =>
      /%[0-9a-f]?[a-f]/.test(request.target) ? invalid('The filter cannot be read.') : filter,
    ),
  },
  {
    id: 'filter-first-is-lost',
    violates: 'filtering.encoding-equivalents',
    seenAs: /answered with 400/,
    summary: 'The query is read by position: startIndex must stand in front of the filter.',
    wire: 'filter=...&startIndex=1 is answered with 400, startIndex=1&filter=... is not.',
    corrupt: understood((filter, { request }) =>
      /\?filter=.*&startIndex=/.test(request.target) ? invalid('The filter cannot be read.') : filter,
    ),
  },
  {
    id: 'escaped-parentheses-kept',
    violates: 'filtering.encoding-equivalents',
    seenAs: /answered with 400/,
    summary: 'A security filter refuses escapes of characters that need none.',
    wire: 'A filter with %28, %29, %27 or %2A is answered with 400.',
    corrupt: understood((filter, { request }) =>
      /%2[1789A]/i.test(request.target) ? invalid('The filter cannot be read.') : filter,
    ),
  },
];
