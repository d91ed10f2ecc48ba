/**
 * What one lookup shows: that the user asked for is found and nobody else, and how ids that name no user are refused.
 */

import { type Exchange, jsonOf } from '../model/exchange.ts';
import { type Finding, fail, notExercised, pass, unmet } from '../model/finding.ts';
import { at, equalJson, isArray } from '../model/json.ts';

/** A lookup, and the id of the listed user it is about. */
export interface Looked {
  readonly id: string;
  readonly seen: Exchange;
}

const statusOf = (seen: Exchange) => seen.response.status;
const answered = (seen: Exchange) => `answered with status ${statusOf(seen)}`;
const same = (left: string, right: string) => left.toLowerCase() === right.toLowerCase();

/** Another area judges who may read, and nobody can judge while being throttled. */
function barred(seen: Exchange, ...statuses: readonly number[]): Finding | undefined {
  return statuses.includes(statusOf(seen)) ? unmet(`the lookup was ${answered(seen)}`) : undefined;
}

function idOf(seen: Exchange): string | undefined {
  const id = at(jsonOf(seen), 'id');
  return typeof id === 'string' && id !== '' ? id : undefined;
}

/** A listed user is found. */
export function isFound({ seen }: Looked): Finding {
  if (statusOf(seen) === 200) return pass();
  const open = barred(seen, 401, 403, 429);
  if (open) return open;
  const message = `The lookup of a listed user was ${answered(seen)}.`;
  return fail({ message, expected: 200, actual: statusOf(seen), exchange: seen });
}

/** The body has the id asked for. That the location has it too is judged with every other user's. */
export function hasSameId({ id, seen }: Looked): Finding {
  if (statusOf(seen) !== 200) return notExercised(`the lookup was ${answered(seen)}`);
  const found = idOf(seen);
  if (found === undefined) return unmet('the user has no id that could be compared');
  if (same(found, id)) return pass();
  const message = 'The lookup answered with another id than the one asked for.';
  return fail({ message, pointer: '/id', expected: id, actual: found, exchange: seen });
}

/** An id that names no user, beside the lookup of one that is listed. */
export interface Refused {
  readonly seen: Exchange;
  /** undefined where the list showed nobody. */
  readonly known: Exchange | undefined;
}

/** A server that finds nobody at all proves nothing by not finding this one. */
function findsNobody({ known }: Refused): Finding | undefined {
  if (known && statusOf(known) === 200) return undefined;
  return unmet('no listed user is found by its id', known ? 'target' : 'tenant data');
}

/** A well-formed id of nobody: 404. */
export function isNotFound(probe: Refused): Finding {
  const { seen } = probe;
  const vain = findsNobody(probe);
  if (vain) return vain;
  if (statusOf(seen) === 404) return pass();
  const open = barred(seen, 401, 403, 429);
  if (open) return open;
  const message = `A UUID that belongs to no user was ${answered(seen)}.`;
  return fail({ message, expected: 404, actual: statusOf(seen), exchange: seen });
}

/** What is no user's id finds nobody and does not make the server fail. */
export function isRefused(probe: Refused): Finding {
  const { seen } = probe;
  const vain = findsNobody(probe);
  if (vain) return vain;
  const status = statusOf(seen);
  const open = barred(seen, 401, 429);
  if (open) return open;
  if (status >= 300 && status < 500) return pass(`refused with ${status}`);
  const message = `An id that names no user was ${answered(seen)}.`;
  return fail({ message, expected: '400 or 404', actual: status, exchange: seen });
}

/** Ids that are no UUID are refused with one of `statuses`. */
export function refusedWith(statuses: readonly number[]): (probes: readonly Refused[]) => Finding {
  return (probes) => {
    const vain = probes[0] && findsNobody(probes[0]);
    if (vain) return vain;
    const seen = probes.map((one) => one.seen);
    // What is not refused is judged under its own requirement; a 403 comes from whoever guards the door.
    const refused = seen.filter((one) => statusOf(one) >= 300 && statusOf(one) < 500);
    const counted = refused.filter((one) => ![401, 403, 429].includes(statusOf(one)));
    if (counted.length === 0) return unmet('none of these ids was refused by the API itself');
    const other = counted.filter((one) => !statuses.includes(statusOf(one)));
    if (other.length === 0) return pass([...new Set(counted.map(statusOf))].sort().map(String).join(' or '));
    return {
      verdict: 'fail',
      problems: other.map((exchange) => ({
        message: `An id that is no UUID was ${answered(exchange)}.`,
        expected: [...statuses],
        actual: statusOf(exchange),
        exchange,
      })),
    };
  };
}

/** Another written form of a listed id: that user, or a refusal. */
export function sameUserOrRefused(probe: Looked & Refused): Finding {
  const { id, seen } = probe;
  const status = statusOf(seen);
  const vain = findsNobody(probe);
  if (vain) return vain;
  const open = barred(seen, 401, 429);
  if (open) return open;
  if (status >= 300 && status < 500) return pass(`refused with ${status}`);
  if (status < 200 || status >= 500) {
    const message = `Another form of a listed id was ${answered(seen)}.`;
    return fail({ message, expected: '200, 400 or 404', actual: status, exchange: seen });
  }
  const found = idOf(seen);
  if (found === undefined) return unmet('the answer has no id that could be compared');
  if (same(found.replace(/^urn:uuid:/i, ''), id)) return pass('finds the user');
  const message = 'Another form of a listed id found another user.';
  return fail({ message, pointer: '/id', expected: id, actual: found, exchange: seen });
}

/** A listed id in the other case finds its user. */
export function isFoundInOtherCase(probe: Looked & Refused): Finding {
  const { seen } = probe;
  const vain = findsNobody(probe);
  if (vain) return vain;
  const open = barred(seen, 401, 403, 429);
  if (open) return open;
  if (statusOf(seen) === 200) return pass();
  if (statusOf(seen) >= 500) return unmet(`the lookup was ${answered(seen)}`);
  const message = `A listed id in the other case was ${answered(seen)}.`;
  return fail({ message, expected: 200, actual: statusOf(seen), exchange: seen });
}

/** A path beside the documented one: nobody else comes, and the server does not fail. */
export function harmless(probe: Looked & Refused): Finding {
  const { id, seen } = probe;
  const status = statusOf(seen);
  const vain = findsNobody(probe);
  if (vain) return vain;
  if (status >= 500) {
    const message = `A path beside the documented one was ${answered(seen)}.`;
    return fail({ message, expected: 'any status below 500', actual: status, exchange: seen });
  }
  if (status >= 400) return pass(`refused with ${status}`);
  if (status >= 300) return pass(`redirects with ${status}`);
  if (isArray(at(jsonOf(seen), 'Resources'))) return pass('answers as the list');
  const found = idOf(seen);
  if (found === undefined) return pass(answered(seen));
  if (same(found, id)) return pass('finds the user');
  const message = 'A path beside a listed user answered with another user.';
  return fail({ message, pointer: '/id', expected: id, actual: found, exchange: seen });
}

/** Attribute selection is honoured, ignored or refused, but no failure of the server. */
export function selectionTolerated(probe: Refused): Finding {
  const { seen, known } = probe;
  const status = statusOf(seen);
  const vain = findsNobody(probe);
  if (vain) return vain;
  if (status >= 500) {
    const message = `A lookup with attribute selection was ${answered(seen)}.`;
    return fail({ message, expected: 'any status below 500', actual: status, exchange: seen });
  }
  const open = barred(seen, 401, 403, 429);
  if (open) return open;
  if (status !== 200) return pass(status >= 400 ? `refused with ${status}` : answered(seen));
  return pass(equalJson(jsonOf(seen), known && jsonOf(known)) ? 'ignored' : 'changes the answer');
}
