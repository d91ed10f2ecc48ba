/** The filter evaluator against every server that the rulings permit: it blames none of them, and misses little. */

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { truthOf } from '../src/checks/filter/evaluate.ts';
import { compare, element, type Filter, type Literal, type Term, term } from '../src/checks/filter/terms.ts';
import { type Asked, everyMatch, onlyMatches, totalCountsMatches } from '../src/checks/filtering.ts';
import { partition } from '../src/checks/filtering-partition.ts';
import { URN } from '../src/contract/contract.ts';
import { loadContract } from '../src/contract/load.ts';
import type { Json, JsonObject } from '../src/model/json.ts';
import { groundOver, resultOf } from './fixtures/filter-ground.ts';
import { returns, UNORDERED, verdictOf } from './fixtures/filter-servers.ts';
import { holds, oneOf } from './fixtures/property.ts';

const { filters } = loadContract('2026-05');

/** Values near each other: equal but for case, beginnings and ends of each other, accented, empty, of a wrong type. */
const TEXTS = [
  'US',
  'us',
  'USA',
  'AUS',
  'S',
  'é',
  'É',
  'straße',
  'STRASSE',
  'a b',
  'true',
  'False',
  '10',
  '9',
  '_',
  '',
];
const text = oneOf(...TEXTS);
const flag = oneOf<Json>(true, false, 'true', 'False');
const nothing = oneOf<Json | undefined>(null, undefined, [], {});

/** Mostly of the right type, at times of none. */
const textValue = fc.oneof(
  { weight: 6, arbitrary: text },
  { weight: 2, arbitrary: nothing },
  { weight: 1, arbitrary: oneOf<Json>(7, true) },
);
const flagValue = fc.oneof(
  { weight: 6, arbitrary: flag },
  { weight: 2, arbitrary: nothing },
  { weight: 1, arbitrary: oneOf<Json>(1, 'yes') },
);

const entry = fc
  .record({ id: fc.oneof(oneOf<Json>('custom1', 'custom2', 'orgUnit1', 'orgunit1'), nothing), value: textValue })
  .map(withoutHoles);
const list = fc.oneof(
  { weight: 6, arbitrary: fc.array(fc.oneof({ weight: 9, arbitrary: entry }, oneOf(null)), { maxLength: 4 }) },
  { weight: 1, arbitrary: entry },
  { weight: 1, arbitrary: oneOf(null, undefined) },
);

function withoutHoles(members: Readonly<Record<string, Json | undefined>>): JsonObject {
  return Object.fromEntries(
    Object.entries(members).flatMap(([name, value]) => (value === undefined ? [] : [[name, value] as const])),
  );
}

const user = fc
  .record({
    spend: fc
      .record({
        ...Object.fromEntries(
          filters.attributes.map((one) => [one.name, one.type === 'string' ? textValue : flagValue] as const),
        ),
        customData: list,
      })
      .map(withoutHoles),
    others: fc.record({ budgetCountryCode: textValue, manager: textValue }),
  })
  .map(
    ({ spend, others }): JsonObject => ({
      id: 'u1',
      [URN.spendUser]: {
        ...spend,
        ...withoutHoles({ budgetCountryCode: others.budgetCountryCode }),
        biManager: withoutHoles({ value: others.manager }),
      },
    }),
  );

const paths = [
  ...filters.attributes.map((one) => one.path),
  `${URN.spendUser}:budgetCountryCode`,
  `${URN.spendUser}:biManager.value`,
  `${URN.spendUser}:nosuchAttribute`,
];
const literal = fc.oneof({ weight: 6, arbitrary: text }, { weight: 2, arbitrary: oneOf<Literal>(true, false, null) });
const operator = oneOf('eq', 'ne', ...filters.unsupportedOperators.filter((one) => one !== 'pr'));

const comparison: fc.Arbitrary<Filter> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.tuple(oneOf(...paths), operator, literal).map(([path, how, value]) => compare(path, how, value)),
  },
  { weight: 1, arbitrary: oneOf(...paths).map((path) => compare(path, 'pr')) },
);
const anyTerm: fc.Arbitrary<Term> = fc
  .tuple(oneOf('id', 'value', 'value', 'nosuchMember'), operator, literal)
  .map(([member, how, value]) => term(member, value, how));
const pair = (how: string): fc.Arbitrary<Filter> =>
  fc
    .tuple(oneOf('custom1', 'custom2', 'orgUnit1'), text)
    .map(([id, value]) => element(filters.customData.path, [term('id', id), term('value', value, how)]));
const valuePath: fc.Arbitrary<Filter> = fc.oneof(
  pair('eq'),
  pair('ne'),
  fc
    .tuple(fc.array(anyTerm, { minLength: 1, maxLength: 3 }), oneOf<'and' | 'or'>('and', 'or'))
    .map(([terms, joined]) => element(filters.customData.path, terms, filters.customData.path, joined)),
);
const atom = fc.oneof(comparison, valuePath);
const logical: fc.Arbitrary<Filter> = fc.letrec<{ part: Filter; inner: Filter }>((tie) => ({
  part: fc.oneof({ maxDepth: 2 }, atom, tie('inner')),
  inner: fc.oneof(
    fc
      .tuple(oneOf<'and' | 'or'>('and', 'or'), fc.array(tie('part'), { minLength: 2, maxLength: 3 }))
      .map(([kind, parts]): Filter => ({ kind, parts })),
    tie('part').map((part): Filter => ({ kind: 'not', parts: [part] })),
  ),
})).inner;

/** Filters of the matrix whose terms cannot exclude each other. */
const settled: fc.Arbitrary<Filter> = fc.oneof(
  fc
    .tuple(oneOf(...filters.attributes), oneOf('eq', 'ne'), text, fc.boolean())
    .map(([{ path, type }, how, word, yes]) => compare(path, how, type === 'string' ? word : yes)),
  pair('eq'),
);
const people = fc
  .array(user, { minLength: 2, maxLength: 12 })
  .map((users) => users.map((one, index): JsonObject => ({ ...one, id: `u${index}` })));

/** What a server answers, in one page. */
function asked(users: readonly JsonObject[], filter: Filter, rows: readonly JsonObject[], total = rows.length): Asked {
  return { ground: groundOver(users), filter, walk: resultOf(rows, total) };
}

describe('the checks of results', () => {
  test('blame no permitted server', () =>
    holds(
      200,
      fc.property(people, fc.oneof(settled, pair('ne')), oneOf(...UNORDERED), (users, filter, reading) => {
        const rows = users.filter((one) => returns(filter, one, reading));
        for (const check of [onlyMatches, everyMatch, totalCountsMatches]) {
          expect(check(asked(users, filter, rows)).verdict).toMatch(/^(pass|not-exercised)$/);
        }
      }),
    ));

  test('blame no permitted server that reads eq and ne alike', () =>
    holds(
      200,
      fc.property(people, settled, oneOf(...UNORDERED), (users, filter, reading) => {
        fc.pre(filter.kind === 'comparison');
        const [eq, ne] = ['eq', 'ne'].map((how) => {
          const side = { ...filter, operator: how };
          return asked(
            users,
            side,
            users.filter((one) => returns(side, one, reading)),
          );
        });
        if (eq && ne) expect(partition({ eq, ne }).verdict).toMatch(/^(pass|not-exercised)$/);
      }),
    ));

  test('blame a server that loses a match, adds a stranger or counts wrongly', () =>
    holds(
      150,
      fc.property(people, settled, oneOf(...UNORDERED), fc.nat(), (users, filter, reading, pick) => {
        const rows = users.filter((one) => returns(filter, one, reading));
        const settledAs = (wanted: string) => users.filter((one) => verdictOf(filter, one, UNORDERED) === wanted);
        const [matches, misses] = [settledAs('match'), settledAs('miss')];
        fc.pre(matches.length > 0 && misses.length > 0);
        const lost = matches[pick % matches.length];
        const stranger = misses[pick % misses.length];
        expect(
          everyMatch(
            asked(
              users,
              filter,
              rows.filter((one) => one !== lost),
            ),
          ).verdict,
        ).toBe('fail');
        if (stranger) expect(onlyMatches(asked(users, filter, [...rows, stranger])).verdict).toBe('fail');
        // The total of all users, as counted before the filter; open users could make it right.
        const most = users.length - misses.length;
        if (most < users.length)
          expect(totalCountsMatches(asked(users, filter, rows, users.length)).verdict).toBe('fail');
      }),
    ));
});

describe('the evaluator of filters', () => {
  test('calls a match what every permitted server returns, and a miss what none does', () =>
    holds(
      400,
      fc.property(fc.oneof(atom, logical), user, (filter, one) => {
        const truth = truthOf(filter, one);
        if (truth !== 'open') expect(truth).toBe(verdictOf(filter, one));
      }),
    ));

  test('leaves one comparison open only where permitted servers disagree', () =>
    holds(
      400,
      fc.property(comparison, user, (filter, one) => {
        expect(truthOf(filter, one)).toBe(verdictOf(filter, one));
      }),
    ));

  // Under `ne` two open terms may exclude each other, which a verdict term by term cannot see.
  test('leaves a value path of equalities open only where permitted servers disagree', () =>
    holds(
      300,
      fc.property(pair('eq'), user, (filter, one) => {
        expect(truthOf(filter, one)).toBe(verdictOf(filter, one));
      }),
    ));
});
