/**
 * Which text a filter asks of an attribute, taken from the population at run time. A choice always tells some users from
 * others, or there is none.
 */

import { isObject } from '../../model/json.ts';
import { equalWithoutCase, valuesAt } from './evaluate.ts';
import type { Ground } from './ground.ts';
import { locate } from './terms.ts';
import { byFrequency, type Counted, firstTelling, isPlain, oncePer, textsOf } from './texts.ts';

/** Kinds of values; each is a case of every text attribute. */
export const VALUE_KINDS = [
  'common',
  'rare',
  'prefix',
  'inner part',
  'longer',
  'look-alike',
  'absent',
  'neighbouring',
] as const;
export type ValueKind = (typeof VALUE_KINDS)[number];

interface PlainTexts {
  readonly plain: readonly Counted<string>[];
  /** The most frequent one that tells users apart. */
  readonly common: string | undefined;
}

const plainTextsOf = oncePer((ground, path): PlainTexts => {
  const plain = textsOf(ground, path).filter(({ value }) => isPlain(value));
  return { plain, common: firstTelling(ground, path, plain) };
});

/** A value of a kind, or undefined where the population has nothing of it. */
export function chooseText(ground: Ground, path: string, kind: ValueKind): string | undefined {
  const { plain, common } = plainTextsOf(ground, path);
  if (common === undefined) return undefined;
  switch (kind) {
    case 'common':
      return common;
    case 'rare': {
      const rare = firstTelling(ground, path, [...plain].reverse());
      return rare === common ? undefined : rare;
    }
    case 'prefix': {
      // A whole value that begins another one shows most; else the beginning of a common value, which nobody has.
      const whole = plain.find(({ value }) => plain.some((other) => extendsIt(other.value, value)));
      return whole?.value ?? shortened(common.slice(0, -1));
    }
    case 'inner part':
      return shortened(common.slice(1));
    case 'longer': {
      const whole = plain.find(({ value }) => plain.some((other) => extendsIt(value, other.value)));
      return whole?.value ?? `${common}${common.at(-1)}`;
    }
    case 'look-alike':
      return lookAlike(plain.map(({ value }) => value));
    case 'absent':
      return nobodys(ground, path, common);
    case 'neighbouring':
      return neighbours(ground, path, common);
  }
}

/** The value whose beginning is the beginning of another one for the longest stretch: `en-GB` beside `en-US`. */
function lookAlike(values: readonly string[]): string | undefined {
  // Alike values are neighbours in alphabetical order.
  const sorted = values.toSorted();
  const shared = (left: string, right: string | undefined) => {
    if (right === undefined || equalWithoutCase(left, right)) return 0;
    const end = [...left].findIndex((letter, index) => letter !== right[index]);
    return end === -1 ? left.length : end;
  };
  const scores = sorted.map((value, index) => ({ value, score: shared(value, sorted[index + 1]) }));
  const [best] = scores.toSorted((a, b) => b.score - a.score);
  return best && best.score > 0 ? best.value : undefined;
}

/** A value of the same length that a user has in another attribute beside this one, the most frequent first. */
function neighbours(ground: Ground, path: string, like: string): string | undefined {
  const where = locate(path);
  const found = ground.users.flatMap((user) => {
    const mine = valuesAt(user, where);
    return valuesAt(user, where.slice(0, -1))
      .filter(isObject)
      .flatMap((one) => Object.values(one))
      .filter((value): value is string => typeof value === 'string' && value.length === like.length && isPlain(value))
      .filter((value) => !mine.includes(value));
  });
  return byFrequency(found, (value) => value)[0]?.value;
}

function extendsIt(longer: string, shorter: string): boolean {
  return longer.startsWith(shorter) && !equalWithoutCase(longer, shorter);
}

function shortened(value: string): string | undefined {
  return value === '' ? undefined : value;
}

/** A value of the same shape that nobody has. */
function nobodys(ground: Ground, path: string, like: string): string | undefined {
  const taken = new Set(textsOf(ground, path).map(({ value }) => value.toLowerCase()));
  for (const [letter, digit] of [
    ['z', '9'],
    ['q', '7'],
    ['x', '8'],
  ] as const) {
    const value = like.replaceAll(/[A-Z]/g, letter.toUpperCase()).replaceAll(/[a-z]/g, letter).replaceAll(/\d/g, digit);
    if (!taken.has(value.toLowerCase())) return value;
  }
  return undefined;
}

/** The rarest value for which `holds`. */
export function chooseTextWith(ground: Ground, path: string, holds: (value: string) => boolean): string | undefined {
  const fitting = textsOf(ground, path).filter(({ value }) => holds(value));
  return firstTelling(ground, path, [...fitting].reverse());
}
