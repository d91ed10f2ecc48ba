/**
 * What every error body has to look like, one rule a function, each for one family of endpoints. Types and required
 * members are the derived schema's business; here stand the rules that look beyond the body. Knows no probe.
 */

import { type Exchange, jsonOf, mediaTypeOf } from '../model/exchange.ts';
import type { Problem } from '../model/finding.ts';
import { at, countOf, isArray, isObject, type JsonObject, member, pointer } from '../model/json.ts';
import { acceptsJson, type Family, familyOf, isApiError, isDocumentedRequest } from './errors-scope.ts';
import { type Inspect, ownedProblems } from './schema.ts';

/** RFC 7644 section 3.12, table 9. */
const SCIM_TYPES = new Set([
  'invalidFilter',
  'tooMany',
  'uniqueness',
  'mutability',
  'invalidSyntax',
  'invalidPath',
  'noTarget',
  'invalidValue',
  'invalidVers',
  'sensitive',
]);
const MEDIA_TYPES = new Set(['application/json', 'application/scim+json']);
const EXTENSION = /^urn:(ietf:params:scim:schemas:(core|extension):|com\.concur\.)/i;

/** Statuses that rulings allow although the lists of documents leave them out: 20, 56, 117, 134, 150 and 43. */
const RULED_STATUSES = new Set([406, 409, 413, 414, 415, 429, 431, 501]);

export function jsonBody(family: Family): Inspect {
  return ofApiErrors(family, (exchange) => {
    if (!acceptsJson(exchange)) return undefined;
    const { body, status } = exchange.response;
    // JSON of another shape is the schema's problem.
    if (body.kind === 'json') return [];
    const found = body.kind === 'none' ? 'no body' : 'text that is no JSON';
    return [{ message: `The ${status} answer carries ${found}.`, expected: 'a JSON object', actual: found }];
  });
}

export function statusEquals(family: Family): Inspect {
  return ofErrorObjects(family, (error, exchange) => {
    const found = countOf(member(error, 'status'));
    if (found === undefined) return undefined;
    const { status } = exchange.response;
    if (found === status) return [];
    return [
      {
        message: `The error says status ${found} and came with HTTP status ${status}.`,
        pointer: pointer('status'),
        expected: status,
        actual: found,
      },
    ];
  });
}

export function scimType(family: Family): Inspect {
  return ofErrorObjects(family, (error) => {
    const found = member(error, 'scimType');
    if (found === undefined || found === null) return [];
    if (typeof found !== 'string') return undefined;
    if (SCIM_TYPES.has(found)) return [];
    return [
      {
        message: `"${found}" is no scimType of RFC 7644.`,
        pointer: pointer('scimType'),
        expected: [...SCIM_TYPES],
        actual: found,
      },
    ];
  });
}

export function mediaType(family: Family): Inspect {
  return ofErrorObjects(family, (_error, exchange) => {
    const found = mediaTypeOf(exchange);
    if (MEDIA_TYPES.has(found)) return [];
    const said = found === '' ? 'without a Content-Type' : `as ${found}`;
    return [{ message: `The JSON error came ${said}.`, expected: [...MEDIA_TYPES], actual: found }];
  });
}

export function noPayload(family: Family): Inspect {
  return ofErrorObjects(family, (error, exchange) => payloadProblems(error, exchange));
}

/** Members that only a list or a user has. Shared with the rule about refused calls. */
export function payloadProblems(error: JsonObject, exchange: Exchange): readonly Problem[] {
  const { status } = exchange.response;
  return Object.keys(error)
    .filter((key) => key === 'Resources' || EXTENSION.test(key))
    .map((key) => ({
      message: `The ${status} answer carries ${key === 'Resources' ? 'Resources' : `the user data ${key}`}.`,
      pointer: pointer(key),
      expected: 'an error without payload',
      actual: sizeOf(at(error, key)),
    }));
}

/** Never the data itself: it is what should not have been there. */
function sizeOf(value: ReturnType<typeof at>): string {
  if (isArray(value)) return `a list of ${value.length}`;
  return isObject(value) ? `an object with ${Object.keys(value).length} members` : 'a value';
}

export function documentedStatus(family: Family): Inspect {
  return (exchange, contract) => {
    if (familyOf(exchange, contract) !== family || !isDocumentedRequest(exchange, contract)) return undefined;
    const { statuses } = contract.operation(exchange.operation);
    // Some pages name no status at all, or success alone; nothing can be outside such a list.
    if (!statuses.some((status) => status >= 400)) return undefined;
    const { status } = exchange.response;
    if (statuses.includes(status) || RULED_STATUSES.has(status)) return [];
    return [
      {
        message: `No document names status ${status} for ${exchange.operation}.`,
        expected: [...statuses],
        actual: status,
      },
    ];
  };
}

function ofApiErrors(family: Family, judge: (exchange: Exchange) => readonly Problem[] | undefined): Inspect {
  return (exchange, contract) =>
    isApiError(exchange, contract) && familyOf(exchange, contract) === family ? judge(exchange) : undefined;
}

function ofErrorObjects(
  family: Family,
  judge: (error: JsonObject, exchange: Exchange) => readonly Problem[] | undefined,
): Inspect {
  return ofApiErrors(family, (exchange) => {
    const body = jsonOf(exchange);
    return isObject(body) ? judge(body, exchange) : undefined;
  });
}

/** What the derived schema says about errors of the API itself; what a gateway answers has no schema. */
export function errorSchema(requirement: string): Inspect {
  const owned = ownedProblems(requirement);
  return (exchange, contract) => (isApiError(exchange, contract) ? owned(exchange, contract) : undefined);
}

/** The same for a member that an error may leave out: an error without it keeps the rule. */
export function optionalMemberSchema(requirement: string): Inspect {
  const owned = errorSchema(requirement);
  return (exchange, contract) => {
    const found = owned(exchange, contract);
    return found ?? (isApiError(exchange, contract) && isObject(jsonOf(exchange)) ? [] : undefined);
  };
}
