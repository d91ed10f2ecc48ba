/**
 * `eq` and `ne` on every attribute of the matrix. Values are chosen from the population when the run knows it; a case is
 * named after the attribute, the operator and the kind of value.
 */

import { chooseText, chooseTextWith, VALUE_KINDS, type ValueKind } from '../../src/checks/filter/choose-text.ts';
import { equalWithoutCase } from '../../src/checks/filter/evaluate.ts';
import type { Ground } from '../../src/checks/filter/ground.ts';
import { compare, type Literal } from '../../src/checks/filter/terms.ts';
import { textsOf } from '../../src/checks/filter/texts.ts';
import { allOf, everyMatch, onlyMatches, totalCountsMatches, unsetUnderNe } from '../../src/checks/filtering.ts';
import { partition } from '../../src/checks/filtering-partition.ts';
import type { Contract, FilterAttribute } from '../../src/contract/contract.ts';
import { type Case, defineCase, type Session } from '../../src/harness/case.ts';
import { ask, askedCase, type Choice, type Extent, pagedCase } from './asking.cases.ts';

/** Coded attributes show little more with values that only free text can have. */
const CODED_KINDS: readonly ValueKind[] = ['common', 'rare', 'prefix', 'look-alike', 'absent', 'neighbouring'];

const chosen =
  ({ path }: FilterAttribute, operator: string, kind: ValueKind): Choice =>
  (ground) => {
    const value = chooseText(ground, path, kind);
    return value === undefined ? undefined : compare(path, operator, value);
  };

/** `whole`: results of one attribute are walked to their end however long, so that large companies are judged too. */
function textCases(attribute: FilterAttribute, whole: boolean): readonly Case[] {
  const { name, freeText } = attribute;
  const eq = (kind: ValueKind) => ({ name: `${name} eq, ${kind} value`, choose: chosen(attribute, 'eq', kind) });
  const ne = (kind: ValueKind) => ({
    name: `${name} ne, ${kind} value`,
    choose: chosen(attribute, 'ne', kind),
    whole,
  });
  const found: readonly ValueKind[] = freeText ? ['common', 'rare', 'prefix', 'longer'] : ['common', 'rare'];
  const excluded: readonly ValueKind[] = freeText ? ['common', 'rare'] : ['common'];
  return [
    ...(freeText ? VALUE_KINDS : CODED_KINDS).map((kind) =>
      askedCase({ requirement: 'filtering.eq-truth', ...eq(kind), expect: onlyMatches }),
    ),
    ...found.map((kind) => askedCase({ requirement: 'filtering.eq-complete', ...eq(kind), expect: everyMatch })),
    ...excluded.map((kind) => askedCase({ requirement: 'filtering.ne-truth', ...ne(kind), expect: onlyMatches })),
    ...excluded.map((kind) => askedCase({ requirement: 'filtering.ne-complete', ...ne(kind), expect: everyMatch })),
    askedCase({ requirement: 'filtering.ne-unset', ...ne('common'), expect: unsetUnderNe }),
    askedCase({ requirement: 'filtering.total', ...eq('common'), expect: totalCountsMatches }),
    askedCase({ requirement: 'filtering.total', ...ne('common'), expect: totalCountsMatches }),
    ...(freeText ? [pagedCase({ ...eq('common') })] : []),
  ];
}

function partitionCases(attribute: FilterAttribute, whole: boolean): readonly Case[] {
  const { name, path, freeText, enumerated } = attribute;
  // Only values in another letter case can stand on a wrong side.
  if (enumerated) return [];
  const extent: Extent = whole ? { pages: 'all' } : {};
  const sides = (value: (ground: Ground) => string | undefined) => async (session: Session) => {
    const side = (operator: string): Choice => {
      return (ground) => {
        const text = value(ground);
        return text === undefined ? undefined : compare(path, operator, text);
      };
    };
    const eq = await ask(session, side('eq'), extent);
    if ('nothing' in eq) return eq;
    const ne = await ask(session, side('ne'), extent);
    return 'nothing' in ne ? ne : { eq, ne };
  };
  const row = { requirement: 'filtering.partition', expect: partition };
  return [
    defineCase({
      ...row,
      name: `${name}, common value`,
      probe: sides((ground) => chooseText(ground, path, 'common')),
    }),
    ...(freeText || whole
      ? [
          defineCase({
            ...row,
            name: `${name}, common value in another case`,
            probe: sides((ground) => inOtherCase(chooseText(ground, path, 'common'))),
          }),
        ]
      : []),
    ...(freeText
      ? [defineCase({ ...row, name: `${name}, value in two cases`, probe: sides((ground) => cased(ground, path)) })]
      : []),
  ];
}

/** So written, a value divides people in any company: whoever has it may be found, by one of the two. */
function inOtherCase(value: string | undefined): string | undefined {
  const other = value === value?.toUpperCase() ? value?.toLowerCase() : value?.toUpperCase();
  return other === value ? undefined : other;
}

/** A value that somebody else has in another letter case. */
function cased(ground: Ground, path: string): string | undefined {
  const texts = textsOf(ground, path);
  return chooseTextWith(ground, path, (value) =>
    texts.some((other) => other.value !== value && equalWithoutCase(other.value, value)),
  );
}

function booleanCases({ name, path }: FilterAttribute): readonly Case[] {
  const choose =
    (operator: string, value: Literal): Choice =>
    () =>
      compare(path, operator, value);
  return [
    ...['eq', 'ne'].flatMap((operator) =>
      [true, false].map((value) =>
        askedCase({
          requirement: 'filtering.boolean-literals',
          name: `${name} ${operator} ${value}`,
          choose: choose(operator, value),
          expect: allOf(onlyMatches, everyMatch),
        }),
      ),
    ),
    askedCase({
      requirement: 'filtering.ne-unset',
      name: `${name} ne true`,
      choose: choose('ne', true),
      expect: unsetUnderNe,
    }),
  ];
}

export function comparisonCases({ filters }: Contract): readonly Case[] {
  const thorough = filters.attributes.find((one) => one.type === 'string' && !one.freeText);
  return filters.attributes.flatMap((attribute) => {
    if (attribute.type === 'boolean') return booleanCases(attribute);
    const whole = attribute === thorough;
    return [...textCases(attribute, whole), ...partitionCases(attribute, whole)];
  });
}
