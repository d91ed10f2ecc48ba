/**
 * One filter in two writings: the usual one, and another that means the same. Whether the other one must work, may be
 * refused or is only recorded differs by rule; what is seen is told once. Knows nothing of the population.
 */

import type { Exchange } from '../model/exchange.ts';
import { type Finding, fail, notExercised, pass, unmet } from '../model/finding.ts';
import type { NothingToAsk } from './filtering.ts';
import { listAnswerOf } from './list-response.ts';
import { refusedForAccess } from './paging.ts';

/** Two writings of one filter. */
export interface Writings {
  readonly usual: Exchange;
  readonly other: Exchange;
}

/** How another writing of a filter was answered, beside the usual one: `same`, or how it differs. */
function compareWritings({ usual, other }: Writings): Finding | string {
  const reference = listAnswerOf(usual);
  if (refusedForAccess(usual)) return unmet(`the filter was answered with status ${usual.response.status}`);
  if (!reference || reference.total === undefined || reference.total === 0) {
    return notExercised(`the usual writing was answered with status ${usual.response.status}, without users`);
  }
  if (refusedForAccess(other)) return unmet(`the filter was answered with status ${other.response.status}`);
  if (other.response.status !== 200) return `answered with ${other.response.status}`;
  const answer = listAnswerOf(other);
  if (!answer || answer.total === undefined) return unmet('the answer is no list');
  if (answer.total !== reference.total) return 'answered with another number of users';
  const onePage = reference.ids.length >= reference.total && answer.ids.length >= answer.total;
  if (!onePage) return 'same';
  const ids = new Set(answer.ids);
  return reference.ids.every((id) => ids.has(id)) ? 'same' : 'answered with other users';
}

/** The other writing gives the same users. */
export function sameResult(probe: Writings | NothingToAsk): Finding {
  if ('nothing' in probe) return notExercised(probe.nothing);
  const seen = compareWritings(probe);
  if (typeof seen !== 'string') return seen;
  if (seen === 'same') return pass();
  return fail({
    message: `Written in another way, the same filter was ${seen}.`,
    expected: 'the users of the usual writing',
    actual: seen,
    exchange: probe.other,
  });
}

/** The other writing gives the same users, nobody, or a refusal; other users are wrong. */
export function sameOrRefused(probe: Writings | NothingToAsk): Finding {
  if ('nothing' in probe) return notExercised(probe.nothing);
  // First whether the usual writing finds somebody: without, nothing tells an ignored filter from an understood one.
  const seen = compareWritings(probe);
  if (typeof seen !== 'string') return seen;
  const { status } = probe.other.response;
  if (status === 501 || (status >= 400 && status < 500)) return pass(`refused with ${status}`);
  if (listAnswerOf(probe.other)?.total === 0) return pass('answered with an empty list');
  const finding = sameResult(probe);
  return finding.verdict === 'pass' ? pass('works as the usual form') : finding;
}

/** Recorded: how the other writing was answered. */
export function recordedWriting(probe: Writings | NothingToAsk): Finding {
  if ('nothing' in probe) return notExercised(probe.nothing);
  const seen = compareWritings(probe);
  if (typeof seen !== 'string') return seen;
  return pass(seen === 'same' ? 'understood' : seen);
}
