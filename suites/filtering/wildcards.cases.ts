/**
 * Values that mean more than themselves to the machinery behind a filter: wildcards of LIKE and of search engines,
 * patterns, conditions of SQL. Made from a value that people have, so that whoever reads more into it finds somebody.
 */

import { choosePair, pairFilter } from '../../src/checks/filter/choose-pair.ts';
import { chooseText } from '../../src/checks/filter/choose-text.ts';
import { compare } from '../../src/checks/filter/terms.ts';
import { isPlain } from '../../src/checks/filter/texts.ts';
import { readAsText } from '../../src/checks/filtering-answers.ts';
import type { Contract } from '../../src/contract/contract.ts';
import type { Case } from '../../src/harness/case.ts';
import { answeredCase, type Choice } from './asking.cases.ts';

const REQUIREMENT = 'filtering.value-characters';

interface Reading {
  readonly name: string;
  /** What is asked for in place of the value. */
  readonly write: (value: string) => string;
}

const READINGS: readonly Reading[] = [
  { name: 'percent sign as a wildcard', write: (value) => `${value.slice(0, 1)}%` },
  { name: 'underscore as a wildcard', write: (value) => `${value.slice(0, -1)}_` },
  { name: 'asterisk as a wildcard', write: (value) => `${value.slice(0, 1)}*` },
  { name: 'question mark as a wildcard', write: (value) => `${value.slice(0, -1)}?` },
  { name: 'full stop as a pattern', write: (value) => `${value.slice(0, -1)}.` },
  { name: 'anything as a pattern', write: (value) => `${value.slice(0, 1)}.*` },
  { name: 'condition of a query', write: () => "z' or 'z'='z" },
];

export function wildcardCases({ filters }: Contract): readonly Case[] {
  const { attributes, customData } = filters;
  const places: readonly { readonly name: string; readonly choose: (reading: Reading) => Choice }[] = [
    ...attributes
      .filter((one) => one.freeText)
      .map(({ name, path }) => ({
        name: `${name} eq`,
        choose:
          ({ write }: Reading): Choice =>
          (ground) => {
            const value = chooseText(ground, path, 'common');
            return value === undefined ? undefined : compare(path, 'eq', write(value));
          },
      })),
    {
      name: 'customData',
      choose:
        ({ write }) =>
        (ground) => {
          const pair = choosePair(ground, customData.path, { value: isPlain });
          return pair && pairFilter(customData.path, { ...pair, value: write(pair.value) });
        },
    },
  ];
  return places.flatMap(({ name, choose }) =>
    READINGS.map((reading) =>
      answeredCase({
        requirement: REQUIREMENT,
        name: `${name}, ${reading.name}`,
        choose: choose(reading),
        expect: readAsText,
      }),
    ),
  );
}
