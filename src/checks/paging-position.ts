/**
 * What one page shows when it was asked for with a start position: its piece of the result, the first page, or nothing
 * behind the last match. Positions are compared only where the walks agree on the order, which no document promises.
 */

import type { Exchange } from '../model/exchange.ts';
import { type Finding, fail, notExercised, pass, unmet } from '../model/finding.ts';
import { equalJson } from '../model/json.ts';
import type { Population, Walk } from '../model/walk.ts';
import { lengthOf, listAnswerOf } from './list-response.ts';
import { answered, type Beside, isAnswered, refusal } from './paging.ts';
import { orderOf } from './walk.ts';

/** A probe beside the population that the walks showed. */
export interface AmongAll {
  readonly seen: Exchange;
  readonly population: Population;
  /** A walk by the page size of the probe: pages of another size may come in another order (ruling 35). */
  readonly own?: Walk;
}

/** startIndex below 1: refused, or answered as for 1. */
export function refusedOrFirstPage(probe: AmongAll & { readonly first: Exchange }): Finding {
  const { seen, first, population } = probe;
  const refused = refusal({ seen, plain: first });
  if (refused) return refused;
  const answer = listAnswerOf(seen);
  const expected = listAnswerOf(first);
  if (!answer?.resources) return unmet('the answer holds no list of resources');
  if (!expected?.resources) return unmet(`the page at startIndex 1 was ${answered(first)}`);
  if (answer.startIndex !== undefined && answer.startIndex !== 1) {
    const message = `A startIndex below 1 stands for 1, but the answer says it begins at ${answer.startIndex}.`;
    return fail({ message, pointer: '/startIndex', expected: 1, actual: answer.startIndex, exchange: seen });
  }
  if (!orderOf(population) || equalJson(answer.ids, expected.ids)) return pass('read as 1');
  return fail({
    message: 'A startIndex below 1 gave another page than startIndex 1.',
    pointer: '/Resources',
    expected: firstOf(expected.ids),
    actual: firstOf(answer.ids),
    exchange: seen,
  });
}

/** Without startIndex the list begins where startIndex 1 begins. */
export function beginsAtOne(probe: AmongAll & { readonly first: Exchange }): Finding {
  const { seen, first, population } = probe;
  const answer = listAnswerOf(seen);
  const expected = listAnswerOf(first);
  // Whether startIndex may be left out at all is judged in one place, and not here again.
  if (seen.response.status !== 200) return notExercised(`the list without startIndex was ${answered(seen)}`);
  if (!answer?.resources) return unmet('the answer holds no list of resources');
  if (!expected?.resources) return unmet(`the page at startIndex 1 was ${answered(first)}, without a list`);
  if (answer.startIndex !== undefined && answer.startIndex !== 1) {
    const message = `No startIndex was given, and the answer says it begins at ${answer.startIndex}.`;
    return fail({ message, pointer: '/startIndex', expected: 1, actual: answer.startIndex, exchange: seen });
  }
  const shared = Math.min(answer.ids.length, expected.ids.length);
  if (equalJson(answer.ids.slice(0, shared), expected.ids.slice(0, shared))) return pass();
  // Any order is permitted, even another one each time: then the answer's own word is all there is.
  if (!orderOf(population) && answer.startIndex === 1) return pass();
  if (!orderOf(population)) return notExercised('the order differs between walks, so pages cannot be compared');
  return fail({
    message: 'Without startIndex the list begins with another user than with startIndex 1.',
    pointer: '/Resources',
    expected: firstOf(expected.ids),
    actual: firstOf(answer.ids),
    exchange: seen,
  });
}

/** Why positions cannot be reckoned with: the list could not be walked. */
function noPopulation({ walks: [first] }: Population): Finding | undefined {
  if (first && (first.end !== 'refused' || first.pages.length > 1)) return undefined;
  return unmet('the list could not be walked');
}

const firstOf = (ids: readonly string[]) => ids.slice(0, 5);

/** The page at a position of the result is the matching piece of the walk. */
export function pageBeginsAt(position: number, size: number): (probe: AmongAll) => Finding {
  return (probe) => {
    const { seen, population, own } = probe;
    const open = noPopulation(population);
    if (open) return open;
    if (position > population.total) return notExercised(`the result ends at position ${population.total}`);
    if (seen.response.status !== 200) return isAnswered(seen);
    const answer = listAnswerOf(seen);
    if (!answer?.resources) return unmet('the answer holds no list of resources');
    const ids = answer.ids.slice(0, size);
    if (ids.length === 0) {
      const elsewhere = population.walks.some((walk) => walk.end === 'empty-page');
      if (elsewhere) return unmet('walks end with an empty page before the total is reached');
    }
    const order = orderOf(own ? { ...population, walks: [own] } : population);
    const end = position - 1 + Math.max(ids.length, 1);
    const due = order && end <= order.length ? order.slice(position - 1, end) : undefined;
    const most = population.total - position + 1;
    if (!due && ids.length <= most && position > 1 && most < size) return pass();
    if (!due && ids.length <= most) return notExercised('no two walks agree on the users at this position');
    if (due && equalJson(due, ids)) return pass();
    return fail({
      message: `The page at startIndex ${position} is not what the walks showed from position ${position} on.`,
      pointer: '/Resources',
      expected: due ? firstOf(due) : `at most ${most} resources`,
      actual: firstOf(ids),
      exchange: seen,
    });
  };
}

/** Behind the last match: no resources, with 200 or (older pages) 404. */
export function nothingBehindTheEnd(startIndex: number): (probe: AmongAll) => Finding {
  return (probe) => {
    const { seen, population } = probe;
    const { status } = seen.response;
    const open = noPopulation(population);
    if (open) return open;
    if (population.total === 0) return notExercised('nobody is there who could come again behind the end');
    if (status === 404) return pass('refused with 404');
    if (status !== 200) return isAnswered(seen);
    const answer = listAnswerOf(seen);
    if (!answer) return unmet('the answer is no JSON object');
    if (lengthOf(answer) === 0) return pass(answer.resources ? 'Resources empty' : 'Resources left out');
    if ((answer.total ?? 0) >= startIndex) {
      return unmet(`totalResults says ${answer.total}, ${population.total} when the walks began`);
    }
    return fail({
      message: `startIndex ${startIndex} lies behind the last match, yet ${lengthOf(answer)} resources came.`,
      pointer: '/Resources',
      expected: 0,
      actual: lengthOf(answer),
      exchange: seen,
    });
  };
}

/** A startIndex larger than an int32 holds: refused, or nothing. */
export function refusedOrNothing(probe: Beside): Finding {
  const { seen } = probe;
  const refused = refusal(probe);
  if (refused) return refused;
  const answer = listAnswerOf(seen);
  if (!answer) return unmet('the answer is no JSON object');
  const length = lengthOf(answer);
  if (length === 0) return pass('answered without resources');
  const message = `A startIndex behind any result was answered with ${length} resources.`;
  return fail({ message, pointer: '/Resources', expected: 0, actual: length, exchange: seen });
}

/** Behind the last match 200 is due; 404 is tolerated with a warning. */
export function endAnsweredWith200({ seen, population }: AmongAll): Finding {
  const open = noPopulation(population);
  if (open) return open;
  const { status } = seen.response;
  if (status === 200) return pass();
  if (status !== 404) return unmet(`the page was ${answered(seen)}`);
  const message = 'A page behind the last match was answered with status 404.';
  return fail({ message, expected: 200, actual: status, exchange: seen });
}

/** totalResults is what the first walk said, whatever page is asked for. */
export function totalUnchanged(probe: AmongAll): Finding {
  const { seen, population } = probe;
  const open = noPopulation(population);
  if (open) return open;
  // A page that is refused is judged elsewhere, and may be refused behind the end.
  if (seen.response.status !== 200) return notExercised(`the page was ${answered(seen)}`);
  const answer = listAnswerOf(seen);
  if (answer?.total === undefined) return unmet('the page has no totalResults');
  if (answer.total < lengthOf(answer)) return unmet('totalResults is less than the page holds');
  if (answer.total === population.total) return answer.total === 0 ? notExercised('nobody is listed') : pass();
  return fail({
    message: `totalResults says ${answer.total} on this page, ${population.total} in the walk.`,
    pointer: '/totalResults',
    expected: population.total,
    actual: answer.total,
    exchange: seen,
  });
}
