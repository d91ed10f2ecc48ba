/** Permitted ways to write a user (rulings 61 to 106), and whom a lookup finds. */

import { URN } from '../../contract/contract.ts';
import { isArray, isObject, type Json, type JsonObject } from '../../model/json.ts';
import { isRefusal, type Variant } from '../fault.ts';
import { WITH_META } from './retrieval.ts';

/** Members of SpendUser that may be null. */
const MAY_BE_NULL = [
  'reimbursementType',
  'ledgerCode',
  'budgetCountryCode',
  'stateProvince',
  'cashAdvanceAccountCode',
  'testEmployee',
  'nonEmployee',
  'biManager',
  'customData',
];

function withSpendUser(user: JsonObject, change: (spend: JsonObject) => JsonObject): JsonObject {
  const spend = user[URN.spendUser];
  if (!isObject(spend) || Object.keys(spend).length === 0) return user;
  return { ...user, [URN.spendUser]: change(spend) };
}

function withMeta(user: JsonObject, change: (meta: JsonObject) => JsonObject): JsonObject {
  return isObject(user.meta) ? { ...user, meta: change(user.meta) } : user;
}

/** Every reference to a user below a value, with a name and a link. */
function named(value: Json): Json {
  if (isArray(value)) return value.map(named);
  if (!isObject(value)) return value;
  const below = Object.fromEntries(Object.entries(value).map(([key, one]) => [key, named(one)]));
  if (typeof value.value !== 'string' || typeof value.employeeNumber !== 'string') return below;
  return { ...below, displayName: 'Somebody', $ref: `https://concursolutions.com/profile/v4/Users/${value.value}` };
}

const EXTRA = 'urn:ietf:params:scim:schemas:extension:travel:2.0:User';

export const userVariants: readonly Variant[] = [
  {
    id: 'nulls-written',
    summary: 'Attributes without a value are always there, as null.',
    rulings: [71],
    corrupt: {
      resource: (user) =>
        withSpendUser(user, (spend) => ({
          ...Object.fromEntries(MAY_BE_NULL.map((name) => [name, null])),
          ...spend,
        })),
    },
  },
  {
    id: 'empty-lists-written',
    summary: 'Without custom values there is an empty list.',
    rulings: [71, 83],
    corrupt: {
      resource: (user) => withSpendUser(user, (spend) => ({ ...spend, customData: spend.customData ?? [] })),
    },
  },
  {
    id: 'roles-absent',
    summary: 'Users without roles have an empty Role extension.',
    rulings: [92],
    corrupt: {
      resource: (user) => {
        const roles = user[URN.role];
        return isObject(roles) && isArray(roles.roles) && roles.roles.length === 0 ? { ...user, [URN.role]: {} } : user;
      },
    },
  },
  {
    id: 'schemas-without-base',
    summary: 'schemas names the extensions alone, in another order.',
    rulings: [61],
    corrupt: {
      resource: (user) =>
        isArray(user.schemas)
          ? { ...user, schemas: user.schemas.filter((one) => !String(one).includes('ScimResource')).reverse() }
          : user,
    },
  },
  {
    id: 'ids-in-capitals',
    summary: 'Ids are written in capitals.',
    rulings: [64],
    corrupt: {
      resource: (user) => {
        const id = String(user.id).toUpperCase();
        const moved = withMeta(user, (meta) => ({
          ...meta,
          location: String(meta.location).replace(String(user.id), id),
        }));
        return { ...moved, id };
      },
    },
  },
  {
    id: 'times-with-offset',
    summary: 'Times of a user have an offset instead of a Z.',
    rulings: [70],
    revisions: WITH_META,
    corrupt: {
      resource: (user) =>
        withMeta(user, (meta) => ({ ...meta, lastModified: String(meta.lastModified).replace('Z', '+00:00') })),
    },
  },
  {
    id: 'meta-brief',
    summary: 'meta has no members without a value.',
    rulings: [21, 67],
    revisions: WITH_META,
    corrupt: {
      resource: (user) => withMeta(user, ({ created: _created, version: _version, ...rest }) => rest),
    },
  },
  {
    id: 'meta-given',
    summary: 'Users have a meta although the revision asks for none.',
    rulings: [68],
    revisions: ['2021-03'],
    corrupt: {
      resource: (user, { request }) => ({
        ...user,
        meta: {
          resourceType: 'User',
          created: null,
          lastModified: '2021-03-04T05:06:07Z',
          location: `http://${request.headers.host ?? 'localhost'}/spend/v4/Users/${String(user.id)}`,
          version: null,
        },
      }),
    },
  },
  {
    id: 'external-id',
    summary: 'Users have an externalId.',
    rulings: [72],
    corrupt: { resource: (user) => ({ ...user, externalId: `hr-${String(user.id).slice(0, 8)}` }) },
  },
  {
    id: 'references-named',
    summary: 'References to users carry a name and a link.',
    rulings: [82],
    corrupt: {
      resource: (user) =>
        Object.fromEntries(Object.entries(user).map(([key, one]) => [key, key.startsWith('urn:') ? named(one) : one])),
    },
  },
  {
    id: 'extra-extension',
    summary: 'Users carry an extension that no document names.',
    rulings: [106],
    corrupt: {
      resource: (user) => ({
        ...user,
        ...(isArray(user.schemas) && { schemas: [...user.schemas, EXTRA] }),
        [EXTRA]: { ruleClass: { id: 7, name: 'Default' }, custom: [true, null, 'x'] },
      }),
    },
  },
  {
    id: 'attributes-selected',
    summary: 'The attributes parameter is honoured: other extensions are left out.',
    rulings: [36],
    corrupt: {
      resource: (user, { query }) => {
        const asked = query.get('attributes')?.toLowerCase().split(',');
        if (asked === undefined) return user;
        const wanted = (key: string) => asked.some((one) => one.startsWith(key.toLowerCase()));
        const kept = Object.entries(user).filter(
          ([key]) => ['id', 'schemas', 'meta'].includes(key) || wanted(key) || !key.startsWith('urn:'),
        );
        const members = Object.fromEntries(kept);
        const urns = isArray(user.schemas) ? user.schemas : [];
        return { ...members, schemas: urns.filter((one) => String(one) in members || !(String(one) in user)) };
      },
    },
  },
  {
    id: 'urn-of-a-uuid',
    summary: 'An id may be asked for as urn:uuid.',
    rulings: [65],
    corrupt: {
      lookup: (person, scene) => person ?? scene.find((scene.params.id ?? '').replace(/^urn:uuid:/i, '')),
    },
  },
  {
    id: 'ids-as-written',
    summary: 'A user is found by the id as it is written, in no other case of letters.',
    rulings: [64],
    warns: ['lookup.upper-case-id'],
    corrupt: {
      lookup: (person, { params }) =>
        person !== undefined && !isRefusal(person) && person.id !== params.id ? undefined : person,
    },
  },
];
