/**
 * Probes about the envelope that need a request of their own: an empty result, a whole one, and members that no table
 * has.
 */

import { type Exchange, jsonOf } from '../model/exchange.ts';
import { type Finding, fail, pass, unmet } from '../model/finding.ts';
import { isArray, isObject } from '../model/json.ts';
import { lengthOf, listAnswerOf } from './list-response.ts';

const statusOf = (exchange: Exchange) => exchange.response.status;

/** A filter that matches nobody, beside its opposite, which matches somebody. */
export interface NoMatch {
  readonly seen: Exchange;
  /** undefined where the revision has no operator for the opposite. */
  readonly opposite: Exchange | undefined;
}

/** An empty result is a list with a total of 0. */
export function isEmptyResult({ seen, opposite }: NoMatch): Finding {
  const status = statusOf(seen);
  if (status !== 200) {
    // Whoever cannot filter at all breaks a rule of filtering; whoever can, must cope with no match.
    if (!opposite || statusOf(opposite) !== 200) return unmet(`the filter was answered with status ${status}`);
    const message = `A filter without a match was answered with status ${status}.`;
    return fail({ message, expected: 200, actual: status, exchange: seen });
  }
  const answer = listAnswerOf(seen);
  if (answer?.total === undefined || answer.total < 0) return unmet('the answer has no totalResults that counts');
  if (answer.total === 0) return pass();
  if (lengthOf(answer) > 0) return unmet('the filter was not applied');
  const message = `Nobody matches the filter, but totalResults says ${answer.total}.`;
  return fail({ message, pointer: '/totalResults', expected: 0, actual: answer.total, exchange: seen });
}

/** Recorded: what stands for the users of an empty result. */
export function emptyResources({ seen }: NoMatch): Finding {
  if (statusOf(seen) === 404) return pass('answered with 404');
  const answer = listAnswerOf(seen);
  if (answer?.total !== 0) return unmet('no empty result was seen');
  const { Resources } = answer.body;
  if (Resources === undefined) return pass('Resources left out');
  if (isArray(Resources)) return pass(Resources.length === 0 ? 'Resources empty' : 'Resources not empty');
  return pass(Resources === null ? 'Resources null' : 'Resources of another type');
}

/** Recorded: whether a page that is the whole result still says where it begins and what it holds. */
export function pagingMembersOfWhole({ seen }: NoMatch): Finding {
  if (statusOf(seen) === 404) return pass('answered with 404');
  const answer = listAnswerOf(seen);
  if (answer?.total === undefined || lengthOf(answer) !== answer.total) return unmet('no whole result was seen');
  const given = ['startIndex', 'itemsPerPage'].filter((name) => (answer.body[name] ?? null) !== null);
  return pass(given.length === 0 ? 'both left out' : `${given.join(' and ')} given`);
}

const DOCUMENTED = new Set(['schemas', 'totalResults', 'Resources', 'startIndex', 'itemsPerPage']);

/** Recorded: members of the list answer that no table has. */
export function extraMembers(seen: Exchange): Finding {
  const body = statusOf(seen) === 200 ? jsonOf(seen) : undefined;
  if (!isObject(body)) return unmet('the list answer is no JSON object');
  const extra = Object.keys(body).filter((name) => !DOCUMENTED.has(name));
  return pass(extra.length === 0 ? 'none' : extra.sort().join(', '));
}
