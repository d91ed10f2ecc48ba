/**
 * What a documented filter returns, held against the users of the full walks: only matches, every match, the right
 * total. Each rule looks away where another one owns the defect, so that one bug gives one red requirement.
 */

import type { Exchange } from '../model/exchange.ts';
import { type Finding, fail, judged, notExercised, type Problem, pass, unmet } from '../model/finding.ts';
import { isUnassigned, type Json, type JsonObject, pointer } from '../model/json.ts';
import { isWhole, type Walk, type WalkPage } from '../model/walk.ts';
import { lastModifiedOf, stampsReads } from './change-times.ts';
import { truthOf, valuesAt } from './filter/evaluate.ts';
import { discriminates, type Ground, idOf, type Sorted } from './filter/ground.ts';
import { type Filter, textOf } from './filter/terms.ts';
import { refusedForAccess } from './paging.ts';
import { populationMoved } from './walk-moved.ts';

/** A filter, and the walk that asked for it. */
export interface Asked {
  readonly ground: Ground;
  readonly filter: Filter;
  readonly walk: Walk;
  /** Users that were missed, as a fresh lookup shows them, by id. */
  readonly again?: ReadonlyMap<string, JsonObject>;
  /** The lookups that showed them. */
  readonly lookups?: readonly Exchange[];
}

/** The population holds nothing that this case could ask for. */
export interface NothingToAsk {
  readonly nothing: string;
}
export type Probe = Asked | NothingToAsk;

/** Ids and rows listed in a problem; more would not help a reader. */
const MOST = 10;

/** Runs a check where something was asked. */
export function asked(check: (seen: Asked) => Finding): (probe: Probe) => Finding {
  return (probe) => ('nothing' in probe ? notExercised(probe.nothing) : check(probe));
}

const answeredWith = (exchange: Exchange) => `the filter was answered with status ${exchange.response.status}`;

/** The first page, or why nothing can be said about its rows; `refused` tells what it means that nobody is returned. */
function firstPageOf({ walk }: Asked, refused = returnedNobody): WalkPage | Finding {
  const first = walk.pages[0];
  if (!first) return unmet('the walk has no page');
  const { exchange } = first;
  if (refusedForAccess(exchange)) return unmet(answeredWith(exchange));
  if (exchange.response.status !== 200) return refused(exchange);
  return walk.end === 'refused' && first.totalResults === undefined ? unmet('the answer is no list') : first;
}

/** A refusal is judged where somebody was due. */
function returnedNobody(exchange: Exchange): Finding {
  return notExercised(`${answeredWith(exchange)} and returned nobody`);
}

/** What a filter sees of a user, for a reader: the values, or the elements of the list. */
function shown(filter: Filter, user: JsonObject): Json {
  if ('parts' in filter) return idOf(user);
  const values = valuesAt(user, filter.where).slice(0, MOST);
  return filter.kind === 'element' ? values.map((one) => one ?? null) : (values[0] ?? null);
}

const STRANGER_LATER = 'A later page under a filter holds a user who does not meet it.';

/** Rows of a page that definitely do not match, as problems. */
function strangers({ ground, filter }: Asked, page: WalkPage, message: string, known?: ReadonlySet<string>): Problem[] {
  return page.resources.flatMap((user, index) =>
    truthOf(filter, user) === 'miss' && !known?.has(idOf(user)) && !ground.isDoubtful(page.exchange, index, filter)
      ? [
          {
            message,
            pointer: pointer('Resources', index),
            expected: textOf(filter),
            actual: shown(filter, user),
            exchange: page.exchange,
          },
        ]
      : [],
  );
}

/** Every user on the first page meets the filter; later pages belong to the rule about paging. */
export const onlyMatches = asked((seen) => {
  const first = firstPageOf(seen);
  if ('verdict' in first) return first;
  if (seen.ground.sort(seen.filter).miss.length === 0) return notExercised('every known user could meet the filter');
  return judged(strangers(seen, first, 'A user who does not meet the filter is returned.').slice(0, MOST));
});

/** Ids of users that must be in the result and are not on any page. */
export function missedBy({ ground, filter, walk }: Omit<Asked, 'again'>): readonly JsonObject[] {
  const seen = new Set(walk.pages.flatMap((page) => page.ids));
  return ground.sort(filter).match.filter((user) => !seen.has(idOf(user)));
}

/** Every user who meets the filter is returned; a refusal returns nobody. */
export const everyMatch = asked((seen) => {
  const sorted = seen.ground.sort(seen.filter);
  if (!discriminates(sorted)) return notExercised('no known user meets the filter, or every one could');
  const first = firstPageOf(seen, lacksEverybody);
  if ('verdict' in first) return first;
  const missed = missedBy(seen);
  if (missed.length === 0) return pass();
  const unfit = notShown(seen, first, sorted);
  if (unfit) return unfit;
  if (missed.some((user) => hasMoved(seen, user))) return populationMoved();
  return fail({
    message: `Of ${sorted.match.length} users who meet the filter ${missed.length} are not returned.`,
    pointer: '/Resources',
    expected: missed.slice(0, MOST).map(idOf),
    actual: `${sorted.match.length - missed.length} of ${sorted.match.length}`,
    exchange: first.exchange,
  });
});

/** A documented filter was refused: nobody who meets it is returned. */
function lacksEverybody(exchange: Exchange): Finding {
  const { status } = exchange.response;
  const message = `A filter that keeps to the documents was answered with status ${status}.`;
  return fail({ message, expected: 200, actual: status, exchange });
}

/** Why users that did not turn up need not be the filter's fault; undefined where they are. */
function notShown(seen: Asked, first: WalkPage, sorted: Sorted): Finding | undefined {
  const { walk } = seen;
  if (walk.end === 'refused') return unmet('a later page of the walk could not be read');
  if (!isWhole(walk)) return notExercised(`the result is longer than ${walk.pages.length} pages`);
  if (walk.pages.slice(1).some((page) => strangers(seen, page, STRANGER_LATER).length > 0)) {
    return notExercised('a later page holds users outside the filter, which the rule about paging judges');
  }
  const ids = walk.pages.flatMap((page) => page.ids);
  const total = first.totalResults ?? 0;
  const intact = new Set(ids).size === ids.length && ids.length === total && !ids.includes('');
  return intact || total < sorted.match.length ? undefined : unmet('the walk does not show what totalResults counts');
}

/** A user who changed since the full walks need not be in the result any more. */
function hasMoved({ ground, filter, again, lookups = [] }: Asked, user: JsonObject): boolean {
  const now = again?.get(idOf(user));
  if (!now) return false;
  if (truthOf(filter, now) === 'miss') return true;
  const walked = ground.population.walks.flatMap(({ pages }) => pages.map(({ exchange }) => exchange));
  return lastModifiedOf(now) !== lastModifiedOf(user) && !stampsReads([...walked, ...lookups]);
}

/** totalResults counts the matches. Rows that are wrong themselves are judged elsewhere, and their count with them. */
export const totalCountsMatches = asked((seen) => {
  const { ground, filter, walk } = seen;
  const first = firstPageOf(seen);
  if ('verdict' in first) return first;
  const sorted = ground.sort(filter);
  if (!discriminates(sorted)) return notExercised('no known user meets the filter, or every one could');
  const total = first.totalResults;
  if (total === undefined) return unmet('the answer has no totalResults');
  const received = new Set(walk.pages.flatMap((page) => page.ids)).size;
  const least = sorted.match.length;
  // Of a long list a part is known: nobody knows more matches than these, and those who miss are not among them.
  const possible = Math.max(least, ground.population.total - sorted.miss.length);
  const most = ground.population.complete ? least + sorted.open.length : possible;
  const whole = isWhole(walk);
  if (!whole && ground.population.complete) return notExercised(`the result is longer than ${walk.pages.length} pages`);
  if ((whole && total === received) || (total >= least && total <= most)) return pass();
  return fail({
    message: `totalResults says ${total} under a filter that ${received} returned users meet.`,
    pointer: '/totalResults',
    expected: least === most ? least : `${least} to ${most}`,
    actual: total,
    exchange: first.exchange,
  });
});

/** The same filter in small pages and in one large page. */
export interface Paged {
  readonly small: Asked;
  readonly large: Asked;
}

/** Small pages behind the first hold matches only; a user whom the large page shows too is not their fault. */
export function laterPagesMatch(probe: Paged | NothingToAsk): Finding {
  if ('nothing' in probe) return notExercised(probe.nothing);
  const { small, large } = probe;
  const firstOfSmall = firstPageOf(small);
  if ('verdict' in firstOfSmall) return firstOfSmall;
  const firstOfLarge = firstPageOf(large);
  if ('verdict' in firstOfLarge) return firstOfLarge;
  if (small.ground.sort(small.filter).miss.length === 0) return notExercised('every known user could meet the filter');
  const later = small.walk.pages.slice(1).filter((page) => page.ids.length > 0);
  if (later.length === 0) return notExercised('the result fits on one page');
  const known = new Set(firstOfLarge.ids);
  return judged(later.flatMap((page) => strangers(small, page, STRANGER_LATER, known)).slice(0, MOST));
}

/** Recorded: whether `ne` returns the users that have no value at all. */
export const unsetUnderNe = asked((seen) => {
  const { ground, filter, walk } = seen;
  const first = firstPageOf(seen);
  if ('verdict' in first) return first;
  if (!isWhole(walk) || walk.end === 'refused') return notExercised('the walk under the filter was cut short');
  const unset =
    filter.kind === 'comparison'
      ? ground.users.filter((user) => valuesAt(user, filter.where).every((one) => isUnassigned(one)))
      : [];
  if (unset.length === 0) return notExercised('every known user has a value');
  const ids = new Set(walk.pages.flatMap((page) => page.ids));
  const returned = unset.filter((user) => ids.has(idOf(user))).length;
  if (returned === 0) return pass('users without a value are left out');
  return pass(`${returned === unset.length ? '' : 'some '}users without a value are returned`);
});

/** Several rules held by one requirement: a failure of any, with all their problems. */
export function allOf(...checks: readonly ((probe: Probe) => Finding)[]): (probe: Probe) => Finding {
  return (probe) => {
    const findings = checks.map((check) => check(probe));
    const problems = findings.flatMap((one) => (one.verdict === 'fail' ? one.problems : []));
    if (problems.length > 0) return judged(problems);
    return (
      findings.find((one) => one.verdict === 'inconclusive') ??
      findings.find((one) => one.verdict === 'pass') ??
      findings[0] ??
      pass()
    );
  };
}
