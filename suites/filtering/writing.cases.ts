/** One filter in other writings: without the URN, in other letter cases, in other encodings. */

import { choosePair, pairFilter } from '../../src/checks/filter/choose-pair.ts';
import { chooseText, chooseTextWith } from '../../src/checks/filter/choose-text.ts';
import type { Ground } from '../../src/checks/filter/ground.ts';
import { compare, type Filter } from '../../src/checks/filter/terms.ts';
import { caseRecorded } from '../../src/checks/filtering-answers.ts';
import { recordedWriting, sameOrRefused, sameResult } from '../../src/checks/filtering-writings.ts';
import type { Contract, FilterAttribute } from '../../src/contract/contract.ts';
import { type Case, defineCase } from '../../src/harness/case.ts';
import { answeredCase, type Choice, rawPage, writings, writtenCase } from './asking.cases.ts';
import { flipped } from './value-paths.cases.ts';

/** Some users meet it, and some do not. */
function tellsApart({ sort }: Ground): (filter: Filter) => boolean {
  return (filter) => sort(filter).match.length > 0 && sort(filter).miss.length > 0;
}

/** The equality that is written in several ways. */
function equality({ path, type }: FilterAttribute): Choice {
  return (ground) => {
    if (type === 'boolean') return [true, false].map((value) => compare(path, 'eq', value)).find(tellsApart(ground));
    const value = chooseText(ground, path, 'common');
    return value === undefined ? undefined : compare(path, 'eq', value);
  };
}

function inequality({ path }: FilterAttribute): Choice {
  return (ground) => {
    const value = chooseText(ground, path, 'common');
    return value === undefined ? undefined : compare(path, 'ne', value);
  };
}

function pairAt(path: string): Choice {
  return (ground) => {
    const pair = choosePair(ground, path);
    return pair && pairFilter(path, pair);
  };
}

const nameAt = (path: string) => path.lastIndexOf(':') + 1;
const nameOf = (path: string) => path.slice(nameAt(path));
const urnOf = (path: string) => path.slice(0, nameAt(path));

function bareNameCases({ filters }: Contract): readonly Case[] {
  const row = { requirement: 'filtering.bare-name', expect: sameOrRefused };
  const bare = (path: string) => (text: string) => text.replace(path, nameOf(path));
  const { path } = filters.customData;
  return [
    ...filters.attributes.map((one) =>
      writtenCase({ ...row, name: one.name, choose: equality(one), rewrite: bare(one.path) }),
    ),
    writtenCase({ ...row, name: 'customData', choose: pairAt(path), rewrite: bare(path) }),
  ];
}

function caseCases({ filters }: Contract): readonly Case[] {
  const row = { requirement: 'filtering.name-case', expect: sameResult };
  const free = filters.attributes.find((one) => one.freeText);
  const subjects = [
    filters.attributes.find((one) => one.type === 'string' && !one.freeText),
    free,
    filters.attributes.find((one) => one.type === 'boolean'),
  ];
  const capitals = (text: string) => text.replaceAll(/ (eq|ne|and) /g, (word) => word.toUpperCase());
  const list = filters.customData.path;
  return [
    ...subjects.flatMap((attribute) => {
      if (attribute === undefined) return [];
      const { name, path } = attribute;
      const upper = `${urnOf(path)}${nameOf(path).toUpperCase()}`;
      const lower = `${urnOf(path).toLowerCase()}${nameOf(path)}`;
      const subject = { ...row, choose: equality(attribute) };
      return [
        writtenCase({ ...subject, name: `${name} EQ`, rewrite: capitals }),
        writtenCase({ ...subject, name: `${name} in capitals`, rewrite: (text) => text.replace(path, upper) }),
        writtenCase({
          ...subject,
          name: `${name}, URN in small letters`,
          rewrite: (text) => text.replace(path, lower),
        }),
      ];
    }),
    ...(free ? [writtenCase({ ...row, name: 'NE', choose: inequality(free), rewrite: capitals })] : []),
    writtenCase({ ...row, name: 'EQ and AND in a value path', choose: pairAt(list), rewrite: capitals }),
    ...filters.attributes
      .filter((one) => one.type === 'string')
      .map((attribute) =>
        answeredCase({
          requirement: 'filtering.value-case',
          name: attribute.name,
          choose: (ground) => flippedValue(ground, attribute),
          expect: caseRecorded,
        }),
      ),
  ];
}

function flippedValue(ground: Ground, { path }: FilterAttribute): Filter | undefined {
  const value = chooseText(ground, path, 'common');
  if (value === undefined || flipped(value) === value) return undefined;
  return compare(path, 'eq', flipped(value));
}

/** Reserved characters that stand unescaped in the usual writing; escaping them too changes nothing (RFC 3986, 2.2). */
const MARKS = /[!'()*]/;
/** Values with these would test more than one thing. */
const AMBIGUOUS = /["\\#&+%;=]/;

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
  const marked = filters.attributes.filter((one) => one.freeText);
  const attributes = filters.attributes.filter((one) => one.type === 'string' && !one.freeText).slice(0, 1);
  const subjects = [
    ...attributes.map((one) => ({ subject: one.name, choose: equality(one) })),
    { subject: 'customData', choose: pairAt(path) },
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
    ...marked.map(({ name, path: where }) =>
      defineCase({
        requirement: 'filtering.encoding-equivalents',
        name: `${name}, reserved characters escaped and not`,
        probe: (session) => {
          const choose: Choice = (ground) => {
            const value = chooseTextWith(ground, where, (text) => MARKS.test(text) && !AMBIGUOUS.test(text));
            return value === undefined ? undefined : compare(where, 'eq', value);
          };
          return writings(session, choose, (text) => rawPage(session, escaped(text).replaceAll(/[!'()*]/g, hex)));
        },
        expect: sameResult,
      }),
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

export function writingCases(contract: Contract): readonly Case[] {
  return [...bareNameCases(contract), ...caseCases(contract), ...encodingCases(contract)];
}
