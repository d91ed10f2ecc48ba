/** Permitted forms of answers: media types, headers, transfer, statuses of refusals, members that nobody asked for. */

import { isArray, isObject } from '../../model/json.ts';
import { isRefusal, json, refuse, type Variant, withHeader } from '../fault.ts';

const PLAIN_ID = /^[0-9a-f-]{36}$/i;

function isDiscovery(operation: string | undefined): boolean {
  return operation === 'listResourceTypes' || operation === 'listSchemas';
}

export const formVariants: readonly Variant[] = [
  {
    id: 'chunked',
    summary: 'Bodies are sent in chunks, without a length.',
    rulings: [],
    corrupt: { answer: (answer) => ({ ...answer, chunked: true }) },
  },
  {
    id: 'no-charset',
    summary: 'The media type names no charset.',
    rulings: [19],
    corrupt: { answer: (answer) => withHeader(answer, 'content-type', 'application/json') },
  },
  {
    id: 'media-type-in-capitals',
    summary: 'The media type is written with capitals.',
    rulings: [19],
    corrupt: { answer: (answer) => withHeader(answer, 'content-type', 'Application/SCIM+JSON;Charset=UTF-8') },
  },
  {
    id: 'odd-content-type-400',
    summary: 'A body of another type is refused with 400.',
    rulings: [20],
    corrupt: { refuse: (refusal) => (refusal.status === 415 ? refuse(400, refusal.detail) : refusal) },
  },
  {
    id: 'odd-accept-406',
    summary: 'Who accepts no JSON is refused with 406.',
    rulings: [20],
    corrupt: {
      authorize: (decision, { request }) => {
        const accepts = request.headers.accept ?? '*/*';
        return decision !== 'allowed' || /json|\*\/\*|application\/\*/i.test(accepts)
          ? decision
          : refuse(406, 'There is JSON only.');
      },
    },
  },
  {
    id: 'odd-correlation-id-400',
    summary: 'A correlation id that is no UUID is refused.',
    rulings: [18],
    corrupt: {
      authorize: (decision, { request }) => {
        const id = request.headers['concur-correlationid'];
        return decision !== 'allowed' || id === undefined || PLAIN_ID.test(id)
          ? decision
          : refuse(400, 'The correlation id is no UUID.');
      },
    },
  },
  {
    id: 'plain-correlation-id',
    summary: 'The correlation id of an answer is no UUID.',
    rulings: [18],
    corrupt: { answer: (answer, at) => withHeader(answer, 'concur-correlationid', `req-${at.sequence}`) },
  },
  {
    id: 'no-correlation-id',
    summary: 'Answers carry no correlation id.',
    rulings: [17],
    warns: ['errors.correlation-id-returned'],
    corrupt: { answer: (answer) => withHeader(answer, 'concur-correlationid', undefined) },
  },
  {
    id: 'methods-501',
    summary: 'A method that a path does not support is answered with 501.',
    rulings: [116],
    corrupt: { refuse: (refusal) => (refusal.status === 405 ? refuse(501, refusal.detail) : refusal) },
  },
  {
    id: 'methods-403',
    summary: 'A method that a path does not support is answered with 403.',
    rulings: [116],
    corrupt: { refuse: (refusal) => (refusal.status === 405 ? refuse(403, refusal.detail) : refusal) },
  },
  {
    id: 'no-head',
    summary: 'HEAD is answered with 501.',
    rulings: [195],
    corrupt: {
      authorize: (decision, { request }) =>
        decision === 'allowed' && request.method === 'HEAD' ? refuse(501, 'There is no HEAD.') : decision,
    },
  },
  {
    id: 'throttled-without-hint',
    summary: 'Every fortieth request is answered with 429, and nothing says when to come again.',
    rulings: [117],
    corrupt: {
      authorize: (decision, _at, scratch) =>
        scratch.count() % 40 === 0 ? refuse(429, 'Too many requests.') : decision,
    },
  },
  {
    id: 'list-with-members-of-a-user',
    summary: 'A list has id, externalId and meta, all null, and a member that nobody knows.',
    rulings: [39, 106],
    corrupt: { envelope: (list) => ({ id: null, externalId: null, meta: null, ...list, nextCursor: 'abc' }) },
  },
  {
    id: 'end-404',
    summary: 'A page behind the last match is answered with 404.',
    rulings: [29],
    warns: ['pagination.beyond-end-status'],
    corrupt: {
      query: (value, at) =>
        !isRefusal(value) && value.filter === undefined && value.startIndex > Math.max(1, at.everyone().length)
          ? refuse(404, 'There is no such page.')
          : value,
    },
  },
  {
    id: 'user-token-reads',
    summary: 'A user-level token may read.',
    rulings: [11],
    warns: ['authorization.user-level-token'],
    corrupt: {
      authorize: (decision, { token, needed }) =>
        token === 'user' && needed.every((scope) => scope.endsWith('.read')) ? 'allowed' : decision,
    },
  },
  {
    id: 'discovery-wrapped',
    summary: 'Resource types and schemas are wrapped the other way: a list response for an array, an array for a list.',
    rulings: [177, 178],
    corrupt: {
      answer: (answer, { operation }) => {
        if (!isDiscovery(operation) || answer.status !== 200 || answer.payload.kind !== 'json') return answer;
        const { value } = answer.payload;
        const listed = isObject(value) && isArray(value.Resources) ? value.Resources : undefined;
        const wrapped = {
          schemas: ['urn:ietf:params:scim:api:messages:2.0:ListResponse'],
          totalResults: isArray(value) ? value.length : 0,
          Resources: value,
        };
        return { ...answer, payload: json(listed ?? wrapped) };
      },
    },
  },
];
