/**
 * `eq` and `ne` of one value, side by side: nobody is in both results, everybody with a value is in one of them. Users
 * about whom `eq` and `ne` are settled belong to their own rules; here count those whose value differs in letter case,
 * which a server may read either way, but only one way at a time.
 */

import { type Finding, judged, notExercised, type Problem, pass, unmet } from '../model/finding.ts';
import type { JsonObject } from '../model/json.ts';
import { isWhole, type Walk, type WalkPage } from '../model/walk.ts';
import { readingOf, truthOf, valuesAt } from './filter/evaluate.ts';
import { type Ground, idOf } from './filter/ground.ts';
import type { Comparison } from './filter/terms.ts';
import type { Asked, NothingToAsk } from './filtering.ts';
import { refusedForAccess } from './paging.ts';

export interface Sides {
  readonly eq: Asked;
  readonly ne: Asked;
}

const repeats = (walk: Walk) => {
  const ids = walk.pages.flatMap((page) => page.ids);
  return new Set(ids).size < ids.length;
};
const idsOf = (walk: Walk) => new Set(walk.pages.flatMap((page) => page.ids));

/** The first page of a walk whose users can be told, or why they cannot. */
function readable(walk: Walk): WalkPage | Finding {
  const first = walk.pages[0];
  if (!first || refusedForAccess(first.exchange)) return unmet('a filter was refused for reasons of access');
  if (first.exchange.response.status !== 200) return notExercised('a filter was refused, and returned nobody');
  if (walk.end === 'refused' || repeats(walk)) return unmet('a walk under a filter broke off, or repeated a user');
  return first;
}

export function partition(probe: Sides | NothingToAsk): Finding {
  if ('nothing' in probe) return notExercised(probe.nothing);
  const { eq, ne } = probe;
  const firstOfEq = readable(eq.walk);
  if ('verdict' in firstOfEq) return firstOfEq;
  const firstOfNe = readable(ne.walk);
  if ('verdict' in firstOfNe) return firstOfNe;
  const { filter } = eq;
  if (filter.kind !== 'comparison') return notExercised('only a comparison has an opposite');
  const [inEq, inNe] = [idsOf(eq.walk), idsOf(ne.walk)];
  if (inNe.size === 0) return notExercised('the result of ne is empty');
  const contested = eq.ground.users.filter((user) => hasText(filter, user) && truthOf(filter, user) === 'open');
  const whole = isWhole(eq.walk) && isWhole(ne.walk);
  const problems = contested.flatMap((user): readonly Problem[] => {
    const id = idOf(user);
    if (inEq.has(id) !== inNe.has(id)) return [];
    const both = inEq.has(id);
    if (!both && !whole) return [];
    return [
      {
        message: both
          ? 'A user is returned by eq and by ne of the same value.'
          : 'A user who has a value is returned neither by eq nor by ne.',
        expected: 'in exactly one of the two results',
        actual: id,
        exchange: firstOfNe.exchange,
      },
    ];
  });
  if (problems.length > 0) return judged(problems.slice(0, 10));
  if (contested.length === 0) return notExercised('no value differs from the one asked for in letter case alone');
  if (!whole && !contested.some((user) => inEq.has(idOf(user)) || inNe.has(idOf(user)))) {
    return byCount(eq.ground, firstOfEq, firstOfNe);
  }
  return pass(
    contested.some((user) => inEq.has(idOf(user))) ? 'values match without case' : 'values match in their case',
  );
}

/** Results too long to be compared person by person can still be counted: nobody is in both. */
function byCount({ population }: Ground, eq: WalkPage, ne: WalkPage): Finding {
  const [inEq, inNe] = [eq.totalResults, ne.totalResults];
  if (inEq === undefined || inNe === undefined || population.complete) {
    return notExercised('a result is longer than the pages taken');
  }
  if (inEq + inNe <= population.total) return pass('counted, for the results are too long to be compared');
  return judged([
    {
      message: `eq and ne of one value return ${inEq} and ${inNe} users of ${population.total}.`,
      expected: `at most ${population.total} together`,
      actual: inEq + inNe,
      exchange: ne.exchange,
    },
  ]);
}

/** Whether the user has a value of the type that is asked for; any other type is the schema's to judge. */
function hasText(filter: Comparison, user: JsonObject): boolean {
  return valuesAt(user, filter.where).some((one) => {
    const reading = readingOf(one, filter.value);
    return filter.value !== null && reading !== '' && typeof reading === typeof filter.value;
  });
}
