/** Bugs in how a PATCH is understood: paths, value filters, order, and what is there no longer or not yet. */

import { URN } from '../../../contract/contract.ts';
import { isArray, isObject, type Json, type JsonObject } from '../../../model/json.ts';
import { type Fault, isRefusal, refuse } from '../../fault.ts';

const stepsOf = (data: JsonObject): readonly JsonObject[] =>
  isArray(data.Operations) ? data.Operations.filter(isObject) : [];

/** A document with an entry added to a customData list. */
function withEntry(document: JsonObject, entry: JsonObject): JsonObject {
  const spend = document[URN.spendUser];
  const old: JsonObject = isObject(spend) ? spend : {};
  const list: readonly Json[] = isArray(old.customData) ? old.customData : [];
  return { ...document, [URN.spendUser]: { ...old, customData: [...list, entry] } };
}

export const faults: readonly Fault[] = [
  {
    id: 'patch-list-path-unknown',
    violates: 'provisioning.patch-attribute-path',
    seenAs: /its operation is reported as failed/,
    summary: 'Attribute paths are looked up in a table that has no lists.',
    wire: 'PATCH add with a path to Role:roles ends with an invalid path.',
    corrupt: {
      patch: (value, at) =>
        at.patch.op === 'add' && at.patch.path === `${URN.role}:roles`
          ? refuse(400, 'The path cannot be read.', { scimType: 'invalidPath' })
          : value,
    },
  },
  {
    id: 'patch-value-path-ignored',
    violates: 'provisioning.patch-value-path',
    seenAs: /its effect is not seen/,
    summary: 'Paths with a filter in brackets are not recognised, and nothing happens.',
    wire: 'PATCH by a value path is reported as success and changes nothing.',
    corrupt: { patch: (value, at) => (at.patch.path?.includes('[') ? at.document : value) },
  },
  {
    id: 'patch-value-path-first-only',
    violates: 'provisioning.patch-value-path',
    seenAs: /its operation is reported as failed/,
    summary: 'The filter is cut at its first space, so only paths to customData are understood.',
    wire: 'PATCH remove of a role by its name is an invalid path.',
    corrupt: {
      patch: (value, at) =>
        at.patch.path?.startsWith(`${URN.role}:roles[`)
          ? refuse(400, 'The path cannot be read.', { scimType: 'invalidPath' })
          : value,
    },
  },
  {
    id: 'patch-closing-colon-refused',
    violates: 'provisioning.patch-remove-extension',
    seenAs: /its operation is reported as failed/,
    summary: 'A strict path parser does not know the closing colon of the documents.',
    wire: 'PATCH remove of a whole extension ends with an invalid path.',
    revisions: ['2024-03', '2026-05'],
    corrupt: {
      patch: (value, at) =>
        at.patch.path?.endsWith(':') ? refuse(400, 'The path cannot be read.', { scimType: 'invalidPath' }) : value,
    },
  },
  {
    id: 'patch-replace-needs-path',
    violates: 'provisioning.patch-without-path',
    seenAs: /its operation is reported as failed/,
    summary: 'Only add was taught to work without a path.',
    wire: 'PATCH replace without a path ends with an error.',
    corrupt: {
      patch: (value, at) =>
        at.patch.op === 'replace' && at.patch.path === undefined
          ? refuse(400, 'A path is needed.', { scimType: 'noTarget' })
          : value,
    },
  },
  {
    id: 'patch-remove-nothing',
    violates: 'provisioning.patch-remove-without-path',
    seenAs: /its operation is reported as success/,
    summary: 'A remove without a path is taken for a removal of nothing.',
    wire: 'PATCH remove without a path is reported as success.',
    corrupt: { patch: (value, at) => (at.patch.op === 'remove' && at.patch.path === undefined ? at.document : value) },
  },
  {
    id: 'patch-first-write-wins',
    violates: 'provisioning.patch-in-order',
    seenAs: /its effect is not seen/,
    summary: 'Operations are collected in a map that keeps the first entry for a path.',
    wire: 'Of two operations on one attribute, the first one decides.',
    corrupt: {
      patch: (value, at) => {
        const same = stepsOf(at.task.data).filter(({ path }) => path !== undefined && path === at.patch.path);
        return same.length > 1 && same[0]?.value !== at.patch.value ? at.document : value;
      },
    },
  },
  {
    id: 'patch-no-target-adds',
    violates: 'provisioning.patch-no-target',
    seenAs: /selects nothing added an entry/,
    summary: 'A replace that finds no entry becomes an add.',
    wire: 'PATCH replace of a customData id that is not there creates it.',
    corrupt: {
      patch: (value, at) => {
        const id = /:customData\[id eq "([^"]+)"\]/.exec(at.patch.path ?? '')?.[1];
        if (!isRefusal(value) || value.scimType !== 'noTarget' || at.patch.op !== 'replace' || id === undefined)
          return value;
        return withEntry(at.document, { id, value: at.patch.value ?? null });
      },
    },
  },
];
