/**
 * Filters outside the matrix: operators, attributes, logical words and paths that are not on its list. Each is asked
 * once and judged twice: never the unfiltered list, and a refusal or a right evaluation.
 */

import { choosePair } from '../../src/checks/filter/choose-pair.ts';
import { chooseText } from '../../src/checks/filter/choose-text.ts';
import type { Ground } from '../../src/checks/filter/ground.ts';
import { compare, element, type Filter, type Literal, locate, term } from '../../src/checks/filter/terms.ts';
import { textsOf } from '../../src/checks/filter/texts.ts';
import { neverUnfiltered, refusedOrRight } from '../../src/checks/filtering-answers.ts';
import { type Contract, type FilterAttribute, type FilterMatrix, URN } from '../../src/contract/contract.ts';
import type { Case } from '../../src/harness/case.ts';
import { answeredCase, type Choice } from './asking.cases.ts';

/** Belongs to nobody: asked for where the population shows no value. */
const NOBODY = 'zz-nobody';

interface Outside {
  readonly name: string;
  readonly choose: Choice;
  /** What it would mean is not settled either, so that only the unfiltered list is wrong. */
  readonly unsettled?: true;
}

const common = (ground: Ground, { path }: FilterAttribute) => chooseText(ground, path, 'common');

/** A part of a value that an operator could look for: its beginning, its end, or all of it where order counts. */
function operand(value: string, operator: string): Literal | undefined {
  if (operator === 'pr') return undefined;
  if (operator === 'ew') return value.slice(1) || value;
  return operator === 'sw' || operator === 'co' ? value.slice(0, -1) || value : value;
}

function operatorsOn(attribute: FilterAttribute, operators: readonly string[]): readonly Outside[] {
  const { name, path } = attribute;
  return operators.map((operator) => ({
    name: `${name} ${operator}`,
    choose: (ground) => {
      const value = common(ground, attribute);
      return value === undefined ? undefined : compare(path, operator, operand(value, operator));
    },
  }));
}

function operatorRows({ attributes, unsupportedOperators }: FilterMatrix): readonly Outside[] {
  const text = attributes.filter((one) => one.type === 'string');
  const flags = attributes.filter((one) => one.type === 'boolean');
  // One attribute of each kind with every operator; the others take turns, so that each meets two of them.
  const coded = text.filter((one) => !one.freeText).slice(0, 1);
  const crossed = [...coded, ...text.filter((one) => one.freeText).slice(0, 1)];
  const rest = text.filter((one) => !crossed.includes(one));
  const turn = (index: number) => unsupportedOperators.filter((_, at) => at % rest.length === index % rest.length);
  return [
    ...crossed.flatMap((attribute) => operatorsOn(attribute, unsupportedOperators)),
    ...rest.flatMap((attribute, index) => operatorsOn(attribute, [...new Set(['pr', ...turn(index)])])),
    ...flags.slice(0, 1).map(
      ({ name, path }): Outside => ({
        name: `${name} gt`,
        choose: () => compare(path, 'gt', false),
        unsettled: true,
      }),
    ),
    ...flags.map(({ name, path }): Outside => ({ name: `${name} pr`, choose: () => compare(path, 'pr') })),
    ...coded.map(
      (attribute): Outside => ({
        name: `${attribute.name} with an operator that does not exist`,
        choose: (ground) => {
          const value = common(ground, attribute);
          return value === undefined ? undefined : compare(attribute.path, 'xx', value);
        },
        unsettled: true,
      }),
    ),
  ];
}

/** Attributes that exist and are not filterable, and one that does not exist. */
function attributeRows({ unfilterable, customData }: FilterMatrix): readonly Outside[] {
  const unknown = `${URN.spendUser}:nosuchAttribute`;
  return [
    ...unfilterable.map(
      (path): Outside => ({
        name: shortName(path),
        choose: (ground) => {
          const seen = textsOf(ground, path);
          const value = seen.find(({ users }) => users < ground.users.length)?.value;
          return compare(path, 'eq', value ?? NOBODY);
        },
      }),
    ),
    { name: 'attribute that does not exist', choose: () => compare(unknown, 'eq', NOBODY) },
    { name: 'ne of an attribute that does not exist', choose: () => compare(unknown, 'ne', NOBODY), unsettled: true },
    { name: 'customData as a whole', choose: () => compare(customData.path, 'eq', NOBODY) },
    {
      name: 'customData.value',
      choose: (ground) => {
        const pair = choosePair(ground, customData.path);
        return pair && compare(`${customData.path}.value`, 'eq', pair.value);
      },
    },
  ];
}

/** `Approver:report` rather than the whole URN. */
function shortName(path: string): string {
  const [urn = '', ...rest] = locate(path);
  return urn.startsWith('urn:') ? `${urn.slice(urn.lastIndexOf(':') + 1)}:${rest.join('.')}` : path;
}

function logicalRows({ attributes }: FilterMatrix): readonly Outside[] {
  const [first, second] = attributes.filter((one) => one.type === 'string' && !one.freeText);
  const flag = attributes.find((one) => one.type === 'boolean');
  if (!first || !second || !flag) return [];
  const both = (build: (left: Filter, right: Filter) => Filter): Choice => {
    return (ground) => {
      const [left, right] = [common(ground, first), common(ground, second)];
      if (left === undefined || right === undefined) return undefined;
      return build(compare(first.path, 'eq', left), compare(second.path, 'eq', right));
    };
  };
  return [
    { name: 'and between attributes', choose: both((left, right) => ({ kind: 'and', parts: [left, right] })) },
    { name: 'or between attributes', choose: both((left, right) => ({ kind: 'or', parts: [left, right] })) },
    { name: 'not', choose: both((left) => ({ kind: 'not', parts: [left] })) },
    {
      name: 'and with a boolean',
      choose: both((left) => ({ kind: 'and', parts: [left, compare(flag.path, 'eq', true)] })),
    },
    {
      name: 'the same attribute twice with or',
      choose: both((left) => ({ kind: 'or', parts: [left, left] })),
    },
  ];
}

function insideRows({ customData }: FilterMatrix): readonly Outside[] {
  const { path, operators } = customData;
  const paired = (build: (id: string, value: string) => Filter): Choice => {
    return (ground) => {
      const pair = choosePair(ground, path);
      return pair && build(pair.id, pair.value);
    };
  };
  const inside = ['ne', 'co', 'sw', 'gt'].filter((operator) => !operators.includes(operator));
  return [
    ...inside.map(
      (operator): Outside => ({
        name: `customData, ${operator} inside`,
        choose: paired((id, value) => element(path, [term('id', id), term('value', value, operator)])),
      }),
    ),
    {
      name: 'customData, or inside',
      choose: paired((id, value) => element(path, [term('id', id), term('value', value)], path, 'or')),
    },
    {
      name: 'customData, a member that does not exist',
      choose: paired((id) => element(path, [term('id', id), term('nosuchMember', NOBODY)])),
      unsettled: true,
    },
  ];
}

/** Paths that are almost those of the matrix. */
function pathRows({ attributes }: FilterMatrix): readonly Outside[] {
  const attribute = attributes.find((one) => one.type === 'string' && !one.freeText);
  if (!attribute) return [];
  const { name, path } = attribute;
  const written = [
    { name: 'half-qualified name', as: `User:${name}` },
    { name: 'full stop for the last colon', as: `${URN.spendUser}.${name}` },
    { name: 'URN of the core user', as: `${URN.coreUser}:${name}` },
    { name: 'URN of another extension', as: `${URN.approver}:${name}` },
    { name: 'URN without its version', as: `${URN.spendUser.replace(':2.0', '')}:${name}` },
  ];
  return written.map(
    ({ name: row, as }): Outside => ({
      name: row,
      choose: (ground) => {
        const value = common(ground, attribute);
        return value === undefined ? undefined : compare(path, 'eq', value, as);
      },
      unsettled: true,
    }),
  );
}

export function outsideCases({ filters }: Contract): readonly Case[] {
  const rows = [
    ...operatorRows(filters),
    ...attributeRows(filters),
    ...logicalRows(filters),
    ...insideRows(filters),
    ...pathRows(filters),
  ];
  return rows.flatMap(({ unsettled, ...row }) => [
    answeredCase({ requirement: 'filtering.unsupported-never-unfiltered', ...row, expect: neverUnfiltered }),
    ...(unsettled
      ? []
      : [answeredCase({ requirement: 'filtering.unsupported-answer', ...row, expect: refusedOrRight })]),
  ]);
}
