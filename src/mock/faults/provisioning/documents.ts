/** Bugs in the status documents themselves: ids, locations, lists of operations, pages and states. */

import { isArray, isObject } from '../../../model/json.ts';
import { type Fault, refuse } from '../../fault.ts';
import { asked, isRead, reread, withExtensions, within, withOperations, without } from './writing.ts';

const UUID = /^[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}$/i;

export const faults: readonly Fault[] = [
  {
    id: 'status-of-single-lost',
    violates: 'provisioning.status-readable',
    seenAs: /answered with 404/,
    summary: 'PUT of a single user keeps its status in another store than the one that is read.',
    wire: 'The provisionId of PUT to one user gives 404.',
    corrupt: {
      provision: (value) =>
        value?.kind === 'User' && value.acceptance.operations[0]?.method === 'PUT' ? undefined : value,
    },
  },
  {
    id: 'status-id-of-correlation',
    violates: 'provisioning.status-id',
    summary: 'The document takes its id from the correlation id.',
    wire: 'The id of a status is not the one in its path.',
    corrupt: { status: (value, at) => (isRead(at) ? { ...value, id: at.provision.correlationId } : value) },
  },
  {
    id: 'status-location-of-collection',
    violates: 'provisioning.status-location',
    summary: 'The location ends at the provision and leaves out the word status.',
    wire: 'meta.location of a status does not end with /status.',
    corrupt: {
      status: (value, at) =>
        isRead(at)
          ? within(value, 'meta', { location: `https://host/profile/v4/provisions/${at.provision.id}` })
          : value,
    },
  },
  {
    id: 'status-counts-as-text',
    violates: 'provisioning.status-schema',
    summary: 'Counts come out of a template as text.',
    wire: 'operationsCount.total is a string.',
    corrupt: {
      status: (value, at) => {
        const { operationsCount } = value;
        return isRead(at) && isObject(operationsCount)
          ? { ...value, operationsCount: { ...operationsCount, total: String(operationsCount.total) } }
          : value;
      },
    },
  },
  {
    id: 'status-messages-without-type',
    violates: 'provisioning.status-messages',
    summary: 'Messages are built by hand, and the type is forgotten.',
    wire: 'Messages of a failed extension have no type.',
    corrupt: {
      status: (value) =>
        withExtensions(value, (one) => [
          isArray(one.messages)
            ? { ...one, messages: one.messages.filter(isObject).map((message) => without(message, 'type')) }
            : one,
        ]),
    },
  },
  {
    id: 'bulk-id-not-echoed',
    violates: 'provisioning.bulk-id-echo',
    summary: 'Generated bulkIds are used throughout, also where the client sent one.',
    wire: 'The bulkIds of the status are not those of the request.',
    seenAs: /sent once stands on 0 operations/,
    corrupt: {
      status: (value) => withOperations(value, (one) => ({ ...one, bulkId: `gen-temp-bulk-id-${String(one.id)}` })),
    },
  },
  {
    id: 'operations-of-medium-requests-lost',
    violates: 'provisioning.status-operations',
    summary: 'Operations of requests of medium size lie in another table, which the report does not join.',
    wire: 'attributes=operations lists nothing for requests of 10 to 99 operations.',
    corrupt: {
      status: (value, at) => {
        const { length } = at.provision.acceptance.operations;
        return isRead(at) && length >= 10 && length < 100 ? without(value, 'operations') : value;
      },
    },
  },
  {
    id: 'identity-extension-unlisted',
    violates: 'provisioning.status-extensions',
    summary: 'Only extensions of the spend service are listed.',
    wire: 'The enterprise extension of a creation is not among the extensions.',
    corrupt: {
      status: (value) =>
        withExtensions(value, (one) => (String(one.name).includes(':extension:enterprise:2.0:User') ? [] : [one])),
    },
  },
  {
    id: 'result-misspelt',
    violates: 'provisioning.status-results',
    summary: 'An enumeration is printed by its name in the code.',
    wire: 'The result is NOOP instead of no-op.',
    corrupt: {
      status: (value) =>
        withExtensions(value, (one) => [
          isObject(one.status) && one.status.result === 'no-op' ? within(one, 'status', { result: 'NOOP' }) : one,
        ]),
    },
  },
  {
    id: 'code-as-number',
    violates: 'provisioning.status-codes',
    seenAs: /neither empty nor a string of three digits/,
    summary: 'The code of an extension is kept and printed as a number.',
    wire: 'status.code of an extension is 200, not "200".',
    corrupt: {
      status: (value) =>
        withExtensions(value, (one) => [
          isObject(one.status) ? within(one, 'status', { code: Number(one.status.code) }) : one,
        ]),
    },
  },
  {
    id: 'status-page-of-50',
    violates: 'provisioning.status-page-hundred',
    summary: 'Pages of operations are cut at 50, whatever is asked for.',
    wire: 'count=100 lists 50 of 100 operations.',
    corrupt: {
      status: (value, at) =>
        isArray(value.operations) && value.operations.length > 50 ? reread(value, at, { count: 50 }) : value,
    },
  },
  {
    id: 'status-count-raised',
    violates: 'provisioning.status-page-size',
    summary: 'A page size that looks too small to be meant is replaced by the smallest one of the user interface.',
    wire: 'A status read with count=1 lists ten operations.',
    corrupt: {
      status: (value, at) =>
        isRead(at) && (asked(at, 'count') ?? 100) < 10 ? reread(value, at, { count: 10 }) : value,
    },
  },
  {
    id: 'status-start-index-ignored',
    violates: 'provisioning.status-pages',
    summary: 'The parameter startIndex is not read.',
    wire: 'Every page of a status begins with the first operation.',
    corrupt: {
      status: (value, at) =>
        isRead(at) && (asked(at, 'startIndex') ?? 1) > 1 ? reread(value, at, { startIndex: 1 }) : value,
    },
  },
  {
    id: 'status-state-ignored',
    violates: 'provisioning.status-state',
    summary: 'The parameter state is not read.',
    wire: 'A status read with state=failed lists successful operations too.',
    corrupt: {
      status: (value, at) => (isRead(at) && at.query.has('state') ? reread(value, at, { state: undefined }) : value),
    },
  },
  {
    id: 'status-failed-not-listed',
    violates: 'provisioning.status-state-complete',
    summary: 'Operations that failed at once are not in the index by state.',
    wire: 'A status read with state=failed lists nothing.',
    corrupt: {
      status: (value, at) =>
        isRead(at) && at.query.get('state') === 'failed'
          ? { ...value, operations: [], totalResults: 0, itemsPerPage: 0 }
          : value,
    },
  },
  {
    id: 'status-unknown-gone',
    violates: 'provisioning.status-unknown',
    seenAs: /answered with 410/,
    summary: 'Every miss is taken for a status that has expired.',
    wire: 'An unknown provision id gives 410.',
    corrupt: {
      refuse: (value, at) =>
        at.operation === 'getProvisionStatus' && value.status === 404 && UUID.test(at.params.id ?? '')
          ? refuse(410, 'The status has expired.')
          : value,
    },
  },
  {
    id: 'status-malformed-id-crashes',
    violates: 'provisioning.status-malformed-id',
    seenAs: /answered with 500/,
    summary: 'The id is parsed as a UUID, and the error is not caught.',
    wire: 'A provision id that is no UUID gives 500.',
    corrupt: {
      refuse: (value, at) =>
        at.operation === 'getProvisionStatus' && value.status === 404 && !UUID.test(at.params.id ?? '')
          ? refuse(500, 'Internal error.')
          : value,
    },
  },
];
