/** Bugs in the members every user shares: schemas, id, externalId, meta, and the extensions as a whole. */

import { URN } from '../../../contract/contract.ts';
import { isObject, type Json, type JsonObject, at as valueAt } from '../../../model/json.ts';
import type { Fault } from '../../fault.ts';
import { faultsOf, inUsers, isHit, without } from './reach.ts';

const SINCE_META = ['2024-03', '2026-05'] as const;

function withMeta(user: JsonObject, change: (meta: JsonObject) => JsonObject): JsonObject {
  return isObject(user.meta) ? { ...user, meta: change(user.meta) } : user;
}

function schemasOf(user: JsonObject): readonly Json[] {
  return Array.isArray(user.schemas) ? user.schemas : [];
}

const DAY = 86_400_000;
const unhyphened = (id: string): string => id.replaceAll('-', '');

export const faults: readonly Fault[] = faultsOf([
  {
    id: 'sorted-view-without-id',
    rule: 'id-present',
    summary: 'Sorted lists are read from a view that has no id column.',
    wire: 'with sortBy, users come without id',
    corrupt: { resource: (user, at) => (at.query.has('sortBy') ? without(user, 'id') : user) },
  },
  {
    id: 'id-without-hyphens',
    rule: 'id-uuid',
    summary: 'Ids are written as 32 hex digits, the way the database keeps them.',
    wire: 'id and location without hyphens; lookups take that form',
    corrupt: {
      resource: (user, at) => {
        if (!isHit(at.person) || typeof user.id !== 'string') return user;
        const bare = unhyphened(user.id);
        const location = valueAt(user, 'meta', 'location');
        const changed = { ...user, id: bare };
        return typeof location === 'string'
          ? withMeta(changed, (meta) => ({ ...meta, location: location.replace(String(user.id), bare) }))
          : changed;
      },
      lookup: (found, at) => {
        const id = at.params.id ?? '';
        if (!/^[0-9a-f]{32}$/i.test(id)) return found;
        const parts = /^(.{8})(.{4})(.{4})(.{4})(.{12})$/.exec(id.toLowerCase());
        return (parts && at.find(parts.slice(1).join('-'))) ?? found;
      },
    },
  },
  {
    id: 'schemas-repeated',
    rule: 'schemas-array',
    seenAs: /names an entry twice/,
    summary: 'Two serializers both add the URN of SpendUser.',
    wire: 'schemas names an extension twice',
    corrupt: inUsers((user) => ({ ...user, schemas: [...schemasOf(user), URN.spendUser] })),
  },
  {
    id: 'schemas-forget-payroll',
    rule: 'schemas-names-extensions',
    summary: 'schemas is a constant that predates Payroll.',
    wire: 'Payroll is served but not named in schemas',
    corrupt: inUsers((user) => ({ ...user, schemas: schemasOf(user).filter((one) => one !== URN.payroll) })),
  },
  {
    id: 'external-id-as-number',
    rule: 'external-id',
    summary: 'externalId is the numeric key of the HR system.',
    wire: 'externalId is a JSON number',
    corrupt: inUsers((user, at) => ({ ...user, externalId: Number(at.person.employeeNumber.replaceAll(/\D/g, '')) })),
  },
  {
    id: 'empty-extension-as-list',
    rule: 'extension-objects',
    summary: 'The serializer writes an empty map as an empty list.',
    wire: 'an extension without values is []',
    corrupt: inUsers((user) =>
      Object.fromEntries(
        Object.entries(user).map(([key, value]) => [
          key,
          key.startsWith('urn:') && isObject(value) && Object.keys(value).length === 0 ? [] : value,
        ]),
      ),
    ),
  },
  {
    id: 'meta-without-location',
    rule: 'meta-object',
    summary: 'Users of an old import have no stored location.',
    wire: 'meta lacks location',
    revisions: SINCE_META,
    corrupt: inUsers((user) => withMeta(user, (meta) => without(meta, 'location'))),
  },
  {
    id: 'resource-type-spend-user',
    rule: 'meta-resource-type',
    summary: 'meta carries the name of the class.',
    wire: 'resourceType is SpendUser',
    revisions: SINCE_META,
    corrupt: inUsers((user) => withMeta(user, (meta) => ({ ...meta, resourceType: 'SpendUser' }))),
  },
  {
    id: 'timestamp-zone-without-colon',
    rule: 'meta-timestamps',
    summary: 'Dates are formatted by the default pattern of an old library.',
    wire: 'lastModified ends in +0000',
    revisions: SINCE_META,
    corrupt: inUsers((user) =>
      withMeta(user, (meta) => ({ ...meta, lastModified: String(meta.lastModified).replace('Z', '+0000') })),
    ),
  },
  {
    id: 'created-by-migration',
    rule: 'meta-created-order',
    summary: 'A migration set created to its own date and kept lastModified.',
    wire: 'created is a day after lastModified',
    revisions: SINCE_META,
    corrupt: inUsers((user, at) =>
      withMeta(user, (meta) => ({ ...meta, created: new Date(at.person.modified + DAY).toISOString() })),
    ),
  },
  {
    id: 'location-by-employee-number',
    rule: 'meta-location',
    summary: 'The location is built from the employee number.',
    wire: 'meta.location does not end with the id',
    revisions: SINCE_META,
    corrupt: inUsers((user, at) =>
      withMeta(user, (meta) => ({
        ...meta,
        location: String(meta.location).replace(at.person.id, at.person.employeeNumber),
      })),
    ),
  },
  {
    id: 'payroll-in-spend-namespace',
    rule: 'payroll-urn',
    summary: 'Payroll is registered beside the spend extensions.',
    wire: 'Payroll stands under a URN of the spend namespace',
    corrupt: inUsers((user) => {
      const wrong = 'urn:ietf:params:scim:schemas:extension:spend:2.0:Payroll';
      const payroll = user[URN.payroll];
      if (payroll === undefined) return user;
      const schemas = schemasOf(user).map((one) => (one === URN.payroll ? wrong : one));
      return { ...without(user, URN.payroll), schemas, [wrong]: payroll };
    }),
  },
]);
