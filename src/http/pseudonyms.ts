/**
 * Gives people other names. Equal values get equal pseudonyms within one run and different ones in the next, and a
 * value that was seen once as personal is found again wherever a target repeats it.
 */

import { createHmac } from 'node:crypto';

/** Shorter values (a middle initial, a country) are too often an ordinary word elsewhere. */
const SHORTEST_KNOWN = 3;
/** In sentences of our own, which hold no values on purpose. */
const SHORTEST_IN_SENTENCES = 6;
/** Values are found by their first characters. */
const PREFIX = 6;
/** More than this many people are not remembered; their members are still replaced where they stand. */
const MOST_KNOWN = 200_000;

/**
 * Nothing about a person: literals of JSON, also where a server sends them as text, and URNs, for extension names in
 * status documents are called `name` as well.
 */
const SAYS_NOTHING = /^(?:true|false|null|urn:ietf:.*)?$/s;

/** A mail address is somebody's, whether or not it was met before. */
const ADDRESS = /[\w.!#$&'*+/=?^`{|}~-]+(?:@|%40)[\w-]+(?:\.[\w-]+)+/gi;

export interface Pseudonyms {
  of(value: string): string;
  /** Remembers a personal value, so that `replace` finds it in other texts. */
  learn(value: string): void;
  /** `sentence`: our own words, in which only long values are looked for. */
  replace(text: string, sentence?: boolean): string;
}

export function createPseudonyms(key: string): Pseudonyms {
  const known = new Map<string, Set<string>>();
  let count = 0;
  const of = (value: string): string => {
    if (SAYS_NOTHING.test(value)) return value;
    return `\u2039${createHmac('sha256', key).update(value).digest('hex').slice(0, 8)}\u203a`;
  };

  const hideAddress = (address: string) => of(address.replace(/%40/i, '@'));

  return {
    of,
    learn(value) {
      if (value.length < SHORTEST_KNOWN || count >= MOST_KNOWN || SAYS_NOTHING.test(value)) return;
      const prefix = value.slice(0, PREFIX);
      const values = known.get(prefix) ?? new Set();
      known.set(prefix, values);
      if (values.has(value)) return;
      values.add(value);
      count += 1;
    },
    replace(given, sentence = false) {
      const text = given.includes('@') || given.includes('%40') ? given.replace(ADDRESS, hideAddress) : given;
      if (count === 0) return text;
      const shortest = sentence ? SHORTEST_IN_SENTENCES : SHORTEST_KNOWN;
      let result = '';
      let done = 0;
      for (let at = 0; at < text.length; at += 1) {
        if (at < done || (at > 0 && isWordPart(text, at - 1) && isWordPart(text, at))) continue;
        const found = longestAt(known, text, at, shortest);
        if (found === undefined) continue;
        result += text.slice(done, at) + of(found);
        done = at + found.length;
      }
      return done === 0 ? text : result + text.slice(done);
    },
  };
}

function longestAt(
  known: ReadonlyMap<string, ReadonlySet<string>>,
  text: string,
  at: number,
  shortest: number,
): string | undefined {
  let best: string | undefined;
  for (let length = PREFIX; length >= shortest && best === undefined; length -= 1) {
    for (const value of known.get(text.slice(at, at + length)) ?? []) {
      if (value.length <= (best?.length ?? 0) || !text.startsWith(value, at)) continue;
      const end = at + value.length;
      if (end >= text.length || !isWordPart(text, end - 1) || !isWordPart(text, end)) best = value;
    }
  }
  return best;
}

function isWordPart(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  return (code >= 48 && code <= 57) || (code >= 65 && code <= 90) || (code >= 97 && code <= 122) || code > 191;
}
