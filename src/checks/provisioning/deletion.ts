/** DELETE is not supported for spend data (ruling 121): the data stays, and the caller is told that nothing was deleted. */

import { URN } from '../../contract/contract.ts';
import type { Exchange } from '../../model/exchange.ts';
import { type Finding, fail, notExercised, pass, unmet } from '../../model/finding.ts';
import { extensionOf } from '../consistency/assertion.ts';
import { userOf } from '../consistency/effect.ts';
import { refusedOrFailed } from './acceptance.ts';
import { outcomeAt, type Submission } from './submission.ts';

/** `reads`: lookups after the request, in order of time. */
export function keepsSpendData(submission: Submission, reads: readonly Exchange[]): Finding {
  const last = reads.at(-1);
  if (!last) return unmet('the user was not read after the request');
  const { status } = last.response;
  const user = userOf(last);
  if (!user && status !== 404) return unmet(`the user could not be read (${status})`);
  if (user && extensionOf(user, URN.spendUser)) {
    if (submission.end === 'refused') return pass(`refused with ${submission.answer.response.status}`);
    return pass(`accepted, then ${outcomeAt(submission, 0)}, and nothing removed`);
  }
  return fail({
    message: 'After a Bulk DELETE the spend data of the user are gone.',
    expected: 'the spend data stay',
    actual: user ? 'no SpendUser extension' : status,
    exchange: last,
  });
}

/** Nobody is told that a deletion succeeded. One that took data away is judged for that alone. */
export function isNoSuccess(submission: Submission, reads: readonly Exchange[]): Finding {
  if (keepsSpendData(submission, reads).verdict === 'fail')
    return notExercised('the data is gone, which another rule judges');
  return refusedOrFailed(submission, 0, 'A Bulk DELETE');
}
