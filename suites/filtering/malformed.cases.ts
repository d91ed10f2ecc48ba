/**
 * Filters that break the grammar, and those that only come close to breaking it. What a ruling lets a server read
 * leniently is recorded; a case fails over nothing but text that no reading can save.
 */

import { namesInvalidFilter, recorded, refusedAsMalformed } from '../../src/checks/filtering-answers.ts';
import type { Contract } from '../../src/contract/contract.ts';
import { type Case, defineCase } from '../../src/harness/case.ts';
import { answerText, firstPage } from './asking.cases.ts';

/** `NAME` and `LIST` stand for full paths. */
const BROKEN: readonly { readonly name: string; readonly text: string }[] = [
  { name: 'value missing', text: 'NAME eq' },
  { name: 'operator missing', text: 'NAME "US"' },
  { name: 'attribute missing', text: 'eq "US"' },
  { name: 'attribute alone', text: 'NAME' },
  { name: 'value alone', text: '"US"' },
  { name: 'quote not closed', text: 'NAME eq "US' },
  { name: 'operands swapped', text: '"US" eq NAME' },
  { name: 'operator twice', text: 'NAME eq eq "US"' },
  { name: 'two values', text: 'NAME eq "US" "CA"' },
  { name: 'bracket not closed', text: 'LIST[id eq "custom2" and value eq "US"' },
  { name: 'brackets empty', text: 'LIST[]' },
  { name: 'punctuation alone', text: '][' },
];

/** Their refusal is read for its scimType. */
const NAMED = new Set(['value missing', 'quote not closed', 'bracket not closed', 'attribute alone']);

const LENIENT: readonly { readonly name: string; readonly text: string }[] = [
  { name: 'value without quotes', text: 'NAME eq US' },
  // A server that takes values without quotes reads this one as a value that ends in a quote.
  { name: 'quote not opened', text: 'NAME eq US"' },
  { name: 'single quotes', text: "NAME eq 'US'" },
  { name: 'backslashes before the quotes', text: 'NAME eq \\"US\\"' },
  { name: 'two equals signs for eq', text: 'NAME == "US"' },
  { name: 'no blank before the value', text: 'NAME eq"US"' },
  { name: 'no blank before and', text: 'LIST[id eq "custom2"and value eq "US"]' },
  { name: 'two blanks', text: 'NAME  eq  "US"' },
  { name: 'tabs for blanks', text: 'NAME\teq\t"US"' },
  { name: 'blanks around', text: ' NAME eq "US" ' },
  { name: 'blanks inside the brackets', text: 'LIST[ id eq "custom2" and value eq "US" ]' },
  { name: 'parentheses around', text: '(NAME eq "US")' },
  { name: 'number for a text', text: 'NAME eq 1' },
  // Words outside the matrix (ruling 43): a server may answer 501 to them before it sees that something is missing.
  { name: 'dangling and', text: 'NAME eq "US" and' },
  { name: 'leading or', text: 'or NAME eq "US"' },
  { name: 'parenthesis not closed', text: '(NAME eq "US"' },
];

export function malformedCases({ filters }: Contract): readonly Case[] {
  const name = filters.attributes.find((one) => one.type === 'string' && !one.freeText)?.path ?? 'country';
  const written = (text: string) => text.replace('NAME', name).replace('LIST', filters.customData.path);
  return [
    ...BROKEN.flatMap(({ name: row, text }) => {
      const probe = {
        name: row,
        probe: (session: Parameters<typeof firstPage>[0]) => firstPage(session, written(text)),
      };
      return [
        defineCase({ requirement: 'filtering.malformed-refused', ...probe, expect: refusedAsMalformed }),
        ...(NAMED.has(row)
          ? [defineCase({ requirement: 'filtering.malformed-scim-type', ...probe, expect: namesInvalidFilter })]
          : []),
      ];
    }),
    ...LENIENT.map(({ name: row, text }) =>
      defineCase({
        requirement: 'filtering.lenient-reading',
        name: row,
        probe: (session) => answerText(session, written(text)),
        expect: recorded,
      }),
    ),
  ];
}
