/**
 * Rules that every status document must keep at every read. Each is a standing inspection: undefined where the rule
 * does not speak about the exchange. The body of the 202 itself is exempt where rulings 124 and 155 say so.
 */

import type { Exchange } from '../../model/exchange.ts';
import type { Problem } from '../../model/finding.ts';
import { isArray, isObject, member } from '../../model/json.ts';
import * as laws from '../consistency/status-laws.ts';
import { askedProvision, type ExtensionView, isAccepted, isStatusRead, queryOf, statusOf } from '../status.ts';

type Inspection = readonly Problem[] | undefined;

/** The id in the body is the id in the path (ruling 126). */
export function idOfPath(exchange: Exchange): Inspection {
  if (!isStatusRead(exchange)) return undefined;
  const asked = askedProvision(exchange);
  const id = statusOf(exchange)?.id;
  if (asked === undefined || id === undefined) return undefined;
  // UUIDs compare without case: RFC 9562 lets either be written.
  if (asked.toLowerCase() === id.toLowerCase()) return [];
  return [
    {
      message: 'The id of a status document is not the provision id it was read from.',
      pointer: '/id',
      expected: asked,
      actual: id,
    },
  ];
}

/** Documents that carry their own location: every status read and the answer of Bulk. */
function located(exchange: Exchange): { readonly id: string; readonly location: string } | undefined {
  if (!isStatusRead(exchange) && !(exchange.operation === 'bulk' && isAccepted(exchange))) return undefined;
  const view = statusOf(exchange);
  if (view?.id === undefined || view.location === undefined) return undefined;
  return { id: isStatusRead(exchange) ? (askedProvision(exchange) ?? view.id) : view.id, location: view.location };
}

/** The location ends with the id and `status`; a closing slash is the documents' own slip. */
export function locationOfId(exchange: Exchange): Inspection {
  const found = located(exchange);
  if (!found) return undefined;
  const path = found.location.replace(/[?#].*/, '').replace(/\/$/, '');
  if (path.toLowerCase().endsWith(`/${found.id.toLowerCase()}/status`)) return [];
  return [
    {
      message: 'The meta.location of a status document does not end with its id and the word status.',
      pointer: '/meta/location',
      expected: `.../${found.id}/status`,
      actual: found.location,
    },
  ];
}

/** Recorded: a location that names another host than the one called. */
export function locationOfOrigin(exchange: Exchange): Inspection {
  const found = located(exchange);
  if (!found) return undefined;
  const { url } = exchange.request;
  // A client that follows it resolves it like this: `//host` is another host.
  const leads = URL.canParse(found.location, url) ? new URL(found.location, url).origin : undefined;
  if (leads === new URL(url).origin) return [];
  return [{ message: 'The meta.location of a status document names another origin.', pointer: '/meta/location' }];
}

/** Documented words for the result of an extension, from all three places that list them. */
export const RESULTS = ['success', 'no-op', 'error', 'not-processed', 'processing'];

function ofExtensions(
  exchange: Exchange,
  check: (extension: ExtensionView, place: string) => Problem | undefined,
): Inspection {
  if (!isStatusRead(exchange)) return undefined;
  const operations = statusOf(exchange)?.operations ?? [];
  const all = operations.flatMap((operation, at) =>
    operation.extensions.map((extension, index) => check(extension, `/operations/${at}/extensions/${index}/status`)),
  );
  return all.length === 0 ? undefined : all.filter((problem) => problem !== undefined);
}

/** An unknown result is a warning (ruling 157). */
export function knownResults(exchange: Exchange): Inspection {
  return ofExtensions(exchange, ({ result }, place) => {
    if (result === undefined || RESULTS.includes(result.toLowerCase())) return undefined;
    return {
      message: 'The result of an extension is none of the documented words.',
      pointer: `${place}/result`,
      expected: RESULTS,
      actual: result,
    };
  });
}

/** The code of an extension: absent, empty, or three digits as text (ruling 159). */
export function codesAsText(exchange: Exchange): Inspection {
  return ofExtensions(exchange, ({ code }, place) => {
    if (code === undefined || code === null) return undefined;
    if (typeof code === 'string' && /^(\d{3})?$/.test(code)) return undefined;
    return {
      message: 'The code of an extension is neither empty nor a string of three digits.',
      pointer: `${place}/code`,
      expected: 'a string of three digits',
      actual: code,
    };
  });
}

/** Result and flag of an extension tell the same story. */
export function resultsAgree(exchange: Exchange): Inspection {
  return ofExtensions(exchange, ({ result, success }, place) => {
    const word = result?.toLowerCase();
    const wrong = (word === 'error' && success === true) || (word === 'success' && success === false);
    if (!wrong) return undefined;
    return {
      message: 'The result and the success flag of an extension contradict each other.',
      pointer: place,
      expected: { result: result ?? null, success: word === 'success' },
      actual: { result: result ?? null, success: success ?? null },
    };
  });
}

/** A read with a state may count only what it lists (ruling 163), so its counts prove nothing. */
function countedStatus(exchange: Exchange) {
  if (!isStatusRead(exchange) || queryOf(exchange).has('state')) return undefined;
  return statusOf(exchange);
}

/** A law as an inspection of every read that counts everything. */
const lawful =
  (law: laws.Law) =>
  (exchange: Exchange): Inspection => {
    const told = countedStatus(exchange);
    const flaw = told && law(told);
    if (flaw === undefined) return undefined;
    return flaw === null ? [] : [flaw];
  };

export const countsAddUp = lawful(laws.countsAddUp);
export const nonePending = lawful(laws.nonePending);
export const successMeansNoneFailed = lawful(laws.successMeansNoneFailed);
export const noSuccessBefore = lawful(laws.noSuccessBefore);
export const listAgrees = lawful(laws.listAgrees);

/** Recorded: whether operations come unasked. */
export function operationsUnasked(exchange: Exchange): Inspection {
  if (!isStatusRead(exchange) || queryOf(exchange).has('attributes') || queryOf(exchange).has('state'))
    return undefined;
  const body = statusOf(exchange)?.body;
  if (!isObject(body)) return undefined;
  return isArray(member(body, 'operations'))
    ? [{ message: 'The operations are listed although nobody asked for them.', pointer: '/operations' }]
    : [];
}
