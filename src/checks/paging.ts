/**
 * What one page shows when it was asked for with a page size: within the bounds, at their edge, and outside them.
 * Where documents leave several answers open, the answer given is recorded and passes.
 */

import type { Exchange } from '../model/exchange.ts';
import { type Finding, fail, notExercised, pass, unmet } from '../model/finding.ts';
import { equalJson } from '../model/json.ts';
import { type ListAnswer, lengthOf, listAnswerOf } from './list-response.ts';

/** A probe beside the list as it is answered without any parameter. */
export interface Beside {
  readonly seen: Exchange;
  readonly plain: Exchange;
}

/** Statuses that say nothing about paging: another area judges who may read. */
export function refusedForAccess({ response: { status } }: Exchange): boolean {
  return status === 401 || status === 403 || status === 429;
}

const ONE_PAGE = 'the whole result fits on one page';

/** How the list was answered, for the detail of a finding. */
export const answered = (exchange: Exchange) => `answered with status ${exchange.response.status}`;
const accessUnmet = (exchange: Exchange) => unmet(`the list was ${answered(exchange)}`);

/** The list is answered with 200. */
export function isAnswered(seen: Exchange): Finding {
  if (seen.response.status === 200) return pass();
  if (refusedForAccess(seen)) return accessUnmet(seen);
  const message = `The list was ${answered(seen)} to a request that keeps to the documents.`;
  return fail({ message, expected: 200, actual: seen.response.status, exchange: seen });
}

/** A page of at most `size` resources. A result that is no longer than that cannot show it. */
export function pageOfAtMost(size: number): (probe: Beside) => Finding {
  return ({ seen, plain }) => {
    const answer = listAnswerOf(seen);
    if (answer?.resources) {
      const shown = (answer.total ?? Number.POSITIVE_INFINITY) > size;
      return tooMany(answer, size) ?? (shown ? pass() : notExercised(ONE_PAGE));
    }
    if (seen.response.status === 200) return unmet('the answer holds no list of resources');
    if (plain.response.status !== 200) return unmet(`the list without parameters was ${answered(plain)}`);
    return isAnswered(seen);
  };
}

/** A walk by this size begins with somebody, where anybody is there: an empty page would end it at once (ruling 25). */
export function walkBegins({ seen }: Pick<Beside, 'seen'>): Finding {
  const answer = listAnswerOf(seen);
  if (!answer?.resources) return notExercised(`the page was ${answered(seen)}`);
  const length = lengthOf(answer);
  // Whether the walk would come to its end is shown by a walk alone.
  if (length > 0) return length < (answer.total ?? Number.POSITIVE_INFINITY) ? pass() : notExercised(ONE_PAGE);
  if (answer.total === undefined || answer.total <= 0) return notExercised('nobody is there to be listed');
  const message = `After 0 of ${answer.total} resources the page at startIndex 1 carries none.`;
  return fail({ message, pointer: '/Resources', expected: 'at least one resource', actual: 0, exchange: seen });
}

function tooMany(answer: ListAnswer, most: number): Finding | undefined {
  const length = lengthOf(answer);
  if (length <= most) return undefined;
  const message = `A page of at most ${most} resources was due, ${length} came.`;
  const expected = `at most ${most}`;
  return fail({ message, pointer: '/Resources', expected, actual: length, exchange: answer.exchange });
}

/** The page one gets without asking for a size: somebody where anybody is there, and not too many (ruling 31). */
export function defaultPage(maximum: number): (plain: Exchange) => Finding {
  return (plain) => {
    const answer = listAnswerOf(plain);
    if (!answer?.resources) return unmet(`the list without parameters was ${answered(plain)}, without a list`);
    const problem = tooMany(answer, maximum);
    if (problem) return problem;
    if (lengthOf(answer) > 0) return pass(sizeSeen(answer));
    if (answer.total === undefined || answer.total <= 0) return notExercised('nobody is there to be listed');
    const message = `Without a page size nobody was listed, of ${answer.total} resources.`;
    const expected = `1 to ${maximum}`;
    return fail({ message, pointer: '/Resources', expected, actual: 0, exchange: plain });
  };
}

function sizeSeen(answer: ListAnswer): string {
  const length = lengthOf(answer);
  if (length === 0) return 'answered without resources';
  return length === answer.total ? 'answered with the whole result' : `answered with ${length} resources`;
}

/**
 * A permitted refusal or a fault, for a request whose outcome the documents leave open; undefined for a 200. A server
 * that refuses the plain list too says nothing about paging.
 */
export function refusal({ seen, plain }: Beside): Finding | undefined {
  const { status } = seen.response;
  if (plain.response.status !== 200) return unmet(`the list to compare with was ${answered(plain)}`);
  if (status === 200) return undefined;
  if (refusedForAccess(seen)) return accessUnmet(seen);
  if (status >= 400 && status < 500) return pass(`refused with ${status}`);
  const message = `The request was ${answered(seen)}: neither a list nor a refusal.`;
  return fail({ message, expected: '200 or 400', actual: status, exchange: seen });
}

/** A page size outside the bounds: refused, or answered with at most `maximum` resources. */
export function refusedOrClamped(maximum: number): (probe: Beside) => Finding {
  return (probe) => {
    const refused = refusal(probe);
    if (refused) return refused;
    const answer = listAnswerOf(probe.seen);
    if (!answer) return unmet('the answer is no JSON object');
    return tooMany(answer, maximum) ?? pass(sizeSeen(answer));
  };
}

/** A paging value that is no integer: refused, or read as if it had not been given. */
export function refusedOrDefault(maximum: number): (probe: Beside) => Finding {
  return (probe) => {
    const refused = refusal(probe);
    if (refused) return refused;
    const answer = listAnswerOf(probe.seen);
    if (!answer) return unmet('the answer is no JSON object');
    const usual = listAnswerOf(probe.plain);
    // A default page that is too large is judged under its own requirement, not here again.
    const most = Math.max(maximum, usual ? lengthOf(usual) : 0);
    const behaviour = usual && equalJson(usual.ids, answer.ids) ? 'read as the default' : sizeSeen(answer);
    return tooMany(answer, most) ?? pass(behaviour);
  };
}

/** Every refusal among the answers uses 400. */
export function refusedWith400({
  seen,
  plain,
}: {
  readonly seen: readonly Exchange[];
  readonly plain: Exchange;
}): Finding {
  if (plain.response.status !== 200) return unmet(`the list without parameters was ${answered(plain)}`);
  const refused = seen.filter(({ response: { status } }) => status >= 400 && status < 500);
  const counted = refused.filter((one) => !refusedForAccess(one));
  if (counted.length === 0) return notExercised('no paging value was refused');
  const other = counted.filter((one) => one.response.status !== 400);
  if (other.length === 0) return pass('refused with 400');
  return {
    verdict: 'fail',
    problems: other.map((exchange) => ({
      message: `A paging value was refused with status ${exchange.response.status}.`,
      expected: 400,
      actual: exchange.response.status,
      exchange,
    })),
  };
}
