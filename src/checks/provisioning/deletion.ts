/** DELETE is not supported for spend data (ruling 121): however it is answered, the data stays. */

import { URN } from '../../contract/contract.ts';
import type { Exchange } from '../../model/exchange.ts';
import { type Finding, fail, pass, unmet } from '../../model/finding.ts';
import { extensionOf } from '../consistency/assertion.ts';
import { userOf } from '../consistency/effect.ts';
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
