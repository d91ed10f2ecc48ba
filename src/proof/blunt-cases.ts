/**
 * More blunt corruptions, for single cases: requests that one case alone sends are answered wrongly, or pages that one
 * case alone looks at. With those of blunt.ts and blunt-writes.ts they show that every case can fail.
 */

import { isRefusal, refuse } from '../mock/fault.ts';
import type { ResourceScene, Scene } from '../mock/scene.ts';
import { isObject, type JsonObject } from '../model/json.ts';
import type { Blunt } from './blunt.ts';

const NOBODY = '00000000-0000-4000-8000-000000000001';

const asksNothingElse = (at: Scene) => at.operation === 'listUsers' && at.query.size <= 2 && !at.query.has('filter');
/** Query parameters that are no part of a plain page, or a query that is written oddly. */
function isOdd({ request, query, contract }: Scene): boolean {
  const known = ['startIndex', contract.pageSize.name, 'filter'];
  return [...query.keys()].some((name) => !known.includes(name)) || /\?&|&&|&$/.test(request.target);
}

export const BLUNT_CASES: readonly Blunt[] = [
  { id: 'odd-queries-crash', corrupt: { query: (value, at) => (isOdd(at) ? refuse(500, 'No.') : value) } },
  { id: 'odd-lookups-crash', corrupt: { lookup: (found, at) => (at.query.size > 0 ? refuse(500, 'No.') : found) } },
  {
    id: 'odd-filters-crash',
    corrupt: {
      filter: (filter, at) =>
        /value eq .* and id eq|(id eq "[^"]*").*\1/.test(at.text) || /%[46][1-9a-f]%/i.test(at.request.target)
          ? refuse(500, 'No.')
          : filter,
    },
  },
  {
    id: 'pages-of-two-crash',
    corrupt: { query: (value) => (!isRefusal(value) && value.pageSize === 2 ? refuse(500, 'No.') : value) },
  },
  {
    id: 'company-forbidden-beside-lists',
    corrupt: {
      authorize: (decision, at) => (at.token === 'company' && !asksNothingElse(at) ? refuse(403, 'No.') : decision),
    },
  },
  {
    id: 'company-forbidden-to-list',
    corrupt: {
      authorize: (decision, at) =>
        at.token === 'company' && at.operation === 'listUsers' ? refuse(403, 'No.') : decision,
    },
  },
  {
    id: 'other-accept-refused',
    corrupt: {
      authorize: (decision, at) =>
        /scim\+json$/.test(at.request.headers.accept ?? '') ? decision : refuse(406, 'No.'),
    },
  },
  {
    id: 'unsatisfiable-accept-crashes',
    corrupt: {
      authorize: (decision, at) =>
        /^text\/html$|xml|image|please|q=0$/.test(at.request.headers.accept ?? '') ? refuse(500, 'No.') : decision,
    },
  },
  {
    id: 'correlation-id-required',
    corrupt: {
      authorize: (decision, at) =>
        at.operation === 'listUsers' && at.request.headers['concur-correlationid'] === undefined
          ? refuse(400, 'No.')
          : decision,
    },
  },
  {
    id: 'refusal-by-existence',
    corrupt: {
      authorize: (decision, at) =>
        isRefusal(decision) && at.operation === 'getUser'
          ? refuse(at.find(at.params.id ?? '') === undefined ? 403 : 404, 'No.')
          : decision,
    },
  },
  {
    id: 'refusal-tells-of-existence',
    corrupt: {
      error: (body, at) =>
        isObject(body) && at.operation === 'getUser' && at.find(at.params.id ?? '') !== undefined
          ? { ...body, detail: 'Yes, but.' }
          : body,
    },
  },
  {
    id: 'total-by-page-size',
    corrupt: {
      page: (page, at) =>
        at.asked.pageSize === at.contract.pageSize.maximum ? page : { ...page, totalResults: page.totalResults + 1 },
    },
  },
  {
    id: 'total-without-page-size',
    corrupt: {
      page: (page, at) =>
        at.query.has(at.contract.pageSize.name) ? page : { ...page, totalResults: page.totalResults + 1 },
    },
  },
  {
    id: 'total-by-position',
    corrupt: {
      page: (page, at) => (at.asked.startIndex === 1 ? page : { ...page, totalResults: page.totalResults + 1 }),
    },
  },
  {
    id: 'first-page-empty',
    corrupt: { page: (page, at) => (at.query.has('startIndex') ? { ...page, people: [], itemsPerPage: 0 } : page) },
  },
  {
    id: 'one-more-at-the-end',
    corrupt: {
      page: (page, at) => {
        const [first] = page.people;
        const isLast = page.people.length < at.asked.pageSize;
        return first && isLast ? { ...page, people: [...page.people, { ...first, id: NOBODY }] } : page;
      },
    },
  },
  // Some revisions serve no meta: who changed last is told by nobody there, unless the corruption does.
  { id: 'dated-lookup-of-another', corrupt: { resource: dated, lookup: (_found, at) => at.everyone()[7] } },
  { id: 'dated-lookup-crashes', corrupt: { resource: dated, lookup: () => refuse(500, 'No.') } },
  {
    id: 'dated-lookup-differs',
    corrupt: {
      resource: (user, at) => (at.view === 'lookup' ? { ...dated(user, at), userName: 'another' } : dated(user, at)),
    },
  },
];

function dated(user: JsonObject, { person }: ResourceScene): JsonObject {
  const meta = isObject(user.meta) ? user.meta : {};
  return { ...user, meta: { ...meta, lastModified: new Date(person.modified).toISOString() } };
}
