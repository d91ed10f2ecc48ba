/** Permitted ways to filter, to look up and to write a user (rulings 42 to 110). */

import { URN } from '../../contract/contract.ts';
import { isArray, isObject, type Json, type JsonObject } from '../../model/json.ts';
import type { Revision } from '../../model/requirement.ts';
import { isRefusal, type Person, refuse, spendUserOf, type Variant } from '../fault.ts';
import { MALFORMED, parseFilter } from '../filter.ts';
import { UUID } from '../lookup.ts';

function withoutNulls(value: Json): Json {
  if (isArray(value)) return value.map(withoutNulls);
  if (!isObject(value)) return value;
  const kept = Object.entries(value).filter(([, member]) => member !== null);
  return Object.fromEntries(kept.map(([key, member]) => [key, withoutNulls(member)]));
}

function isBare(person: Person): boolean {
  return Object.keys(spendUserOf(person)).length === 0;
}

function isUrn(key: string): boolean {
  return key.startsWith('urn:');
}

/** The user with each extension replaced; undefined leaves the extension out, in schemas too. */
function eachExtension(user: JsonObject, change: (extension: Json, urn: string) => Json | undefined): JsonObject {
  const members: Record<string, Json> = {};
  const gone = new Set<Json>();
  for (const [key, value] of Object.entries(user)) {
    const next = isUrn(key) ? change(value, key) : value;
    if (next === undefined) gone.add(key);
    else members[key] = next;
  }
  return isArray(user.schemas) ? { ...members, schemas: user.schemas.filter((one) => !gone.has(one)) } : members;
}

/** Revisions in which users have a meta. */
export const WITH_META: readonly Revision[] = ['2024-03', '2026-05'];

export const retrievalVariants: readonly Variant[] = [
  {
    id: 'unsupported-filter-501',
    summary: 'A filter outside the matrix is answered with 501.',
    rulings: [43],
    corrupt: {
      filter: (filter) =>
        isRefusal(filter) && filter.detail !== MALFORMED ? refuse(501, 'The filter is not implemented.') : filter,
    },
  },
  {
    id: 'bare-name-400',
    summary: 'An attribute to filter by must be given with its URN.',
    rulings: [42],
    corrupt: {
      filter: (filter, at) =>
        isRefusal(filter) || at.text.toLowerCase().includes('urn:')
          ? filter
          : refuse(400, 'Name the URN.', { scimType: 'invalidFilter' }),
    },
  },
  {
    id: 'quoted-booleans',
    summary: 'true and false may stand in quotes.',
    rulings: [51],
    corrupt: {
      filter: (filter, at) => {
        const bare = at.text.replace(/"(true|false)"/gi, (_, word: string) => word.toLowerCase());
        return isRefusal(filter) && bare !== at.text ? parseFilter(bare, at.contract.filters) : filter;
      },
    },
  },
  {
    id: 'ne-excludes-unset',
    summary: 'ne leaves out users without a value.',
    rulings: [49],
    corrupt: {
      match: (verdict, { filter, actual }) =>
        verdict && !(filter.kind === 'comparison' && filter.operator === 'ne' && (actual ?? null) === null),
    },
  },
  {
    id: 'values-without-case',
    summary: 'Strings are compared without regard to case.',
    rulings: [52],
    corrupt: {
      match: (verdict, { filter, actual }) => {
        if (filter.kind !== 'comparison' || typeof actual !== 'string' || typeof filter.value !== 'string')
          return verdict;
        return (actual.toLowerCase() === filter.value.toLowerCase()) === (filter.operator === 'eq');
      },
    },
  },
  {
    id: 'malformed-id-400',
    summary: 'An id that is no UUID is answered with 400, and so is a path below a user, which is read as one.',
    rulings: [109],
    corrupt: {
      refuse: (refusal, at) =>
        at.operation === undefined && /\/Users\/[^/]+\/[^/]+$/.test(at.request.target)
          ? refuse(400, 'The id is no UUID.', { scimType: 'invalidValue' })
          : refusal,
      lookup: (person, at) =>
        UUID.test(at.params.id ?? '') ? person : refuse(400, 'The id is no UUID.', { scimType: 'invalidValue' }),
    },
  },
  {
    id: 'bare-users-hidden',
    summary: 'Users without spend data are neither listed nor found.',
    rulings: [110],
    corrupt: {
      order: (people) => people.filter((one) => !isBare(one)),
      lookup: (person) => (person !== undefined && !isRefusal(person) && isBare(person) ? undefined : person),
    },
  },
  {
    id: 'nulls-absent',
    summary: 'Attributes without a value are left out instead of null.',
    rulings: [71],
    corrupt: { resource: (user) => eachExtension(user, withoutNulls) },
  },
  {
    id: 'empty-extensions-absent',
    summary: 'Extensions without data are left out.',
    rulings: [62, 100],
    corrupt: {
      resource: (user) =>
        eachExtension(user, (extension) =>
          isObject(extension) && Object.keys(extension).length === 0 ? undefined : extension,
        ),
    },
  },
  {
    id: 'extra-attributes',
    summary: 'Users carry attributes that no table names.',
    rulings: [84, 106],
    corrupt: {
      resource: (user) => {
        const spend = user[URN.spendUser];
        if (!isObject(spend) || Object.keys(spend).length === 0) return user;
        const list = isArray(spend.customData) ? spend.customData : [];
        const customData = list.map((one) =>
          isObject(one) ? { ...one, syncGuid: null, href: '/list/v4/items/1' } : one,
        );
        return { ...user, externalId: null, [URN.spendUser]: { ...spend, customData, tenantRegion: 'EMEA' } };
      },
    },
  },
  {
    id: 'meta-filled',
    summary: 'meta has a creation time and a version.',
    rulings: [21, 67],
    revisions: WITH_META,
    corrupt: {
      resource: (user) => {
        const { meta } = user;
        if (!isObject(meta)) return user;
        return { ...user, meta: { ...meta, created: '2019-05-06T07:08:09.123456Z', version: 'W/"3"' } };
      },
    },
  },
  {
    id: 'location-v4',
    summary: 'meta.location names version 4 of the API and the host of a data centre.',
    rulings: [5, 6],
    revisions: WITH_META,
    corrupt: {
      resource: (user) => {
        const { meta, id } = user;
        if (!isObject(meta)) return user;
        const location = `https://us2.api.concursolutions.com/profile/spend/v4/Users/${String(id)}`;
        return { ...user, meta: { ...meta, location } };
      },
    },
  },
];
