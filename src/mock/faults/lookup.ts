/** Bugs of the lookup: who is found, and how ids that name nobody are refused. */

import { URN } from '../../contract/contract.ts';
import { isObject, type JsonObject } from '../../model/json.ts';
import {
  type Fault,
  type Hook,
  isRefusal,
  json,
  type Person,
  type ResourceScene,
  refuse,
  type Scene,
  withHeader,
} from '../fault.ts';

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

const broken = () => refuse(500, 'The request could not be processed.');

/** The first user behind a full page: one of many, so that the others show the rule is kept. */
const isSample = (person: Person, at: Scene) => at.everyone()[100]?.id === person.id;

/** A hook for the lookup of the sample. */
function sampled(change: (user: JsonObject, at: ResourceScene) => JsonObject): Hook<'resource'> {
  return (user, at) => (at.view === 'lookup' && isSample(at.person, at) ? change(user, at) : user);
}

/** A hook for ids that found nobody. */
function unfound(change: (id: string, at: Scene) => ReturnType<Hook<'lookup'>>): Hook<'lookup'> {
  return (found, at) => (found === undefined ? change(at.params.id ?? '', at) : found);
}

/** The user as an index holds it that knows nothing of this extension. */
const without = (user: JsonObject, urn: string): JsonObject => (urn in user ? { ...user, [urn]: {} } : user);

/** Another UUID of the same form. */
function neighbour(id: string): string {
  return `${id.slice(0, -1)}${id.endsWith('0') ? '1' : '0'}`;
}

export const faults: readonly Fault[] = [
  {
    id: 'lookup-listed-user-missing',
    violates: 'lookup.listed-user',
    seenAs: /answered with status 404/,
    summary: 'The lookup reads a replica that has not heard of one user yet.',
    wire: '404 to the id of a listed user',
    corrupt: {
      lookup: (found, at) => (found !== undefined && !isRefusal(found) && isSample(found, at) ? undefined : found),
    },
  },
  {
    id: 'lookup-backslash-fails',
    violates: 'lookup.listed-user',
    seenAs: /answered with status 500/,
    summary: 'The body of a single user is put together as text, and a backslash in a value is not escaped.',
    wire: '500 to the id of a user with a backslash in a value',
    corrupt: {
      lookup: (found) =>
        found !== undefined && !isRefusal(found) && JSON.stringify(found.spend).includes('\\\\') ? broken() : found,
    },
  },
  {
    id: 'lookup-other-id',
    violates: 'lookup.same-id',
    summary: 'A user that was merged answers with the id of the record it was merged into.',
    wire: 'another id than the one asked for, in body and location',
    corrupt: {
      resource: sampled((user, at) => {
        const id = neighbour(at.person.id);
        const { meta } = user;
        const moved =
          isObject(meta) && typeof meta.location === 'string' ? meta.location.replace(at.person.id, id) : '';
        return { ...user, id, ...(isObject(meta) && { meta: { ...meta, location: moved } }) };
      }),
    },
  },
  {
    id: 'lookup-stale-value',
    violates: 'lookup.equals-list-entry',
    seenAs: /lookup gives ledgerCode another value/,
    summary: 'The lookup answers from a cache that nobody empties.',
    wire: 'another ledgerCode than in the list',
    corrupt: {
      resource: sampled((user) => {
        const extension = user[URN.spendUser];
        return { ...user, [URN.spendUser]: { ...(isObject(extension) && extension), ledgerCode: 'STALE' } };
      }),
    },
  },
  {
    id: 'lookup-preference-dropped',
    violates: 'lookup.equals-list-entry',
    seenAs: /The list gives \S+:UserPreference a value, the lookup does not/,
    summary: 'The lookup joins one table less than the list.',
    wire: 'no UserPreference values in the lookup',
    corrupt: { resource: sampled((user) => ({ ...user, [URN.userPreference]: {} })) },
  },
  {
    id: 'lookup-in-local-time',
    violates: 'lookup.equals-list-entry',
    seenAs: /lookup gives lastModified another value/,
    summary: 'The lookup prints the local time of the server and calls it UTC.',
    wire: 'meta.lastModified is hours apart in list and lookup',
    revisions: ['2024-03', '2026-05'],
    corrupt: {
      resource: (user, at) => {
        const { meta } = user;
        if (at.view !== 'lookup' || !isObject(meta) || typeof meta.lastModified !== 'string') return user;
        const local = new Date(Date.parse(meta.lastModified) + 2 * 3_600_000).toISOString();
        return { ...user, meta: { ...meta, lastModified: local } };
      },
    },
  },
  {
    id: 'lookup-again-from-cache',
    violates: 'lookup.equals-list-entry',
    seenAs: /The list gives \S+:Role a value, the lookup does not/,
    summary: 'The first lookup fills a cache, and the second is answered from it without its roles.',
    wire: 'the second of two equal lookups has no roles',
    corrupt: {
      // Whatever is written empties the cache.
      apply: (value, _at, scratch) => {
        scratch.keep('written', true);
        return value;
      },
      resource: (user, at, scratch) =>
        at.view === 'lookup' && scratch.recall('written') !== true && scratch.count(at.person.id) > 1
          ? without(user, URN.role)
          : user,
    },
  },
  {
    id: 'list-entry-under-filter',
    violates: 'lookup.equals-list-entry',
    seenAs: /The lookup gives \S+:Delegate a value, the list does not/,
    summary: 'Filtered lists are served from the search index, which does not hold delegates.',
    wire: 'entries under a filter have no delegates',
    corrupt: {
      resource: (user, at) => (at.view === 'list' && at.query.has('filter') ? without(user, URN.delegate) : user),
    },
  },
  {
    id: 'list-later-pages-lack-approvers',
    violates: 'lookup.equals-list-entry',
    seenAs: /The lookup gives \S+:Approver a value, the list does not/,
    summary: 'Behind the first hundred, the list loads users without their approvers.',
    wire: 'entries from position 101 on have no approvers',
    corrupt: {
      resource: (user, at) =>
        at.view === 'list' && Number(at.query.get('startIndex') ?? 1) > 100 ? without(user, URN.approver) : user,
    },
  },
  {
    id: 'lookup-unknown-is-bad-request',
    violates: 'lookup.unknown-id',
    seenAs: /answered with status 400/,
    summary: 'An id that is not found is taken for a bad one.',
    wire: '400 to an unknown UUID',
    corrupt: { lookup: unfound((id) => (UUID.test(id) ? refuse(400, 'The id is not valid.') : undefined)) },
  },
  {
    id: 'lookup-unknown-finds-somebody',
    violates: 'lookup.unknown-id',
    seenAs: /answered with status 200/,
    summary: 'The lookup takes the nearest id instead of the equal one.',
    wire: '200 with another user to an unknown UUID of version 1',
    corrupt: { lookup: unfound((id, at) => (/^.{14}1/.test(id) && UUID.test(id) ? at.everyone()[0] : undefined)) },
  },
  {
    id: 'lookup-wildcard',
    violates: 'lookup.malformed-id',
    seenAs: /answered with status 200/,
    summary: 'The id is compared with LIKE.',
    wire: '200 with the first user to a percent sign as id',
    corrupt: { lookup: unfound((id, at) => (id === '%' ? at.everyone()[0] : undefined)) },
  },
  {
    id: 'lookup-long-id-fails',
    violates: 'lookup.malformed-id',
    seenAs: /answered with status 500/,
    summary: 'An id longer than its column makes the query fail.',
    wire: '500 to a very long id',
    corrupt: { lookup: unfound((id) => (id.length > 255 ? broken() : undefined)) },
  },
  {
    id: 'lookup-malformed-422',
    violates: 'lookup.malformed-id-status',
    seenAs: /answered with status 422/,
    summary: 'The web framework refuses path parameters with its own status.',
    wire: '422 to an id that is no UUID',
    corrupt: { lookup: unfound((id) => (UUID.test(id) ? undefined : refuse(422, 'The id is not a UUID.'))) },
  },
  {
    id: 'lookup-finds-role',
    violates: 'lookup.other-resource',
    seenAs: /answered with status 200/,
    summary: 'The lookup falls back to a search over all keys, role codes among them.',
    wire: '200 with a user to a role code as id',
    corrupt: {
      lookup: unfound((id, at) => (id === at.contract.roles.codes[0]?.code ? at.everyone()[0] : undefined)),
    },
  },
  {
    id: 'lookup-braces-fail',
    violates: 'lookup.id-forms',
    seenAs: /answered with status 500/,
    summary: 'Braces of an id are taken for a template and never closed.',
    wire: '500 to an id in braces',
    corrupt: { lookup: unfound((id) => (id.startsWith('{') ? broken() : undefined)) },
  },
  {
    id: 'lookup-hyphens-ignored',
    violates: 'lookup.id-forms',
    seenAs: /found another user/,
    summary: 'An id without hyphens is read as a number, and finds whoever comes first.',
    wire: '200 with another user to an id without hyphens',
    corrupt: {
      lookup: unfound((id, at) => (/^[0-9a-f]{32}$/i.test(id) ? at.everyone().at(-1) : undefined)),
    },
  },
  {
    id: 'lookup-case-sensitive',
    violates: 'lookup.upper-case-id',
    seenAs: /answered with status 404/,
    summary: 'Ids are compared as text.',
    wire: '404 to a listed id in upper case',
    corrupt: { lookup: (found, at) => (/[A-F]/.test(at.params.id ?? '') ? undefined : found) },
  },
  {
    id: 'lookup-closing-slash-fails',
    violates: 'lookup.odd-path',
    seenAs: /answered with status 500/,
    summary: 'A closing slash gives the router an empty segment it cannot bind.',
    wire: '500 to a listed id with a slash behind it',
    corrupt: {
      answer(answer, at) {
        const path = at.request.target.split('?')[0] ?? '';
        if (!/\/Users\/[0-9a-f-]{36}\/$/i.test(path)) return answer;
        const body = { schemas: [URN.error], detail: 'The request could not be processed.', status: 500 };
        return { ...withHeader(answer, 'content-type', 'application/json'), status: 500, payload: json(body) };
      },
    },
  },
  {
    id: 'lookup-selection-fails',
    violates: 'lookup.attribute-selection',
    seenAs: /answered with status 500/,
    summary: 'Leaving out attributes is asked of a mapper that cannot.',
    wire: '500 to excludedAttributes on a lookup',
    corrupt: {
      lookup: (found, at) => (found !== undefined && at.query.has('excludedAttributes') ? broken() : found),
    },
  },
];
