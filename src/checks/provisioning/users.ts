/** The answers of the single-user endpoints: an identity resource that points to the status of its provisioning. */

import { type Exchange, jsonOf } from '../../model/exchange.ts';
import { type Finding, fail, notExercised, pass, unmet } from '../../model/finding.ts';
import { at, isObject } from '../../model/json.ts';
import { isAccepted } from '../status.ts';
import { notAccepted } from './submission.ts';

/** Both meta members name the same provision; their presence is the schema's business. */
export function statusUrlOfProvision(answer: Exchange): Finding {
  if (!isAccepted(answer)) return notAccepted(answer);
  const meta = at(jsonOf(answer), 'meta');
  const [id, url] = [at(meta, 'provisionId'), at(meta, 'statusUrl')];
  if (typeof id !== 'string' || typeof url !== 'string') return notExercised('provisionId or statusUrl is missing');
  const path = url
    .replace(/[?#].*/, '')
    .replace(/\/$/, '')
    .toLowerCase();
  if (path.endsWith(`/${id.toLowerCase()}/status`)) return pass();
  return fail({
    message: 'The statusUrl of a single-user answer does not end with its provisionId and the word status.',
    pointer: '/meta/statusUrl',
    expected: `.../${id}/status`,
    actual: url,
    exchange: answer,
  });
}

/** Recorded: spend extensions in the answer. */
export function spendMembers(answer: Exchange): Finding {
  const body = jsonOf(answer);
  if (!isAccepted(answer) || !isObject(body)) return unmet('the request was not accepted');
  const spend = Object.keys(body).some((name) => name.includes(':extension:spend:2.0:'));
  return pass(spend ? 'spend extensions in the answer' : 'identity only');
}

/** Creation names the new resource in a header (RFC 7644 section 3.3); where it is answered with 200 the rule is silent. */
export function locationOfCreated(answer: Exchange): Finding {
  if (answer.response.status !== 201) return notExercised('the creation was not answered with 201');
  if ((answer.response.headers.location ?? '') !== '') return pass();
  return fail({
    message: 'A creation was answered with 201 and without a Location header.',
    expected: 'a Location header',
    actual: null,
    exchange: answer,
  });
}

/** Recorded: which of the documented paths of Bulk answered. */
export function pathOfBulk(answer: Exchange): Finding {
  const path = new URL(answer.request.url).pathname;
  return pass(
    answer.response.status === 404
      ? 'at none of the documented paths'
      : `at ${path.slice(path.search(/\/pro(visioning|file)\//))}`,
  );
}
