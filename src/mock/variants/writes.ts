/** Permitted statuses and contents of answers to writes (rulings 22, 122 to 171). */

import { URN } from '../../contract/contract.ts';
import { at, isArray, isObject, type Json } from '../../model/json.ts';
import { isRefusal, refuse, type Variant, withHeader } from '../fault.ts';
import { UUID } from '../lookup.ts';

/** Every id of somebody that an approver or delegate list names. */
function referred(data: Json | undefined): readonly string[] {
  if (isArray(data)) return data.flatMap(referred);
  if (!isObject(data)) return [];
  const own = ['approver', 'delegate'].flatMap((name) => at(data, name, 'value') ?? []);
  return [...own.filter((one): one is string => typeof one === 'string'), ...Object.values(data).flatMap(referred)];
}

export const writeVariants: readonly Variant[] = [
  {
    id: 'bulk-200',
    summary: 'An accepted Bulk is answered with 200.',
    rulings: [122],
    warns: ['provisioning.bulk-accepted-status'],
    corrupt: {
      answer: (answer, { operation }) =>
        operation === 'bulk' && answer.status === 202 ? { ...answer, status: 200 } : answer,
    },
  },
  {
    id: 'created-without-location',
    summary: 'A created user is answered without a Location header.',
    rulings: [22],
    warns: ['provisioning.users-location'],
    corrupt: {
      answer: (answer, { operation }) =>
        operation === 'createUser' ? withHeader(answer, 'location', undefined) : answer,
    },
  },
  {
    id: 'provisioning-errors-with-numbers',
    summary: 'The status of a provisioning error is a number.',
    rulings: [112],
    warns: ['errors.status-type-provisioning'],
    corrupt: {
      error: (body, { family, refusal }) =>
        family === 'provisioning' && isObject(body) ? { ...body, status: refusal.status } : body,
    },
  },
  {
    id: 'status-codes-empty',
    summary: 'The code of an extension that went well is empty.',
    rulings: [159],
    corrupt: {
      operation: (outcome) => ({
        ...outcome,
        extensions: outcome.extensions.map((one) => (one.success ? { ...one, code: '' } : one)),
      }),
    },
  },
  {
    id: 'status-meta-brief',
    summary: 'meta of a status holds its location alone.',
    rulings: [170],
    corrupt: {
      status: (document) => {
        const location = at(document, 'meta', 'location');
        return location === undefined ? document : { ...document, meta: { location } };
      },
    },
  },
  {
    id: 'first-flags-absent',
    summary: 'The first answer to a Bulk says nothing of success.',
    rulings: [124, 155],
    corrupt: {
      status: (document, { moment }) => {
        const { status } = document;
        if (moment !== 'accepted' || !isObject(status)) return document;
        const { success: _success, ...rest } = status;
        return { ...document, status: rest };
      },
    },
  },
  {
    id: 'success-false-until-completed',
    summary: 'While operations are pending, success is false.',
    rulings: [155],
    corrupt: {
      status: (document) => {
        const { status } = document;
        if (!isObject(status) || status.completed === true) return document;
        return { ...document, status: { ...status, success: false } };
      },
    },
  },
  {
    id: 'status-with-more-members',
    summary: 'A status has members that no document names.',
    rulings: [106],
    corrupt: { status: (document) => ({ ...document, tenant: 'EU', etag: null, links: [] }) },
  },
  {
    id: 'taken-name-400',
    summary: 'A userName that is taken is refused with 400.',
    rulings: [150],
    corrupt: {
      refuse: (refusal) => (refusal.status === 409 ? { ...refusal, status: 400 } : refusal),
    },
  },
  {
    id: 'too-much-400',
    summary: 'Too many operations and too large bodies are refused with 400.',
    rulings: [134],
    corrupt: { refuse: (refusal) => (refusal.status === 413 ? { ...refusal, status: 400 } : refusal) },
  },
  {
    id: 'messages-on-success',
    summary: 'Extensions that went well carry a message too.',
    rulings: [160],
    corrupt: {
      validate: (messages) =>
        messages.length > 0 ? messages : [{ code: 'PROCESSED', type: 'warning', message: 'Processed with defaults.' }],
    },
  },
  {
    id: 'unknown-people-refused-at-once',
    summary: 'A request that names an approver or delegate nobody knows is refused with 400.',
    rulings: [149],
    corrupt: {
      accept: (acceptance, scene) =>
        !isRefusal(acceptance) &&
        acceptance.operations.some(({ data }) =>
          referred(data).some((id) => UUID.test(id) && scene.find(id) === undefined),
        )
          ? refuse(400, 'The reference leads to nobody.', { scimType: 'invalidValue' })
          : acceptance,
    },
  },
  {
    id: 'test-employee-in-silence',
    summary: 'A change of testEmployee is left out without a word.',
    rulings: [144],
    corrupt: {
      validate: (messages, { urn }) =>
        urn === URN.spendUser ? messages.filter((one) => !(one.schemaPath ?? '').endsWith(':testEmployee')) : messages,
    },
  },
  {
    id: 'test-employee-refused',
    summary: 'A change of testEmployee fails its extension.',
    rulings: [144],
    corrupt: {
      validate: (messages) =>
        messages.map((one) =>
          (one.schemaPath ?? '').endsWith(':testEmployee') ? { ...one, type: 'error', code: 'INVALID_VALUE' } : one,
        ),
    },
  },
  {
    id: 'provisioning-media-type',
    summary: 'Provisioning answers are SCIM JSON, reading answers plain JSON.',
    rulings: [19],
    corrupt: {
      answer: (answer, { operation }) =>
        operation === 'bulk' || operation === 'getProvisionStatus'
          ? withHeader(answer, 'content-type', 'application/scim+json; charset=utf-8')
          : answer,
    },
  },
];
