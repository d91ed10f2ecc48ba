/** One filter in other writings: without the URN, in other letter cases, in other encodings. */

import { choosePair, chooseText, pairFilter } from '../../src/checks/filter/choose.ts';
import type { Ground } from '../../src/checks/filter/ground.ts';
import { compare, element, type Filter, term, textOf } from '../../src/checks/filter/terms.ts';
import type { NothingToAsk } from '../../src/checks/filtering.ts';
import {
  recordedMatch,
  recordedWriting,
  sameResult,
  type Writings,
  works,
  worksOrRefused,
} from '../../src/checks/filtering-answers.ts';
import type { Contract, FilterAttribute } from '../../src/contract/contract.ts';
import { type Case, defineCase, type Session } from '../../src/harness/case.ts';
import { answeredCase, type Choice, firstPage, groundFor, NO_VALUE, rawPage } from './asking.cases.ts';
import { flipped } from './value-paths.cases.ts';

/** `as` writes the attribute's path in another form. */
function equality({ path, type }: FilterAttribute, as: string): Choice {
  return (ground) => {
    const value = type === 'boolean' ? true : chooseText(ground, path, 'common');
    return value === undefined ? undefined : compare(path, 'eq', value, as);
  };
}

function bareNameCases({ filters }: Contract): readonly Case[] {
  const requirement = 'filtering.bare-name';
  const { path } = filters.customData;
  const bareList: Choice = (ground) => {
    const pair = choosePair(ground, path);
    return pair && element(path, [term('id', pair.id), term('value', pair.value)], 'customData');
  };
  return [
    ...filters.attributes.map((attribute) =>
      answeredCase({
        requirement,
        name: attribute.name,
        choose: equality(attribute, attribute.name),
        expect: worksOrRefused,
      }),
    ),
    answeredCase({ requirement, name: 'customData', choose: bareList, expect: worksOrRefused }),
  ];
}

function caseCases({ filters }: Contract): readonly Case[] {
  const requirement = 'filtering.name-case';
  const { path } = filters.customData;
  const [coded, free, flag] = [
    filters.attributes.find((one) => one.type === 'string' && !one.freeText),
    filters.attributes.find((one) => one.freeText),
    filters.attributes.find((one) => one.type === 'boolean'),
  ];
  const pair: Choice = (ground) => {
    const found = choosePair(ground, path);
    return found && pairFilter(path, found);
  };
  const capitals = (filter: Filter) => textOf(filter, { capitals: true });
  const named = [coded, free, flag].flatMap((attribute) =>
    attribute === undefined
      ? []
      : [
          { name: `${attribute.name} EQ`, choose: equality(attribute, attribute.path), write: capitals },
          { name: `${attribute.name} in capitals`, choose: equality(attribute, upperName(attribute.path)) },
          { name: `${attribute.name}, URN in small letters`, choose: equality(attribute, lowerUrn(attribute.path)) },
        ],
  );
  const notEqual: Choice = (ground) => {
    const value = free && chooseText(ground, free.path, 'common');
    return free && value !== undefined ? compare(free.path, 'ne', value) : undefined;
  };
  return [
    ...named.map((row) => answeredCase({ requirement, ...row, expect: works })),
    answeredCase({ requirement, name: 'NE', choose: notEqual, write: capitals, expect: works }),
    answeredCase({ requirement, name: 'EQ and AND in a value path', choose: pair, write: capitals, expect: works }),
    ...filters.attributes
      .filter((one) => one.type === 'string')
      .map((attribute) =>
        answeredCase({
          requirement: 'filtering.value-case',
          name: attribute.name,
          choose: (ground) => flippedValue(ground, attribute),
          expect: recordedMatch,
        }),
      ),
  ];
}

function flippedValue(ground: Ground, { path }: FilterAttribute): Filter | undefined {
  const value = chooseText(ground, path, 'common');
  if (value === undefined || flipped(value) === value) return undefined;
  return compare(path, 'eq', flipped(value));
}

const nameAt = (path: string) => path.lastIndexOf(':') + 1;
const upperName = (path: string) => path.slice(0, nameAt(path)) + path.slice(nameAt(path)).toUpperCase();
const lowerUrn = (path: string) => path.slice(0, nameAt(path)).toLowerCase() + path.slice(nameAt(path));

type Encode = (text: string) => string;

const escaped: Encode = (text) => encodeURIComponent(text);
const hex = (one: string) =>
  [...new TextEncoder().encode(one)].map((byte) => `%${byte.toString(16).toUpperCase().padStart(2, '0')}`).join('');

/** Escapes but the given ones. */
const keeping =
  (kept: RegExp): Encode =>
  (text) =>
    [...text].map((one) => (kept.test(one) ? one : escaped(one))).join('');

const ENCODINGS: readonly { readonly requirement: string; readonly name: string; readonly encode: Encode }[] = [
  { requirement: 'filtering.encoding', name: 'colons unescaped', encode: keeping(/:/) },
  {
    requirement: 'filtering.encoding-equivalents',
    name: 'reserved characters unescaped',
    encode: keeping(/[:/?@!$'()*,;]/),
  },
  {
    requirement: 'filtering.encoding-equivalents',
    name: 'escapes in small letters',
    encode: (text) => escaped(text).replaceAll(/%[0-9A-F]{2}/g, (one) => one.toLowerCase()),
  },
  {
    requirement: 'filtering.encoding-equivalents',
    name: 'every character escaped',
    encode: (text) => [...text].map(hex).join(''),
  },
  {
    requirement: 'filtering.encoding-lenient',
    name: 'plus as a blank',
    encode: (text) => escaped(text).replaceAll('%20', '+'),
  },
  { requirement: 'filtering.encoding-lenient', name: 'brackets unescaped', encode: keeping(/[[\]]/) },
];

const expectationOf = (requirement: string) =>
  requirement === 'filtering.encoding-lenient' ? recordedWriting : sameResult;

function encodingCases({ filters }: Contract): readonly Case[] {
  const { path } = filters.customData;
  const pair: Choice = (ground) => {
    const found = choosePair(ground, path);
    return found && pairFilter(path, found);
  };
  const attributes = filters.attributes.filter((one) => one.type === 'string' && !one.freeText).slice(0, 1);
  const subjects = [
    ...attributes.map((one) => ({ subject: one.name, choose: equality(one, one.path) })),
    { subject: 'customData', choose: pair },
  ];
  return [
    ...ENCODINGS.flatMap(({ requirement, name, encode }) =>
      subjects.map(({ subject, choose }) =>
        defineCase({
          requirement,
          name: `${subject}, ${name}`,
          probe: (session) => writings(session, choose, (text) => rawPage(session, encode(text))),
          expect: expectationOf(requirement),
        }),
      ),
    ),
    ...subjects.map(({ subject, choose }) =>
      defineCase({
        requirement: 'filtering.encoding-equivalents',
        name: `${subject}, filter before the paging parameters`,
        probe: (session) =>
          writings(session, choose, (text) => {
            const { name, maximum } = session.contract.pageSize;
            return session.send('listUsers', { rawQuery: `filter=${escaped(text)}&${name}=${maximum}&startIndex=1` });
          }),
        expect: sameResult,
      }),
    ),
  ];
}

async function writings(
  session: Session,
  choose: Choice,
  send: (text: string) => Promise<Writings['other']>,
): Promise<Writings | NothingToAsk> {
  const filter = choose(await groundFor(session));
  if (!filter) return NO_VALUE;
  const text = textOf(filter);
  const [usual, other] = await Promise.all([firstPage(session, text), send(text)]);
  return { usual, other };
}

export function writingCases(contract: Contract): readonly Case[] {
  return [...bareNameCases(contract), ...caseCases(contract), ...encodingCases(contract)];
}
