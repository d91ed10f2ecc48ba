/** When change times are those of the reads: only then do they tell nothing of a tenant at work. */

import { describe, expect, test } from 'vitest';
import { stampsReads } from '../src/checks/change-times.ts';
import type { Exchange } from '../src/model/exchange.ts';
import { listed, lookedUp, page, STARTED, user } from './fixtures/list-exchanges.ts';

/** A list read at so many milliseconds, with the users' change times in milliseconds from the start. */
function look(at: number, times: Readonly<Record<string, number>>): Exchange {
  const people = Object.entries(times).map(([id, time]) => stamped(id, time));
  return { ...listed({ body: page(people, people.length) }), startedAt: STARTED + at };
}
const stamped = (id: string, time: number) =>
  user(id, { meta: { lastModified: new Date(STARTED + time).toISOString() } });
const all = (time: number) => ({ a: time, b: time, c: time });
const many = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, index) => [`u${index}`, 0]));
/** A lookup that shows this change time, made at the same moment. */
const again = (id: string, time: number, status = 200): Exchange => ({
  ...lookedUp(id, { status, body: stamped(id, time) }),
  startedAt: STARTED + time,
});
/** As far ahead of the end of a read as its own time may be: two seconds and the time the read took. */
const AHEAD = 5 + 2_000 + 5;
/** Long before, so that no time is that of its read. */
const EARLY = -3_600_001;

describe('a server that stamps its reads', () => {
  test.each<[string, readonly Exchange[]]>([
    ['to the millisecond', [look(0, all(1)), look(60, all(61))]],
    ['to the second', [look(0, all(0)), look(1_005, all(1_000))]],
    ['with a clock that is far off, seen three times', [0, 60, 120].map((at) => look(at, all(EARLY + at)))],
    ['nineteen of them at once, and one of them again', [look(0, many(19)), again('u1', 2_000)]],
    ['with a clock two seconds ahead', [0, 60].map((at) => look(at, all(at + AHEAD)))],
    ['seen once more by lookups', [look(0, { ...all(1), d: 1 }), ...['a', 'b', 'c'].map((id) => again(id, 1_201))]],
    [
      'whose clock the answers name',
      [0, 60].map((at) => ({
        ...look(at, all(EARLY + at)),
        response: {
          ...look(at, all(EARLY + at)).response,
          headers: { date: new Date(STARTED + EARLY).toUTCString() },
        },
      })),
    ],
  ])('%s', (_how, looks) => {
    expect(stampsReads(looks)).toBe(true);
    expect(stampsReads([...looks].reverse())).toBe(true);
  });
});

describe('people at work', () => {
  test.each<[string, readonly Exchange[]]>([
    ['nobody was looked at twice', [look(0, { a: 1 }), look(60, { b: 61 }), look(120, { c: 121 })]],
    ['one of all stands still', [look(0, { ...all(1), d: 1 }), look(60, { ...all(61), d: 1 })]],
    ['one of all goes back', [look(0, { ...all(1), d: 5 }), look(60, { ...all(61), d: 4 })]],
    ['everybody was changed once, by an import', [look(0, all(EARLY)), look(60, all(59)), look(120, all(59))]],
    ['all were changed between two looks, some time after the first', [look(0, all(EARLY)), look(60, all(EARLY + 7))]],
    ['everybody was changed once, by an import between two looks', [look(0, all(EARLY)), look(60, all(59))]],
    ['all were changed once, by a clock too far ahead', [0, 60].map((at) => look(at, all(at + AHEAD + 1)))],
    ['many were looked at once', [look(0, many(20))]],
    ['eighteen were looked at, and one of them again', [look(0, many(18)), again('u1', 2_000)]],
    ['the later looks were refused', [1, 101, 201, 301].map((at) => again('a', at, at > 1 ? 500 : 200))],
    [
      'users without an id',
      [0, 60, 120, 180].map((at) => {
        const { id: _none, ...nameless } = stamped('a', at + 1);
        return { ...listed({ body: page([nameless], 1) }), startedAt: STARTED + at };
      }),
    ],
    ['two users were changed once', [look(0, { a: 1, b: 1 }), look(60, { a: 61, b: 61 })]],
    ['the looks are in one tick of a fine clock', [look(0, all(1)), look(54, all(50))]],
    ['the looks are in one tick of a coarse clock', [look(0, all(0)), look(1_004, all(1_000))]],
    [
      'times that cannot be read',
      [0, 60, 120, 180].map((at) => ({
        ...listed({ body: page([user('a', { meta: { lastModified: at } })], 1) }),
        startedAt: STARTED + at,
      })),
    ],
    ['the looks overlap', [look(0, all(90)), look(4, all(60)), look(5, all(61))]],
    ['no list at all', [listed({ status: 500 }), lookedUp('a', { status: 404 })]],
  ])('%s', (_what, looks) => {
    expect(stampsReads(looks)).toBe(false);
  });
});
