/**
 * What a page walk shows: it reaches the total, repeats nobody, and shows the same users at every page size. A walk
 * that saw no page boundary proves nothing and says so. Whether the tenant itself moved is for walk-moved.ts to tell.
 */

import { cannotJudge, type Finding, judged, notExercised, type Problem, pass, unmet } from '../model/finding.ts';
import { equalJson, pointer } from '../model/json.ts';
import { describeSample, idsFromStart, type Population, type Walk, type WalkPage } from '../model/walk.ts';

/** Ids listed under `expected` and `actual`; more would not help a reader. */
const MOST_IDS = 10;

const NOT_TAKEN = notExercised('this walk was not taken, since an earlier one could not be read');

/** A walk that was refused at its first page says nothing about walking. */
function unreadable({ end, pages }: Walk): Finding | undefined {
  const [first, ...rest] = pages;
  if (!first || end !== 'refused' || rest.length > 0) return undefined;
  return unmet(`the first page of the walk could not be read: status ${first.exchange.response.status}`);
}

/** A rule about one walk and its last page, told only where there is such a walk. */
function ofOneWalk(rule: (walk: Walk, last: WalkPage) => Finding): (walk: Walk | undefined) => Finding {
  return (walk) => {
    const last = walk?.pages.at(-1);
    return walk && last ? (unreadable(walk) ?? rule(walk, last)) : NOT_TAKEN;
  };
}

function noBoundary(walk: Walk): Finding | undefined {
  const pages = walk.pages.filter((page) => page.ids.length > 0);
  if (pages.length >= 2) return undefined;
  if (walk.end === 'bound') return cannotJudge('budget', 'the walk was stopped before it saw a second page');
  return notExercised('the whole result fits on one page');
}

/** The last position that was read; of a whole walk that is how many resources came. */
const reached = ({ pages }: Walk) => {
  const last = pages.at(-1);
  return last ? last.askedStartIndex - 1 + last.ids.length : 0;
};
/** A pass that says how much of the list it rests on. */
const seenAll = (walk: Walk) => pass(walk.sample && describeSample(walk.sample));
const idsOf = (walk: Walk) => walk.pages.flatMap((page) => page.ids);
const place = (page: WalkPage) => `the page at startIndex ${page.askedStartIndex}`;

/** Going on by what was received, the walk gets as many resources as totalResults says. */
export const reachesTotal = ofOneWalk((walk, last) => {
  if (walk.end === 'complete') return noBoundary(walk) ?? seenAll(walk);
  if (walk.end === 'bound') {
    return cannotJudge('budget', `the walk was stopped after ${walk.pages.length} pages, before its end`);
  }
  const { exchange } = last;
  const { status } = exchange.response;
  if (walk.end === 'empty-page') {
    const total = last.totalResults;
    const message = `After ${reached(walk)} of ${total} resources ${place(last)} carries none.`;
    const problem = { message, pointer: '/Resources', expected: 'at least one resource', actual: 0, exchange };
    return judged([problem]);
  }
  if (status === 200) return unmet(`${place(last)} has no totalResults, or no JSON object`);
  if (status === 401 || status === 403 || status === 429) return unmet(`${place(last)} was refused with ${status}`);
  const message = `After ${reached(walk)} resources ${place(last)} was answered with status ${status}.`;
  return judged([{ message, expected: 200, actual: status, exchange }]);
});

/** No user comes twice in one walk. */
export const repeatsNobody = ofOneWalk((walk) => {
  const at = new Map<string, number>();
  const problems: Problem[] = [];
  for (const page of walk.pages) {
    page.ids.forEach((id, index) => {
      const before = at.get(id);
      // The stretches of a sample may meet where pages are of different length.
      if (id === '' || before === page.askedStartIndex + index) return;
      if (before === undefined) {
        at.set(id, page.askedStartIndex + index);
        return;
      }
      problems.push({
        message: `The user at position ${before} comes again at position ${page.askedStartIndex + index}.`,
        pointer: pointer('Resources', index, 'id'),
        expected: 'an id that did not come before',
        actual: id,
        exchange: page.exchange,
      });
    });
  }
  return problems.length > 0 ? judged(problems) : (noBoundary(walk) ?? seenAll(walk));
});

/** A walk that reached its end, repeated nobody and named everybody: a list one can reckon with. */
function isIntact(walk: Walk): boolean {
  const ids = idsOf(walk);
  return walk.end === 'complete' && !ids.includes('') && new Set(ids).size === ids.length;
}

/** One walk shows exactly as many users as totalResults says. */
export const showsTotal = ofOneWalk((walk, last) => {
  // What is wrong with this walk is judged elsewhere, and the other walks still judge this rule.
  if (!isIntact(walk)) return notExercised('the walk did not reach its end, or repeated a user');
  const total = last.totalResults;
  const users = reached(walk);
  if (total === undefined || users === total) return noBoundary(walk) ?? seenAll(walk);
  if (total < 0) return unmet('totalResults is negative');
  const message = `The walk showed ${users} different users, totalResults says ${total}.`;
  return judged([{ message, expected: total, actual: users, exchange: last.exchange }]);
});

/** Walks at different page sizes show the same users. */
export function showTheSameUsers(walks: readonly Walk[]): Finding {
  if (walks.every(unreadable)) return unmet('no walk could be read');
  const intact = walks.filter((walk) => isIntact(walk) && !walk.sample);
  const [reference, ...others] = intact;
  if (!reference || others.length === 0) {
    return notExercised('fewer than two walks reached their end without a repetition');
  }
  if (intact.every((walk) => noBoundary(walk))) return notExercised('the whole result fits on one page');
  const problems = others.flatMap((walk) => {
    const missing = without(idsOf(reference), idsOf(walk));
    const added = without(idsOf(walk), idsOf(reference));
    if (missing.length === 0 && added.length === 0) return [];
    const message =
      `The walk by ${walk.size ?? 'default'} lacks ${missing.length} users that the walk by ` +
      `${reference.size ?? 'default'} showed, and shows ${added.length} others.`;
    const exchange = walk.pages.find((page) => page.ids.some((id) => added.includes(id)))?.exchange;
    return [
      {
        message,
        expected: missing.slice(0, MOST_IDS),
        actual: added.slice(0, MOST_IDS),
        ...(exchange && { exchange }),
      },
    ];
  });
  return judged(problems);
}

function without(ids: readonly string[], taken: readonly string[]): string[] {
  const known = new Set(taken);
  return ids.filter((id) => !known.has(id));
}

/** totalResults is the same on every page; impossible totals are the envelope's to judge. */
export function keepTheTotal(walks: readonly Walk[]): Finding {
  const [start] = walks;
  if (!start) return unmet('no walk could be read');
  const open = unreadable(start);
  if (open) return open;
  const pages = walks.flatMap((walk) => walk.pages);
  const counted = pages.filter((page) => (page.totalResults ?? -1) >= page.ids.length);
  const [first, ...others] = counted;
  if (!first || others.length === 0) return notExercised('fewer than two pages with a totalResults');
  const problems = others
    .filter((page) => page.totalResults !== first.totalResults)
    .map((page) => ({
      message: `totalResults says ${page.totalResults} on ${place(page)}, ${first.totalResults} on the first page read.`,
      pointer: '/totalResults',
      expected: first.totalResults ?? null,
      actual: page.totalResults ?? null,
      exchange: page.exchange,
    }));
  if (problems.length === 0 && first.totalResults === 0) return notExercised('nobody is listed');
  return judged(problems);
}

/**
 * The ids in list order, as far as walked, when all walks that repeat nobody agree on it; undefined when positions
 * cannot be compared.
 */
export function orderOf(population: Population): readonly string[] | undefined {
  const orders = population.walks.filter((walk) =>
    isIntact({ ...walk, end: walk.end === 'bound' ? 'complete' : walk.end }),
  );
  const [longest, ...others] = orders.map(idsFromStart).sort((left, right) => right.length - left.length);
  return longest && others.every((ids) => equalJson(longest.slice(0, ids.length), ids)) ? longest : undefined;
}

/** Recorded: whether walks at different page sizes agree on the order. */
export function orderSeen(population: Population): Finding {
  const intact = population.walks.filter(isIntact);
  if (intact.length < 2) return unmet('fewer than two walks reached their end without a repetition');
  return pass(orderOf(population) ? 'the same order in every walk' : 'the order differs between walks');
}

/** Recorded: whether pages before the last hold as many resources as were asked for. */
export function pageFill(walks: readonly Walk[]): Finding {
  const sized = walks.filter((walk) => walk.size !== undefined);
  const early = sized.flatMap((walk) => walk.pages.slice(0, -1).map((page) => page.ids.length >= (walk.size ?? 0)));
  if (early.length === 0) return notExercised('no walk had a second page');
  return pass(early.every(Boolean) ? 'every page but the last is full' : 'short pages before the last');
}
