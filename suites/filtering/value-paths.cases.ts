/** Value paths into customData: the documented shape, what its terms bind to, and the shapes nobody promised. */

import {
  chooseCrossedPair,
  choosePair,
  type Pair,
  type PairNeed,
  pairFilter,
} from '../../src/checks/filter/choose-pair.ts';
import type { Ground } from '../../src/checks/filter/ground.ts';
import { element, type Filter, term } from '../../src/checks/filter/terms.ts';
import { isPlain } from '../../src/checks/filter/texts.ts';
import { allOf, everyMatch, onlyMatches, totalCountsMatches } from '../../src/checks/filtering.ts';
import { caseRecorded, worksOrRefused } from '../../src/checks/filtering-answers.ts';
import { sameOrRefused } from '../../src/checks/filtering-writings.ts';
import type { Contract } from '../../src/contract/contract.ts';
import type { Case } from '../../src/harness/case.ts';
import { answeredCase, askedCase, type Choice, pagedCase, writtenCase } from './asking.cases.ts';

const NEEDS: readonly { readonly name: string; readonly need: PairNeed }[] = [
  { name: 'common pair', need: {} },
  { name: 'rare pair', need: { order: 'rare' } },
  { name: 'pair behind the first element', need: { behindFirst: true } },
  { name: 'pair that others have in two elements', need: { decoyed: true } },
  { name: 'pair with a long value', need: { value: (text) => text.length > 30 && !/["\\]/.test(text) } },
  { name: 'pair of an orgUnit', need: { id: (id) => /^orgunit/i.test(id) } },
];

type Choose = (ground: Ground) => Pair | undefined;

function changed(choose: Choose, change: (pair: Pair) => Pair): Choose {
  return (ground) => {
    const pair = choose(ground);
    return pair && change(pair);
  };
}

/** Pairs that nobody has. */
function voidPairs(path: string): readonly { readonly name: string; readonly choose: Choose }[] {
  const common: Choose = (ground) => choosePair(ground, path);
  const longer: Choose = (ground) => choosePair(ground, path, { value: (text) => isPlain(text) && text.length > 3 });
  return [
    { name: 'id and value of different elements', choose: (ground) => chooseCrossedPair(ground, path) },
    { name: 'absent value', choose: changed(common, ({ id }) => ({ id, value: 'zz-nobody' })) },
    { name: 'prefix of a value', choose: changed(longer, ({ id, value }) => ({ id, value: value.slice(0, -1) })) },
    { name: 'id outside the range', choose: changed(common, ({ value }) => ({ id: 'custom23', value })) },
    { name: 'value as id', choose: changed(common, ({ id, value }) => ({ id: value, value: id })) },
  ];
}

export function valuePathCases({ filters }: Contract): readonly Case[] {
  const { path, operators } = filters.customData;
  const paired =
    (choose: Choose): Choice =>
    (ground) => {
      const pair = choose(ground);
      return pair && pairFilter(path, pair);
    };
  const common: Choose = (ground) => choosePair(ground, path);
  return [
    ...NEEDS.flatMap(({ name, need }) => {
      const choose = paired((ground) => choosePair(ground, path, need));
      return [
        askedCase({ requirement: 'filtering.value-path-one-element', name, choose, expect: onlyMatches }),
        askedCase({ requirement: 'filtering.value-path-complete', name, choose, expect: everyMatch }),
      ];
    }),
    ...voidPairs(path).map(({ name, choose }) =>
      askedCase({
        requirement: 'filtering.value-path-one-element',
        name,
        choose: paired(choose),
        expect: onlyMatches,
      }),
    ),
    askedCase({
      requirement: 'filtering.total',
      name: 'customData, common pair',
      choose: paired(common),
      expect: totalCountsMatches,
    }),
    pagedCase({ name: 'customData, common pair', choose: paired(common) }),
    ...shapeCases(path, common),
    ...(operators.includes('ne') ? neCases(path, common) : []),
  ];
}

/** Written otherwise than documented: permitted to be refused. */
function shapeCases(path: string, common: Choose): readonly Case[] {
  const from =
    (build: (pair: Pair) => Filter): Choice =>
    (ground) => {
      const pair = common(ground);
      return pair && build(pair);
    };
  const requirement = 'filtering.value-path-shapes';
  const usual = from((pair) => pairFilter(path, pair));
  const rewritten = (terms: string) => (text: string) => text.replace(/\[(id .*) and (value .*)\]$/, `[${terms}]`);
  const beside = { requirement, choose: usual, expect: sameOrRefused };
  const single = { requirement, expect: worksOrRefused };
  return [
    writtenCase({ ...beside, name: 'value before id', rewrite: rewritten('$2 and $1') }),
    writtenCase({ ...beside, name: 'the same term twice', rewrite: rewritten('$1 and $2 and $1') }),
    answeredCase({ ...single, name: 'id alone', choose: from(({ id }) => element(path, [term('id', id)])) }),
    answeredCase({
      ...single,
      name: 'value alone',
      choose: from(({ value }) => element(path, [term('value', value)])),
    }),
    answeredCase({
      requirement: 'filtering.value-case',
      name: 'customData id in another case',
      choose: from(({ id, value }) => pairFilter(path, { id: flipped(id), value })),
      expect: caseRecorded,
    }),
    answeredCase({
      requirement: 'filtering.value-case',
      name: 'customData value in another case',
      choose: from(({ id, value }) => pairFilter(path, { id, value: flipped(value) })),
      expect: caseRecorded,
    }),
  ];
}

/** `ne` inside the brackets, where the revision lists it. */
function neCases(path: string, common: Choose): readonly Case[] {
  const exactly = allOf(onlyMatches, everyMatch);
  const requirement = 'filtering.value-path-ne';
  const shape =
    (idOperator: string, valueOperator: string): Choice =>
    (ground) => {
      const pair = common(ground);
      return pair && element(path, [term('id', pair.id, idOperator), term('value', pair.value, valueOperator)]);
    };
  return [
    askedCase({ requirement, name: 'id eq and value ne', choose: shape('eq', 'ne'), expect: exactly }),
    askedCase({ requirement, name: 'id ne and value eq', choose: shape('ne', 'eq'), expect: exactly }),
  ];
}

/** Every letter in its other case. */
export function flipped(text: string): string {
  return [...text].map((one) => (one === one.toLowerCase() ? one.toUpperCase() : one.toLowerCase())).join('');
}
