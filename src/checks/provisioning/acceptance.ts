/**
 * How a write request is answered at once: accepted, accepted with which status and body, or refused. What becomes of
 * it later is judged elsewhere.
 */

import { URN } from '../../contract/contract.ts';
import { describeExchange, type Exchange, jsonOf } from '../../model/exchange.ts';
import { type Finding, fail, notExercised, pass, unmet } from '../../model/finding.ts';
import { at, isArray, isObject, member } from '../../model/json.ts';
import { isAccepted, isFailed } from '../status.ts';
import { NOT_THE_API, notAccepted, openEnd, operationAt, outcomeAt, type Submission } from './submission.ts';

/** A well-formed request must get a 2xx. */
export function accepted(answer: Exchange): Finding {
  if (isAccepted(answer)) return pass();
  if (NOT_THE_API.includes(answer.response.status)) return unmet(`not permitted: ${describeExchange(answer)}`);
  return fail({
    message: `A well-formed request was answered with ${answer.response.status}.`,
    expected: '2xx',
    actual: answer.response.status,
    exchange: answer,
  });
}

/** The documented success status; what was answered instead becomes the behaviour. */
export function acceptedWith(answer: Exchange, expected: readonly number[]): Finding {
  const { status } = answer.response;
  if (!isAccepted(answer)) return notAccepted(answer);
  if (expected.includes(status)) return pass(`answered ${status}`);
  return {
    verdict: 'fail',
    behaviour: `answered ${status}`,
    problems: [
      {
        message: `An accepted request was answered with ${status}, not with ${expected.join(' or ')}.`,
        expected: expected.length === 1 ? (expected[0] ?? null) : [...expected],
        actual: status,
        exchange: answer,
      },
    ],
  };
}

/** A BulkResponse (RFC 7644) tells results at once; this API promises a status document instead. */
export function isStatusDocument(answer: Exchange): Finding {
  if (!isAccepted(answer)) return notAccepted(answer);
  const body = jsonOf(answer);
  const schemas = member(body, 'schemas');
  const named = isArray(schemas) ? schemas : [schemas];
  if (named.some((urn) => typeof urn === 'string' && urn.endsWith(':BulkResponse'))) {
    return fail({
      message: 'The answer to a Bulk request is a BulkResponse, not a provision status.',
      pointer: '/schemas',
      expected: URN.provisionStatus,
      actual: schemas ?? null,
      exchange: answer,
    });
  }
  if (isObject(body)) return pass();
  return fail({
    message: 'The answer to an accepted Bulk request is no JSON object, so it names no provision.',
    expected: 'a provision status with an id',
    exchange: answer,
  });
}

/** Expected, and not demanded of a server that calls it by its id alone. */
export function hasLocation(answer: Exchange): Finding {
  if (!isAccepted(answer)) return notAccepted(answer);
  const body = jsonOf(answer);
  if (!isObject(body)) return unmet('the answer is no JSON object');
  if (typeof at(body, 'meta', 'location') === 'string') return pass();
  return fail({ message: 'The answer carries no meta.location.', pointer: '/meta', exchange: answer });
}

/** A request that must not be accepted at all. */
export function refusedWith(answer: Exchange, expected: readonly number[], what: string): Finding {
  const { status } = answer.response;
  if (expected.includes(status)) return pass(`refused with ${status}`);
  if (NOT_THE_API.includes(status)) return unmet(`not permitted: ${describeExchange(answer)}`);
  return fail({
    message: `${what} was answered with ${status}.`,
    expected: [...expected],
    actual: status,
    exchange: answer,
  });
}

/** A request whose size or number is within bounds must not be refused for it. */
export function withinLimit(answer: Exchange, what: string): Finding {
  if (isAccepted(answer)) return pass();
  if (NOT_THE_API.includes(answer.response.status)) return unmet(`not permitted: ${describeExchange(answer)}`);
  return fail({
    message: `${what} was answered with ${answer.response.status}.`,
    expected: '2xx',
    actual: answer.response.status,
    exchange: answer,
  });
}

/** Any answer but a server error. */
export function noServerError(answer: Exchange, what: string): Finding {
  const { status } = answer.response;
  if (status < 500) return pass(isAccepted(answer) ? `accepted with ${status}` : `refused with ${status}`);
  return fail({
    message: `${what} was answered with ${status}.`,
    expected: 'no 5xx',
    actual: status,
    exchange: answer,
  });
}

/**
 * Refused at once with a 4xx, or accepted and failed later: both are permitted (ruling 136). `index` is the operation
 * that carries the defect.
 */
export function refusedOrFailed(submission: Submission, index: number, what: string): Finding {
  const { answer } = submission;
  const { status } = answer.response;
  if (NOT_THE_API.includes(status)) return unmet(`not permitted: ${describeExchange(answer)}`);
  if (status >= 400 && status < 500) return pass(`refused with ${status}`);
  if (!isAccepted(answer)) {
    return fail({
      message: `${what} was answered with ${status}.`,
      expected: '4xx, or 2xx and a failed operation',
      actual: status,
      exchange: answer,
    });
  }
  const open = openEnd(submission);
  if (open) return open;
  const outcome = outcomeAt(submission, index);
  if (outcome === 'failed') return pass('accepted, then failed');
  // A failure that shows on the extension alone is another requirement's defect.
  if (operationAt(submission, index)?.extensions.some(isFailed)) return pass('accepted, then failed');
  if (outcome === 'unknown') return unmet('the status does not tell how the operation ended');
  const read = submission.detailed?.exchange;
  return fail({
    message: `${what} was accepted, and its operation is reported as success.`,
    pointer: '/operations',
    expected: 'a refusal or a failed operation',
    actual: 'success',
    ...(read && { exchange: read }),
  });
}

/** Recorded only: what became of a request on which the documents are silent. */
export function recordOutcome(submission: Submission, index: number): Finding {
  const { status } = submission.answer.response;
  if (!isAccepted(submission.answer)) return pass(`refused with ${status}`);
  if (submission.end !== 'completed') return openEnd(submission) ?? notExercised(submission.detail);
  return pass(`accepted, then ${outcomeAt(submission, index)}`);
}

/** An empty list of operations: refused, or a request in which nothing is counted. */
export function emptyAccepted(answer: Exchange): Finding {
  const { status } = answer.response;
  if (NOT_THE_API.includes(status)) return unmet(`not permitted: ${describeExchange(answer)}`);
  if (status >= 400 && status < 500) return pass(`refused with ${status}`);
  if (isAccepted(answer)) {
    const total = at(jsonOf(answer), 'operationsCount', 'total');
    if (total === 0 || total === '0') return pass('accepted with a total of 0');
    return fail({
      message: 'A request without operations was accepted with a total other than 0.',
      pointer: '/operationsCount/total',
      expected: 0,
      actual: total ?? null,
      exchange: answer,
    });
  }
  return fail({
    message: `A request without operations was answered with ${status}.`,
    expected: '400, or 2xx with a total of 0',
    actual: status,
    exchange: answer,
  });
}
