/**
 * Bugs in who is let in. Nearly all stand in the stage `authorize`, which decides before anything is looked up; those
 * about what a refusal tells stand where its body is made.
 */

import { isObject } from '../../model/json.ts';
import type { OperationId } from '../../model/requirement.ts';
import { type AuthorizeScene, type Fault, type Hook, refuse } from '../fault.ts';

const header = (at: AuthorizeScene): string | undefined => at.request.headers.authorization;
/** Credentials that can be read, known or not. */
const isBearer = (at: AuthorizeScene): boolean => /^bearer\s+[\w.~+/-]+=*$/i.test(header(at) ?? '');

/** What one kind of caller gets from one operation. */
function answering(
  when: (at: AuthorizeScene) => boolean,
  operations: readonly OperationId[] | undefined,
  decision: ReturnType<Hook<'authorize'>>,
): Hook<'authorize'> {
  return (value, at) =>
    when(at) && (operations === undefined || (at.operation !== undefined && operations.includes(at.operation)))
      ? decision
      : value;
}

const FORBIDDEN = refuse(403, 'The token does not permit this.');

const tokens: readonly Fault[] = [
  {
    id: 'no-token-forbidden',
    violates: 'authorization.missing-token',
    seenAs: /was answered with 403/,
    summary: 'The gateway takes a call without a token for one that is not permitted.',
    wire: 'No Authorization header gets 403.',
    corrupt: { authorize: answering((at) => header(at) === undefined, undefined, FORBIDDEN) },
  },
  {
    id: 'schemas-open-to-all',
    violates: 'authorization.missing-token',
    seenAs: /without a token was served with 200/,
    summary: 'The schemas are taken for public.',
    wire: 'GET on the schemas without a token gets 200.',
    corrupt: { authorize: answering((at) => header(at) === undefined, ['listSchemas'], 'allowed') },
  },
  {
    id: 'unknown-token-forbidden',
    violates: 'authorization.invalid-token',
    seenAs: /was answered with 403/,
    summary: 'A token nobody issued is taken for one without scopes.',
    wire: 'An unknown token gets 403.',
    corrupt: {
      authorize: answering((at) => at.token === undefined && isBearer(at), undefined, FORBIDDEN),
    },
  },
  {
    id: 'empty-token-served',
    violates: 'authorization.malformed-credentials',
    seenAs: /answered with 200/,
    summary: 'An empty token passes, because its check is skipped for an empty text.',
    wire: '"Bearer " without a token gets the list.',
    corrupt: {
      authorize: answering((at) => /^bearer\s*$/i.test(header(at) ?? ''), ['listUsers'], 'allowed'),
    },
  },
  {
    id: 'short-token-served',
    violates: 'authorization.invalid-token',
    seenAs: /token of one character was served with 200/,
    summary: 'Tokens are looked up by their first characters, and a short one fits somebody.',
    wire: 'A token of one character gets the list.',
    corrupt: { authorize: answering((at) => header(at) === 'Bearer x', ['listUsers'], 'allowed') },
  },
  {
    id: 'basic-scheme-bad-request',
    violates: 'authorization.other-scheme',
    seenAs: /answered with 400/,
    summary: 'Another scheme than Bearer is called a bad request.',
    wire: 'Authorization: Basic gets 400.',
    corrupt: {
      authorize: answering(
        (at) => /^basic\s/i.test(header(at) ?? ''),
        undefined,
        refuse(400, 'The Authorization header cannot be read.'),
      ),
    },
  },
  {
    id: 'scheme-case-sensitive',
    violates: 'authorization.scheme-case',
    seenAs: /refused with 401/,
    summary: 'The scheme is compared with regard to case.',
    wire: 'Authorization: bearer gets 401.',
    corrupt: {
      authorize: answering(
        (at) => (header(at) ?? '').startsWith('bearer '),
        undefined,
        refuse(401, 'A bearer token is needed.', { headers: { 'www-authenticate': 'Bearer' } }),
      ),
    },
  },
];

const scopes: readonly Fault[] = [
  {
    id: 'bulk-without-scope',
    violates: 'authorization.missing-scope',
    seenAs: /was served with 202/,
    summary: 'Bulk asks for a token and forgets to ask for its scopes.',
    wire: 'A token without scopes gets 202 from Bulk.',
    corrupt: { authorize: answering((at) => at.token === 'noscope', ['bulk'], 'allowed') },
  },
  {
    id: 'list-without-scope',
    violates: 'authorization.missing-scope',
    seenAs: /was served with 200/,
    summary: 'The resource types ask for a token and forget to ask for its scope.',
    wire: 'A token without scopes gets the resource types.',
    corrupt: { authorize: answering((at) => at.token === 'noscope', ['listResourceTypes'], 'allowed') },
  },
  {
    id: 'bulk-with-read-scope',
    violates: 'authorization.read-only-writes',
    summary: 'Any spend scope is enough for Bulk, the one for reading too.',
    wire: 'A read-only token gets 202 from Bulk.',
    corrupt: { authorize: answering((at) => at.token === 'readonly', ['bulk'], 'allowed') },
  },
  {
    id: 'missing-scope-not-found',
    violates: 'authorization.missing-scope-status',
    seenAs: /answered with 404/,
    summary: 'A list that the token does not open is said not to exist.',
    wire: 'A token without scopes gets 404 from the list.',
    corrupt: {
      authorize: answering((at) => at.token === 'noscope', ['listUsers'], refuse(404, 'There is nothing here.')),
    },
  },
  {
    id: 'user-token-reads-list',
    violates: 'authorization.user-level-token',
    seenAs: /answered with 200/,
    summary: 'The list looks at scopes and not at the level of the token.',
    wire: 'A user-level token gets the list.',
    corrupt: { authorize: answering((at) => at.token === 'user', ['listUsers'], 'allowed') },
  },
  {
    id: 'lookup-needs-write-scope',
    violates: 'authorization.read-scope-suffices',
    seenAs: /refused with 403/,
    summary: 'The lookup of one user asks for the write scope.',
    wire: 'A read-only token gets 403 from the lookup.',
    corrupt: { authorize: answering((at) => at.token === 'readonly', ['getUser'], FORBIDDEN) },
  },
  {
    id: 'scopes-from-body',
    violates: 'authorization.full-set-suffices',
    seenAs: /refused with 403/,
    summary: 'A single-user write is permitted by the extensions in its body; a body that names none is refused.',
    wire: 'PUT of a user without extensions gets 403 with the full set of scopes.',
    corrupt: {
      authorize: answering(
        (at) => at.token === 'company' && !/urn:/.test(at.request.body ?? ''),
        ['replaceUser'],
        FORBIDDEN,
      ),
    },
  },
  {
    id: 'bulk-put-needs-more',
    violates: 'authorization.bulk-inner-methods',
    seenAs: /refused with 403/,
    summary: 'A PUT inside Bulk that empties a user is held for a deletion, and refused.',
    wire: 'Bulk with one PUT without data gets 403.',
    corrupt: {
      authorize: answering(
        (at) => at.token === 'company' && /"method":"PUT"[^{}]*"data":\{\}/.test(at.request.body ?? ''),
        ['bulk'],
        FORBIDDEN,
      ),
    },
  },
  {
    id: 'status-by-state-forbidden',
    violates: 'authorization.status-scope',
    seenAs: /refused with 403/,
    summary: 'A status that is asked for by state and not found is said to be forbidden.',
    wire: 'An unknown status with state=failed gets 403.',
    corrupt: {
      refuse: (refusal, at) =>
        at.operation === 'getProvisionStatus' && refusal.status === 404 && at.query.has('state') ? FORBIDDEN : refusal,
    },
  },
];

/** Proxies keep large answers only; so does this one. */
const SMALLEST_KEPT_PAGE = 30;

const secrecy: readonly Fault[] = [
  {
    id: 'list-kept-without-token',
    violates: 'authorization.per-request',
    summary: 'A cache in front of the list keeps large pages by their URL alone.',
    wire: 'A large page that was served once is served to callers without a token.',
    corrupt: {
      authorize: (value, at, scratch) => {
        const size = Number(at.query.get(at.contract.pageSize.name) ?? 0);
        if (at.operation !== 'listUsers' || size < SMALLEST_KEPT_PAGE) return value;
        if (value === 'allowed') {
          scratch.keep(at.request.target, true);
          return value;
        }
        return scratch.recall(at.request.target) === true ? 'allowed' : value;
      },
    },
  },
  {
    id: 'unknown-before-token',
    violates: 'authorization.before-existence',
    summary: 'The lookup finds out whether the user exists before it asks for a token.',
    wire: 'Without a token an unknown user gets 404 and a known one 401.',
    corrupt: {
      authorize: (value, at) =>
        at.operation === 'getUser' &&
        at.request.method === 'GET' &&
        value !== 'allowed' &&
        header(at) === undefined &&
        at.find(at.params.id ?? '') === undefined
          ? refuse(404, 'There is no such user.')
          : value,
    },
  },
  {
    id: 'refusal-names-the-user',
    violates: 'authorization.no-existence-hint',
    summary: 'The refusal of a lookup says whose data it is, where there is any.',
    wire: 'A 403 whose detail differs for users that exist.',
    corrupt: {
      refuse: (refusal, at) =>
        at.operation === 'getUser' && refusal.status === 403 && at.find(at.params.id ?? '') !== undefined
          ? { ...refusal, detail: 'The data of this employee belongs to another department.' }
          : refusal,
    },
  },
  {
    id: 'refused-list-tells-total',
    violates: 'authorization.refused-no-data',
    summary: 'The refusal of a list is written into the list response, after it was counted.',
    wire: 'A 401 with totalResults and Resources.',
    corrupt: {
      error: (body, at) =>
        at.operation === 'listUsers' && (at.refusal.status === 401 || at.refusal.status === 403) && isObject(body)
          ? { ...body, totalResults: at.everyone().length, Resources: [] }
          : body,
    },
  },
];

export const faults: readonly Fault[] = [...tokens, ...scopes, ...secrecy];
