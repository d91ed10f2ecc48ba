/**
 * Query parameters that no document of the revision gives a meaning: whatever the server makes of them is recorded,
 * and only a failure of the server itself is judged.
 */

import { type Finding, fail, notExercised, pass, unmet } from '../model/finding.ts';
import { equalJson } from '../model/json.ts';
import { lengthOf, listAnswerOf } from './list-response.ts';
import { type Beside, refusedForAccess } from './paging.ts';

/** What an answer that is no list makes of a parameter; undefined for a list. */
function otherAnswer({ seen, plain }: Beside): Finding | undefined {
  const { status } = seen.response;
  if (plain.response.status !== 200)
    return unmet(`the list to compare with was answered with ${plain.response.status}`);
  if (status === 200) return undefined;
  if (refusedForAccess(seen)) return unmet(`the list was answered with status ${status}`);
  return pass(status >= 400 && status < 500 ? `refused with ${status}` : `answered with ${status}`);
}

/** Ignored, honoured or refused, but never a failure of the server. */
export function noServerError(probe: Beside): Finding {
  const { status } = probe.seen.response;
  // An answer that cannot be read is another requirement's business; it is no failure of the server.
  if (status === 200 && !listAnswerOf(probe.seen)) return pass('answered with 200');
  if (status < 500 || probe.plain.response.status !== 200) return whatItDid(probe);
  const message = `The request was answered with status ${status}.`;
  return fail({ message, expected: 'any status below 500', actual: status, exchange: probe.seen });
}

/** Recorded: whether the answer differs from the one without the parameter. */
export function whatItDid(probe: Beside): Finding {
  const { seen, plain } = probe;
  const other = otherAnswer(probe);
  if (other) return other;
  const answer = listAnswerOf(seen);
  const usual = listAnswerOf(plain);
  if (!answer || !usual) return unmet('one of the answers is no JSON object');
  if (answer.total !== usual.total) return pass('changes the result');
  if (!equalJson(answer.ids, usual.ids)) {
    const sorted = (ids: readonly string[]) => [...ids].sort();
    return pass(equalJson(sorted(answer.ids), sorted(usual.ids)) ? 'changes the order' : 'changes the page');
  }
  return pass(equalJson(answer.resources, usual.resources) ? 'ignored' : 'changes the resources');
}

/** Recorded: what the other revision's name for the page size does on its own. */
export function otherNameAlone(size: number): (probe: Beside) => Finding {
  return (probe) => {
    const { seen, plain } = probe;
    const other = otherAnswer(probe);
    if (other) return other;
    const answer = listAnswerOf(seen);
    const usual = listAnswerOf(plain);
    if (!answer || !usual) return unmet('one of the answers is no JSON object');
    if (lengthOf(usual) <= size) return notExercised(`the page without parameters holds no more than ${size} users`);
    if (lengthOf(answer) === size) return pass('an alias');
    return pass(lengthOf(answer) === lengthOf(usual) ? 'ignored' : `answered with ${lengthOf(answer)} resources`);
  };
}

/** Recorded: which of two names for the page size counts when both are given. */
export function bothNames(own: number, other: number): (probe: Beside) => Finding {
  return (probe) => {
    const open = otherAnswer(probe);
    if (open) return open;
    const answer = listAnswerOf(probe.seen);
    if (!answer) return unmet('the answer is no JSON object');
    if ((answer.total ?? Number.POSITIVE_INFINITY) <= Math.max(own, other)) {
      return notExercised('the whole result is too small to tell the sizes apart');
    }
    if (lengthOf(answer) === own) return pass('the documented name counts');
    return pass(lengthOf(answer) === other ? 'the other name counts' : `answered with ${lengthOf(answer)} resources`);
  };
}

/** A repeated paging parameter: any of its values may count, but no page is larger than the documents allow. */
export function noServerErrorWithin(maximum: number): (probe: Beside) => Finding {
  return (probe) => {
    const { seen, plain } = probe;
    const { status } = seen.response;
    if (status >= 500 && plain.response.status === 200) {
      const message = `A repeated parameter was answered with status ${status}.`;
      return fail({ message, expected: 'any status below 500', actual: status, exchange: seen });
    }
    const open = otherAnswer(probe);
    if (open) return open;
    const answer = listAnswerOf(seen);
    if (!answer) return unmet('the answer is no JSON object');
    const length = lengthOf(answer);
    if (length <= maximum) return pass(`answered with ${length} resources`);
    const message = `A page of at most ${maximum} resources was due, ${length} came.`;
    const found = { expected: `at most ${maximum}`, actual: length, exchange: seen };
    return fail({ message, pointer: '/Resources', ...found });
  };
}
