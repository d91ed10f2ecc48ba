/** Permitted ways to process and to report writes (rulings 70, 124, 144 to 171). */

import { URN } from '../../contract/contract.ts';
import { at, isArray, isObject, type Json, type JsonObject } from '../../model/json.ts';
import { isRefusal, refuse, type Variant } from '../fault.ts';
import { UUID } from '../lookup.ts';
import { statusDocument } from '../provisioning/status.ts';

/** Every string that is a time in UTC, written with `+0000`. */
function withOffsets(value: Json): Json {
  if (typeof value === 'string') return /^\d{4}-\d\d-\d\dT[\d:.]+Z$/.test(value) ? value.replace('Z', '+0000') : value;
  if (isArray(value)) return value.map(withOffsets);
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, withOffsets(member)]));
}

function eachExtension(document: JsonObject, change: (extension: JsonObject) => JsonObject): JsonObject {
  const { operations } = document;
  if (!isArray(operations)) return document;
  const changed = operations.map((operation) => {
    if (!isObject(operation) || !isArray(operation.extensions)) return operation;
    return { ...operation, extensions: operation.extensions.map((one) => (isObject(one) ? change(one) : one)) };
  });
  return { ...document, operations: changed };
}

function hasOddCode(data: JsonObject): boolean {
  const country = at(data, URN.spendUser, 'country');
  const currency = at(data, URN.spendUser, 'reimbursementCurrency');
  return (
    (typeof country === 'string' && country.length !== 2) || (typeof currency === 'string' && currency.length !== 3)
  );
}

const elsewhere = (id: string): string => `https://us2.api.concursolutions.com/provisioning/v5/provisions/${id}/status`;

export const provisioningVariants: readonly Variant[] = [
  {
    id: 'immediate-completion',
    summary: 'Operations are carried out and visible as soon as they are accepted.',
    rulings: [124],
    corrupt: {
      finish: (_at, { now }) => now,
      visible: (_times, { processedAt }) => ({ lookup: processedAt, list: processedAt }),
    },
  },
  {
    id: 'slow-convergence',
    summary: 'Operations take a fifth of a second, and their effect shows another fifth later.',
    rulings: [40],
    corrupt: {
      finish: (at) => at + 200,
      visible: ({ lookup, list }) => ({ lookup: lookup + 200, list: list + 200 }),
    },
  },
  {
    id: 'list-after-lookup',
    summary: 'An effect shows in the list later than in the lookup.',
    rulings: [40],
    corrupt: { visible: ({ lookup, list }) => ({ lookup, list: list + 150 }) },
  },
  {
    id: 'status-offset-times',
    summary: 'Times in a status are written with +0000.',
    rulings: [70],
    corrupt: {
      status: (document) =>
        Object.fromEntries(Object.entries(document).map(([key, value]) => [key, withOffsets(value)])),
    },
  },
  {
    id: 'status-codes-absent',
    summary: 'Extensions of a status carry no code.',
    rulings: [159],
    corrupt: {
      status: (document) =>
        eachExtension(document, (extension) => {
          const { status } = extension;
          if (!isObject(status)) return extension;
          const { code: _code, ...rest } = status;
          return { ...extension, status: rest };
        }),
    },
  },
  {
    id: 'single-message-object',
    summary: 'The one message of an extension is an object instead of a list of one.',
    rulings: [160],
    corrupt: {
      status: (document) =>
        eachExtension(document, (extension) => {
          const { messages } = extension;
          const [only] = isArray(messages) && messages.length === 1 ? messages : [];
          return only === undefined ? extension : { ...extension, messages: only };
        }),
    },
  },
  {
    id: 'no-pending-when-completed',
    summary: 'A completed status leaves out the number of pending operations.',
    rulings: [124],
    corrupt: {
      status: (document) => {
        const { operationsCount, status } = document;
        if (!isObject(operationsCount) || !isObject(status) || status.completed !== true) return document;
        const { pending: _pending, ...rest } = operationsCount;
        return { ...document, operationsCount: rest };
      },
    },
  },
  {
    id: 'carries-on-after-errors',
    summary: 'failOnErrors is read and not obeyed.',
    rulings: [130],
    corrupt: {
      accept: (acceptance) => (isRefusal(acceptance) ? acceptance : { ...acceptance, failOnErrors: undefined }),
    },
  },
  {
    id: 'delete-refused-at-once',
    summary: 'A bulk request with a DELETE is refused with 400.',
    rulings: [121],
    revisions: ['2021-03', '2024-03'],
    corrupt: {
      accept: (acceptance) =>
        !isRefusal(acceptance) && acceptance.operations.some((one) => one.method === 'DELETE')
          ? refuse(400, 'DELETE is not supported.', { scimType: 'invalidValue' })
          : acceptance,
    },
  },
  {
    id: 'bad-values-refused-at-once',
    summary: 'A country or a currency of the wrong length is refused with 400 before anything is accepted.',
    rulings: [136],
    corrupt: {
      accept: (acceptance) =>
        !isRefusal(acceptance) && acceptance.operations.some(({ data }) => hasOddCode(data))
          ? refuse(400, 'A value is not well-formed.', { scimType: 'invalidValue' })
          : acceptance,
    },
  },
  {
    id: 'empty-bulk-accepted',
    summary: 'A bulk request without operations is accepted with a total of 0.',
    rulings: [135],
    corrupt: {
      accept: (acceptance, { request }) =>
        isRefusal(acceptance) && /"Operations"\s*:\s*\[\s*\]/.test(request.body ?? '') && acceptance.status === 400
          ? { operations: [], failOnErrors: undefined }
          : acceptance,
    },
  },
  {
    id: 'prerequisite-as-warning',
    summary: 'A role without the roles it needs is stored, with a warning.',
    rulings: [147],
    corrupt: {
      validate: (messages) =>
        messages.map((one) => (one.code === 'ROLE_PREREQUISITE' ? { ...one, type: 'warning' } : one)),
    },
  },
  {
    id: 'status-at-another-host',
    summary: 'Locations of a status and status URLs name the host of a data centre and another version of the path.',
    rulings: [5, 126],
    corrupt: {
      status: (document, { provision }) => {
        const { meta } = document;
        return isObject(meta) ? { ...document, meta: { ...meta, location: elsewhere(provision.id) } } : document;
      },
      usersResponse: (body, { provision }) => {
        const { meta } = body;
        return isObject(meta) ? { ...body, meta: { ...meta, statusUrl: elsewhere(provision.id) } } : body;
      },
    },
  },
  {
    id: 'status-always-detailed',
    summary: 'A status lists its operations whether it is asked to or not.',
    rulings: [162],
    corrupt: {
      status: (document, { provision }) => {
        if (document.operations !== undefined) return document;
        const location = at(document, 'meta', 'location');
        const all = { detailed: true, startIndex: 1, count: 100, state: undefined };
        return statusDocument(provision, typeof location === 'string' ? location : '', all);
      },
    },
  },
  {
    id: 'malformed-provision-id-400',
    summary: 'A provision id that is no UUID is answered with 400.',
    rulings: [168],
    corrupt: {
      refuse: (refusal, { operation, params }) =>
        operation === 'getProvisionStatus' && refusal.status === 404 && !UUID.test(params.id ?? '')
          ? refuse(400, 'The id is no UUID.', { scimType: 'invalidValue' })
          : refusal,
    },
  },
];
