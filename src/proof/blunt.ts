/**
 * Blunt corruptions: not bugs that somebody would write, but the crudest ways to break a server. Each breaks many rules at
 * once, so a few runs show of most passing cases that they could have failed on a small population.
 */

import { URN } from '../contract/contract.ts';
import type { Corruption } from '../mock/fault.ts';
import { isRefusal, json, refuse, text, withHeader, withJson } from '../mock/fault.ts';
import { isArray, isObject, type Json, type JsonObject } from '../model/json.ts';

export interface Blunt {
  readonly id: string;
  readonly corrupt: Corruption;
  /** Requirements that are no longer exercised under it, where an honest server passed by refusing. */
  readonly voids?: readonly string[];
}

/** Every value below, however deep, changed; member names stay. */
function deep(value: Json, change: (leaf: Json) => Json): Json {
  if (isArray(value)) return change(value.map((one) => deep(one, change)));
  if (!isObject(value)) return change(value);
  return change(Object.fromEntries(Object.entries(value).map(([key, one]) => [key, deep(one, change)])));
}

/** Each member of a user but id and schemas changed, so that the user can still be told apart. */
function eachMember(change: (leaf: Json) => Json): Corruption {
  const below = (user: JsonObject): JsonObject =>
    Object.fromEntries(
      Object.entries(user).map(([key, value]) => [
        key,
        isObject(value)
          ? Object.fromEntries(Object.entries(value).map(([name, one]) => [name, deep(one, change)]))
          : value,
      ]),
    );
  return { resource: below };
}

function withoutMembers(...names: readonly string[]): (value: JsonObject) => JsonObject {
  return (value) => Object.fromEntries(Object.entries(value).filter(([key]) => !names.includes(key)));
}

const onSuccess =
  (corrupt: NonNullable<Corruption['answer']>): NonNullable<Corruption['answer']> =>
  (answer, at, scratch) =>
    answer.status < 300 ? corrupt(answer, at, scratch) : answer;

export const BLUNT: readonly Blunt[] = [
  {
    id: 'filter-ignored',
    corrupt: { filter: () => undefined },
    voids: ['filtering.unsupported-never-unfiltered'],
  },
  { id: 'lookup-of-another', corrupt: { lookup: (_found, at) => at.everyone().at(-1) } },
  { id: 'total-one-less', corrupt: { page: (page) => ({ ...page, totalResults: page.totalResults - 1 }) } },
  { id: 'ids-no-uuids', corrupt: { resource: (user) => ({ ...user, id: `no-${String(user.id)}` }) } },
  { id: 'keys-of-the-neighbour', corrupt: { resource: renamed } },
  {
    id: 'nobody-here-is-404',
    corrupt: {
      query: (value, at) =>
        !isRefusal(value) && value.startIndex > Math.max(1, at.everyone().length) ? refuse(404, 'No.') : value,
    },
  },
  {
    id: 'lookup-under-another-id',
    corrupt: {
      resource: (user, at) => (at.view === 'lookup' ? { ...user, id: '11111111-2222-4333-8444-555555555555' } : user),
    },
  },
  { id: 'filter-finds-nobody', corrupt: { match: () => false } },
  { id: 'filter-inverted', corrupt: { match: (verdict) => !verdict } },
  { id: 'filter-refused', corrupt: { filter: (filter) => (filter === undefined ? filter : refuse(400, 'No.')) } },
  { id: 'filter-crashes', corrupt: { filter: (filter) => (filter === undefined ? filter : refuse(500, 'No.')) } },
  {
    id: 'always-the-first-page',
    corrupt: { query: (value) => (isRefusal(value) ? value : { ...value, startIndex: 1 }) },
  },
  { id: 'page-skips-one', corrupt: { page: (page) => ({ ...page, people: page.people.slice(1) }) } },
  {
    id: 'page-holds-twice',
    corrupt: { page: (page) => ({ ...page, people: [...page.people, ...page.people] }) },
  },
  { id: 'bad-paging-crashes', corrupt: { query: (value) => (isRefusal(value) ? refuse(500, 'No.') : value) } },
  { id: 'list-refused', corrupt: { query: () => refuse(400, 'No.') } },
  { id: 'total-one-more', corrupt: { page: (page) => ({ ...page, totalResults: page.totalResults + 1 }) } },
  {
    id: 'total-by-chance',
    corrupt: { page: (page, at) => ({ ...page, totalResults: page.totalResults + at.sequence }) },
  },
  { id: 'numbers-of-the-page-wrong', corrupt: { page: (page) => ({ ...page, startIndex: 999, itemsPerPage: 999 }) } },
  { id: 'list-without-members', corrupt: { envelope: () => ({}) } },
  { id: 'list-without-resources', corrupt: { envelope: withoutMembers('Resources') } },
  { id: 'list-without-numbers', corrupt: { envelope: withoutMembers('startIndex', 'itemsPerPage', 'totalResults') } },
  {
    id: 'list-in-text',
    corrupt: { envelope: (list) => ({ ...list, ...Object.fromEntries(Object.keys(list).map((key) => [key, 'x'])) }) },
  },
  { id: 'resources-as-object', corrupt: { envelope: (list) => ({ ...list, Resources: {} }) } },
  { id: 'strings-as-numbers', corrupt: eachMember((leaf) => (typeof leaf === 'string' ? 7 : leaf)) },
  {
    id: 'strings-overlong',
    corrupt: eachMember((leaf) => (typeof leaf === 'string' ? `§ ${leaf} `.repeat(60) : leaf)),
  },
  { id: 'booleans-as-text', corrupt: eachMember((leaf) => (typeof leaf === 'boolean' ? String(leaf) : leaf)) },
  { id: 'lists-as-objects', corrupt: eachMember((leaf) => (isArray(leaf) ? {} : leaf)) },
  { id: 'lists-doubled', corrupt: eachMember((leaf) => (isArray(leaf) ? [...leaf, ...leaf] : leaf)) },
  { id: 'objects-as-text', corrupt: eachMember((leaf) => (isObject(leaf) ? 'x' : leaf)) },
  { id: 'objects-emptied', corrupt: eachMember((leaf) => (isObject(leaf) ? { odd: 1 } : leaf)) },
  { id: 'nulls-as-numbers', corrupt: eachMember((leaf) => (leaf === null ? 7 : leaf)) },
  {
    id: 'extensions-as-lists',
    corrupt: {
      resource: (user) =>
        Object.fromEntries(Object.entries(user).map(([key, value]) => [key, key.startsWith('urn:') ? [] : value])),
    },
  },
  { id: 'half-of-the-members-gone', corrupt: { resource: halved } },
  { id: 'user-without-members', corrupt: { resource: ({ id }) => ({ id: id ?? null }) } },
  {
    id: 'user-with-odd-base',
    corrupt: { resource: (user) => ({ ...user, id: 7, schemas: [], meta: 7, externalId: 7 }) },
  },
  {
    id: 'later-created',
    corrupt: {
      resource: (user) => ({
        ...user,
        meta: { ...(isObject(user.meta) ? user.meta : {}), created: '2099-01-01T00:00:00Z' },
      }),
    },
  },
  { id: 'lookup-of-nobody', corrupt: { lookup: () => undefined } },
  { id: 'lookup-refused', corrupt: { lookup: () => refuse(400, 'No.') } },
  { id: 'lookup-crashes', corrupt: { lookup: () => refuse(500, 'No.') } },
  {
    id: 'lookup-differs',
    corrupt: {
      resource: (user, at) => (at.view === 'lookup' ? { ...user, [URN.spendUser]: { country: 'XX' } } : user),
    },
  },
  { id: 'lookup-finds-everything', corrupt: { lookup: (found, at) => found ?? at.everyone()[0] } },
  { id: 'no-refusals', corrupt: { answer: (answer) => (answer.status >= 400 ? { ...answer, status: 200 } : answer) } },
  {
    id: 'refusals-crash',
    corrupt: { answer: (answer) => (answer.status >= 400 ? { ...answer, status: 500 } : answer) },
  },
  { id: 'everything-is-allowed', corrupt: { authorize: () => 'allowed' } },
  {
    id: 'tokens-unknown',
    corrupt: { authorize: (_decision, at) => (at.token === 'company' ? 'allowed' : refuse(404, 'No.')) },
  },
  {
    id: 'readers-refused',
    corrupt: { authorize: (_decision, at) => (at.token === 'company' ? 'allowed' : refuse(403, 'No.')) },
  },
  { id: 'errors-without-members', corrupt: { error: () => ({}) } },
  { id: 'errors-in-text', corrupt: { error: () => ({ schemas: 'x', status: 'x', scimType: 7, detail: 7 }) } },
  {
    id: 'errors-tell-all',
    corrupt: {
      error: (body) => ({
        ...(isObject(body) ? body : {}),
        Resources: [],
        [URN.concurError]: 7,
        detail: 'at com.x.Y.z(Y.java:1)',
      }),
    },
  },
  { id: 'headers-gone', corrupt: { answer: (answer) => ({ ...answer, headers: {} }) } },
  { id: 'plain-text', corrupt: { answer: onSuccess((answer) => withHeader(answer, 'content-type', 'text/plain')) } },
  { id: 'no-json', corrupt: { answer: onSuccess((answer) => ({ ...answer, payload: text('{') })) } },
  { id: 'bare-null', corrupt: { answer: onSuccess((answer) => withJson(answer, null)) } },
  { id: 'created', corrupt: { answer: onSuccess((answer) => ({ ...answer, status: 201 })) } },
  { id: 'empty-object', corrupt: { answer: onSuccess((answer) => ({ ...answer, payload: json({}) })) } },
];

function halved(user: JsonObject): JsonObject {
  const half = (value: Json): Json =>
    isObject(value) ? Object.fromEntries(Object.entries(value).filter((_entry, index) => index % 2 === 1)) : value;
  return Object.fromEntries(Object.entries(user).map(([key, value]) => [key, half(value)]));
}

/** Members under the names of their neighbours, and Payroll under the wrong namespace. */
function renamed(user: JsonObject): JsonObject {
  const swap: Readonly<Record<string, string>> = {
    invoice: 'payment',
    payment: 'invoice',
    report: 'payment',
    expense: 'invoice',
  };
  const other = (value: Json): Json =>
    isObject(value) ? Object.fromEntries(Object.entries(value).map(([key, one]) => [swap[key] ?? key, one])) : value;
  return Object.fromEntries(
    Object.entries(user).map(([key, value]) => [
      key === URN.payroll ? URN.payroll.replace('enterprise', 'spend') : key,
      other(value),
    ]),
  );
}
