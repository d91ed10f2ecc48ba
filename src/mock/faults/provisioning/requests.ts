/** Bugs in how a write request is taken in: limits, media types, bulkIds, malformed bodies, the first answer. */

import { isArray } from '../../../model/json.ts';
import { type Fault, isRefusal, refuse } from '../../fault.ts';
import { isRead, sentBody, takenAnyway, valuesUnder, without } from './writing.ts';

export const faults: readonly Fault[] = [
  {
    id: 'bulk-one-method-only',
    violates: 'provisioning.bulk-accepted',
    seenAs: /answered with 400/,
    summary: 'The request is dispatched by the method of its first operation, so a mix of methods is turned away.',
    wire: 'POST, PATCH and PUT in one Bulk request give 400.',
    corrupt: {
      accept: (value) => {
        if (isRefusal(value) || new Set(value.operations.map(({ method }) => method)).size < 2) return value;
        return refuse(400, 'All operations need the same method.', { scimType: 'invalidValue' });
      },
    },
  },
  {
    id: 'bulk-answered-200',
    violates: 'provisioning.bulk-accepted-status',
    seenAs: /answered with 200/,
    summary: 'The framework default success status is never replaced.',
    wire: 'Bulk is answered with 200 instead of 202.',
    revisions: ['2024-03', '2026-05'],
    corrupt: {
      answer: (value, at) => (at.operation === 'bulk' && value.status === 202 ? { ...value, status: 200 } : value),
    },
  },
  {
    id: 'bulk-response-of-the-rfc',
    violates: 'provisioning.bulk-document',
    summary: 'A generic SCIM layer wraps the answer as the BulkResponse of RFC 7644.',
    wire: 'The 202 names the BulkResponse schema and lists Operations.',
    corrupt: {
      status: (value, at) => {
        if (isRead(at) || at.provision.kind !== 'Bulk' || !isArray(value.schemas)) return value;
        const Operations = at.provision.acceptance.operations.map(({ method, bulkId }) => ({
          method,
          bulkId,
          status: '202',
        }));
        const urn = 'urn:ietf:params:scim:api:messages:2.0:BulkResponse';
        return { ...value, schemas: [urn, ...value.schemas], Operations };
      },
    },
  },
  {
    id: 'bulk-location-missing',
    violates: 'provisioning.status-location-present',
    summary: 'The location is filled in only once the request has been stored.',
    wire: 'The 202 carries meta without location.',
    corrupt: {
      status: (value, at) =>
        isRead(at) || typeof value.meta !== 'object' || value.meta === null || isArray(value.meta)
          ? value
          : { ...value, meta: without({ ...value.meta }, 'location') },
    },
  },
  {
    id: 'bulk-plain-json-only',
    violates: 'provisioning.request-media-types',
    seenAs: /answered with 415/,
    summary: 'The body parser is registered for application/json alone.',
    wire: 'Bulk with application/scim+json gives 415.',
    corrupt: {
      accept: (value, at) =>
        at.operation === 'bulk' && (at.request.headers['content-type'] ?? '').startsWith('application/scim+json')
          ? refuse(415, 'Send application/json.')
          : value,
    },
  },
  {
    id: 'bulk-id-twice-crashes',
    violates: 'provisioning.bulk-id-repeated-answer',
    seenAs: /answered with 500/,
    summary: 'bulkIds are keys of a unique index, and its error is not caught.',
    wire: 'A bulkId used twice gives 500.',
    closure: [
      {
        requirement: 'provisioning.bulk-id-repeated',
        why: 'A server error tells nothing about whether a repeated bulkId would be refused.',
      },
    ],
    corrupt: {
      accept: (value, at) =>
        isRefusal(value) && at.operation === 'bulk' && value.scimType === 'uniqueness'
          ? refuse(500, 'Internal error.')
          : value,
    },
  },
  {
    id: 'bulk-id-twice-accepted',
    violates: 'provisioning.bulk-id-repeated',
    seenAs: /was accepted, and its operation is reported as success/,
    summary: 'Nobody looks whether a bulkId is used twice.',
    wire: 'Both operations of one bulkId are carried out.',
    corrupt: {
      accept: (value, at) =>
        isRefusal(value) && at.operation === 'bulk' && value.scimType === 'uniqueness' ? takenAnyway(at) : value,
    },
  },
  {
    id: 'bulk-limit-50',
    violates: 'provisioning.operations-maximum',
    seenAs: /100 small operations was answered with 413/,
    summary: 'The limit is half of what the documents allow.',
    wire: 'A Bulk request of 100 operations gives 413.',
    closure: [
      {
        requirement: 'provisioning.status-page-hundred',
        why: 'Only a request of 100 operations has a status that lists a hundred of them.',
      },
      {
        requirement: 'provisioning.status-page-size',
        why: 'Pages are read of the status of the request of 100 operations, which is refused.',
      },
      {
        requirement: 'provisioning.status-pages',
        why: 'Pages are read of the status of the request of 100 operations, which is refused.',
      },
    ],
    corrupt: {
      accept: (value) =>
        !isRefusal(value) && value.operations.length > 50 ? refuse(413, 'At most 50 operations.') : value,
    },
  },
  {
    id: 'bulk-limit-off-by-one',
    violates: 'provisioning.operations-above-maximum',
    seenAs: /101 operations was answered with 202/,
    summary: 'The limit is compared with the index of the last operation.',
    wire: 'A Bulk request of 101 operations is accepted.',
    corrupt: {
      accept: (value, at) => {
        if (!isRefusal(value) || value.status !== 413) return value;
        const all = takenAnyway(at);
        return all.operations.length === 101 ? all : value;
      },
    },
  },
  {
    id: 'bulk-size-256-kb',
    violates: 'provisioning.size-below-maximum',
    seenAs: /answered with 413/,
    summary: 'A proxy in front keeps its default body limit.',
    wire: 'A Bulk request of 380,000 bytes gives 413.',
    corrupt: {
      accept: (value, at) =>
        Buffer.byteLength(at.request.body ?? '') > 256 * 1024 ? refuse(413, 'The request is too large.') : value,
    },
  },
  {
    id: 'bulk-size-unlimited',
    violates: 'provisioning.size-above-maximum',
    seenAs: /answered with 202/,
    summary: 'Only the number of operations is limited, never the size.',
    wire: 'A Bulk request above 450,000 bytes is accepted.',
    corrupt: {
      accept: (value, at) => {
        if (!isRefusal(value) || value.status !== 413) return value;
        const all = takenAnyway(at);
        return all.operations.length <= 100 ? all : value;
      },
    },
  },
  {
    id: 'bulk-odd-operation-crashes',
    violates: 'provisioning.malformed-request',
    seenAs: /answered with 500/,
    summary: 'Members of an operation are read without looking whether it is an object.',
    wire: 'A text among the Operations gives 500.',
    corrupt: {
      accept: (value) =>
        isRefusal(value) && /^Operation \d+ is not an object/.test(value.detail)
          ? refuse(500, 'Internal error.')
          : value,
    },
  },
  {
    id: 'bulk-empty-crashes',
    violates: 'provisioning.empty-operations',
    seenAs: /answered with 500/,
    summary: 'The first operation is read before the list is counted.',
    wire: 'An empty Operations list gives 500.',
    corrupt: {
      accept: (value, at) => {
        const { Operations } = sentBody(at);
        return isRefusal(value) && isArray(Operations) && Operations.length === 0
          ? refuse(500, 'Internal error.')
          : value;
      },
    },
  },
  {
    id: 'unknown-approver-crashes',
    violates: 'provisioning.unknown-reference',
    seenAs: /answered with 500/,
    summary: 'References are resolved while the request is taken in, and nobody expects a miss.',
    wire: 'A PATCH that names an unknown approver gives 500.',
    corrupt: {
      accept: (value, at) => {
        const named = valuesUnder(sentBody(at), 'approver').flatMap((one) => valuesUnder(one, 'value'));
        const missing = named.some((id) => typeof id === 'string' && at.find(id.toLowerCase()) === undefined);
        return missing ? refuse(500, 'Internal error.') : value;
      },
    },
  },
  {
    id: 'bulk-delete-shrugged-off',
    violates: 'provisioning.bulk-delete-refused',
    seenAs: /was accepted, and its operation is reported as success/,
    summary: 'DELETE has no handler, and an operation without a handler counts as done.',
    wire: 'A Bulk DELETE is reported as success and changes nothing.',
    revisions: ['2021-03', '2024-03'],
    corrupt: {
      operation: (value, at) =>
        at.task.method === 'DELETE' ? { ...value, success: true, code: '200', extensions: [] } : value,
      apply: (value, at) => (at.task.method === 'DELETE' ? [] : value),
    },
  },
];
