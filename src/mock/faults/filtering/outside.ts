/** Bugs in what happens to filters outside the matrix: unsupported, malformed, empty, too long. */

import type { Fault, Filter, FilterScene } from '../../fault.ts';
import { MALFORMED } from '../../filter.ts';
import { crash, insteadOfRefusal, understood } from './bugs.ts';

/** The equality a bug makes of text it should refuse; undefined where it names no attribute. */
function asEquality({ text, contract }: FilterScene): Filter | undefined {
  const attribute = contract.filters.attributes.find((one) => text.includes(one.path));
  const value = /"([^"]*)"?/.exec(text)?.[1];
  return attribute && value !== undefined ? { kind: 'comparison', attribute, operator: 'eq', value } : undefined;
}

export const faults: readonly Fault[] = [
  {
    id: 'unsupported-operator-ignored',
    violates: 'filtering.unsupported-never-unfiltered',
    seenAs: /answer counts every user/,
    summary: 'A condition with an unknown operator is dropped from the query.',
    wire: 'country sw "U" returns every user.',
    corrupt: insteadOfRefusal((refusal, { text }) =>
      / (co|sw|ew|gt|ge|lt|le|pr)( |$)/.test(text) ? undefined : refusal,
    ),
  },
  {
    id: 'unknown-attribute-ignored',
    violates: 'filtering.unsupported-never-unfiltered',
    seenAs: /answer counts every user/,
    summary: 'A condition on an attribute that is not mapped is dropped from the query.',
    wire: 'budgetCountryCode eq "CA" returns every user.',
    corrupt: insteadOfRefusal((refusal) => (refusal.detail.includes('not an attribute') ? undefined : refusal)),
  },
  {
    id: 'co-read-as-eq',
    violates: 'filtering.unsupported-answer',
    seenAs: /answered with an empty list/,
    summary: 'The translation of operators falls back to equality.',
    wire: 'country co "U" returns an empty list with 200.',
    corrupt: insteadOfRefusal((refusal, at) => (/ co /.test(at.text) ? (asEquality(at) ?? refusal) : refusal)),
  },
  {
    id: 'second-condition-dropped',
    violates: 'filtering.unsupported-answer',
    seenAs: /users who do not match/,
    summary: 'Only the first condition of a filter is read.',
    wire: 'A and B returns the users of A.',
    corrupt: insteadOfRefusal((refusal, at) =>
      / and urn:/.test(at.text) ? (asEquality({ ...at, text: at.text.split(' and ')[0] ?? '' }) ?? refusal) : refusal,
    ),
  },
  {
    id: 'unsupported-operator-crashes',
    violates: 'filtering.unsupported-answer',
    seenAs: /answered with 500/,
    summary: 'The translation of an unknown operator throws.',
    wire: 'country sw "U" is answered with 500.',
    corrupt: insteadOfRefusal((refusal, { text }) => (/ sw /.test(text) ? crash() : refusal)),
  },
  {
    id: 'open-quote-read',
    violates: 'filtering.malformed-refused',
    seenAs: /answered with status 200/,
    summary: 'The end of the text closes an open string.',
    wire: 'country eq "US without its closing quote is answered with 200.',
    corrupt: insteadOfRefusal((refusal, at) =>
      refusal.detail === MALFORMED && / eq "[^"]*$/.test(at.text) ? (asEquality(at) ?? refusal) : refusal,
    ),
  },
  {
    id: 'rest-of-filter-ignored',
    violates: 'filtering.malformed-refused',
    seenAs: /answered with status 200/,
    summary: 'Reading stops after the first complete condition.',
    wire: 'country eq "US" "CA" is answered with 200.',
    corrupt: insteadOfRefusal((refusal, at) =>
      refusal.detail === MALFORMED && /^urn:\S+ eq "[^"]*" \S/.test(at.text) ? (asEquality(at) ?? refusal) : refusal,
    ),
  },
  {
    id: 'missing-value-ignored',
    violates: 'filtering.malformed-refused',
    seenAs: /answered with status 200/,
    summary: 'A condition without a value is dropped from the query.',
    wire: 'country eq is answered with every user.',
    corrupt: insteadOfRefusal((refusal, { text }) => (/^urn:\S+ eq\s*$/.test(text) ? undefined : refusal)),
  },
  {
    id: 'malformed-filter-named-invalid-value',
    violates: 'filtering.malformed-scim-type',
    seenAs: /scimType invalidFilter/,
    summary: 'The refusal of a filter uses the keyword of a parameter.',
    wire: 'The error has scimType invalidValue.',
    corrupt: {
      refuse: (refusal) => (refusal.detail === MALFORMED ? { ...refusal, scimType: 'invalidValue' } : refusal),
    },
  },
  {
    id: 'null-literal-crashes',
    violates: 'filtering.null-and-empty',
    seenAs: /answered with 500/,
    summary: 'A null literal is used as text.',
    wire: 'reimbursementType eq null is answered with 500.',
    corrupt: understood((filter) => (filter.kind === 'comparison' && filter.value === null ? crash() : filter)),
  },
  {
    id: 'empty-string-crashes',
    violates: 'filtering.null-and-empty',
    seenAs: /answered with 500/,
    summary: 'The first character of the value is looked at unseen.',
    wire: 'cashAdvanceAccountCode eq "" is answered with 500.',
    corrupt: understood((filter) => (filter.kind === 'comparison' && filter.value === '' ? crash() : filter)),
  },
  {
    id: 'empty-filter-crashes',
    violates: 'filtering.empty-filter',
    seenAs: /answered with 500/,
    summary: 'The first word of an empty filter is taken unseen.',
    wire: 'filter= is answered with 500.',
    corrupt: insteadOfRefusal((refusal, { text }) => (text.trim() === '' ? crash() : refusal)),
  },
  {
    id: 'long-filter-crashes',
    violates: 'filtering.long-filter',
    seenAs: /answered with 500/,
    summary: 'The filter does not fit the column of the audit log.',
    wire: 'A filter of more than 4000 characters is answered with 500.',
    corrupt: understood((filter, { text }) => (text.length > 4000 ? crash() : filter)),
  },
];
