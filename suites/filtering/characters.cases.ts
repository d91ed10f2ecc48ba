/**
 * Characters that a filter or a URL could trip over. In free text they are looked for as data, and probed without a
 * match where nobody has them; coded attributes are probed alone, and may refuse what is no code.
 */

import { choosePair, pairFilter } from '../../src/checks/filter/choose-pair.ts';
import { chooseText, chooseTextWith } from '../../src/checks/filter/choose-text.ts';
import type { Ground } from '../../src/checks/filter/ground.ts';
import { compare, element, type Filter, term } from '../../src/checks/filter/terms.ts';
import { allOf, everyMatch, onlyMatches } from '../../src/checks/filtering.ts';
import { readAsText } from '../../src/checks/filtering-answers.ts';
import type { Contract, FilterAttribute } from '../../src/contract/contract.ts';
import { type Case, defineCase } from '../../src/harness/case.ts';
import { answer, ask, groundFor } from './asking.cases.ts';

interface Character {
  readonly name: string;
  readonly holds: (value: string) => boolean;
  /** A value that hardly anybody has. */
  readonly probe: string;
  /** It must be escaped inside a JSON string. */
  readonly escaped?: true;
  /** Probed on coded attributes too. */
  readonly everywhere?: true;
}

const holding = (part: string) => (value: string) => value.includes(part);

const CHARACTERS: readonly Character[] = [
  { name: 'quote', holds: holding('"'), probe: 'z"z', escaped: true, everywhere: true },
  { name: 'backslash', holds: holding('\\'), probe: 'z\\z', escaped: true, everywhere: true },
  { name: 'backslash at the end', holds: (value) => value.endsWith('\\'), probe: 'zz\\', escaped: true },
  { name: 'parenthesis', holds: (value) => /[()]/.test(value), probe: 'z(z)', everywhere: true },
  { name: 'bracket', holds: (value) => /[[\]]/.test(value), probe: 'z[z]', everywhere: true },
  { name: 'ampersand', holds: holding('&'), probe: 'z&z', everywhere: true },
  { name: 'plus', holds: holding('+'), probe: 'z+z', everywhere: true },
  { name: 'percent', holds: holding('%'), probe: 'z%7Az', everywhere: true },
  { name: 'asterisk', holds: holding('*'), probe: '*' },
  { name: 'number sign or semicolon', holds: (value) => /[#;]/.test(value), probe: 'z#z;z' },
  { name: 'apostrophe', holds: holding("'"), probe: "z'z" },
  { name: 'word and', holds: holding(' and '), probe: 'z and z' },
  { name: 'operator word', holds: (value) => / (eq|ne|co|or|pr) /.test(value), probe: 'z eq z' },
  { name: 'blank inside', holds: (value) => /\S \S/.test(value), probe: 'z z' },
  { name: 'leading blank', holds: (value) => value.startsWith(' '), probe: ' zz' },
  { name: 'trailing blank', holds: (value) => value.endsWith(' '), probe: 'zz ' },
  { name: 'non-ASCII', holds: (value) => /[^\p{ASCII}]/u.test(value), probe: 'zé漢', everywhere: true },
];

const fits = ({ holds, escaped }: Character) => {
  return (value: string) => holds(value) && (escaped === true || unescaped(value));
};
const requirementOf = ({ escaped }: Character) => (escaped ? 'filtering.value-escapes' : 'filtering.value-characters');
const isCustom = (id: string) => /^custom/i.test(id);
/** A value that needs no escape shows its own character alone. */
const unescaped = (value: string) => !/["\\]/.test(value);
const exactly = allOf(onlyMatches, everyMatch);

/** As data where the population has it, else as a probe. */
function dataCase(
  character: Character,
  place: string,
  data: (ground: Ground) => Filter | undefined,
  probe: Filter,
  found = exactly,
): Case {
  return defineCase({
    requirement: requirementOf(character),
    name: `${place}, ${character.name}`,
    probe: async (session) => {
      const filter = data(await groundFor(session));
      return filter
        ? { kind: 'data' as const, seen: await ask(session, () => filter) }
        : { kind: 'probe' as const, seen: await answer(session, () => probe) };
    },
    expect: (one) => (one.kind === 'data' ? found(one.seen) : readAsText(one.seen)),
  });
}

function freeTextCase(character: Character, { name, path }: FilterAttribute): Case {
  const data = (ground: Ground) => {
    const value = chooseTextWith(ground, path, fits(character));
    return value === undefined ? undefined : compare(path, 'eq', value);
  };
  return dataCase(character, `${name} eq`, data, compare(path, 'eq', character.probe));
}

function elementCase(character: Character, { customData }: Contract['filters']): Case {
  const data = (ground: Ground) => {
    const pair = choosePair(ground, customData.path, { value: fits(character), id: isCustom, order: 'rare' });
    return pair && pairFilter(customData.path, pair);
  };
  const probe = element(customData.path, [term('id', customData.ids[0] ?? 'custom1'), term('value', character.probe)]);
  // What its terms bind to is another requirement's: here counts that the value is found.
  return dataCase(character, 'customData', data, probe, everyMatch);
}

function codedCase(character: Character, { name, path }: FilterAttribute): Case {
  return defineCase({
    requirement: requirementOf(character),
    name: `${name} eq, ${character.name} without a match`,
    probe: (session) =>
      answer(session, (ground) => compare(path, 'eq', `${chooseText(ground, path, 'common') ?? ''}${character.probe}`)),
    expect: readAsText,
  });
}

export function characterCases({ filters }: Contract): readonly Case[] {
  const text = filters.attributes.filter((one) => one.type === 'string');
  const coded = text.filter((one) => !one.freeText);
  return CHARACTERS.flatMap((character) => [
    ...text.filter((one) => one.freeText).map((attribute) => freeTextCase(character, attribute)),
    elementCase(character, filters),
    ...(character.everywhere ? coded.map((attribute) => codedCase(character, attribute)) : []),
  ]);
}
