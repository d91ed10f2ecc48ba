/** Permitted behaviour of the parts in front of the API: media types, compression, delays, throttling, gateway bodies. */

import { URN } from '../../contract/contract.ts';
import { isObject } from '../../model/json.ts';
import { json, refuse, text, type Variant, withHeader } from '../fault.ts';

export const trafficVariants: readonly Variant[] = [
  {
    id: 'scim-media-type',
    summary: 'Every body is sent as application/scim+json.',
    rulings: [19],
    corrupt: { answer: (answer) => withHeader(answer, 'content-type', 'application/scim+json') },
  },
  {
    id: 'compressed',
    summary: 'Bodies are compressed where the client accepts it.',
    rulings: [19],
    corrupt: { answer: (answer) => ({ ...answer, compress: true }) },
  },
  {
    id: 'slow',
    summary: 'Every answer takes fifteen milliseconds longer.',
    rulings: [],
    corrupt: { answer: (answer) => ({ ...answer, delayMs: 15 }) },
  },
  {
    id: 'throttled',
    summary: 'Every fifteenth request is answered with 429 and Retry-After.',
    rulings: [117],
    corrupt: {
      authorize: (decision, _at, scratch) =>
        scratch.count() % 15 === 0 ? refuse(429, 'Too many requests.', { headers: { 'retry-after': '0' } }) : decision,
      answer: (answer) =>
        answer.status === 429
          ? {
              ...answer,
              payload: json({ httpStatus: '429', error: { id: 'throttled', message: 'Too many requests.' } }),
            }
          : answer,
    },
  },
  {
    id: 'refused-with-gateway-body',
    summary: 'Refusals for the token carry the body of a gateway.',
    rulings: [9, 115],
    corrupt: {
      answer: (answer) =>
        answer.status === 401 || answer.status === 403
          ? { ...answer, payload: json({ code: 16, error: 'denied', error_description: 'denied by the gateway' }) }
          : answer,
    },
  },
  {
    id: 'refused-in-html',
    summary: 'Refusals for the token carry an HTML page.',
    rulings: [9, 115],
    corrupt: {
      answer: (answer) =>
        answer.status === 401 || answer.status === 403
          ? { ...withHeader(answer, 'content-type', 'text/html'), payload: text('<html><body>Denied</body></html>') }
          : answer,
    },
  },
  {
    id: 'no-challenge',
    summary: 'Refusals for the token name no scheme.',
    rulings: [9],
    corrupt: { answer: (answer) => withHeader(answer, 'www-authenticate', undefined) },
  },
  {
    id: 'new-correlation-id',
    summary: 'Every answer carries a correlation id of its own.',
    rulings: [17],
    corrupt: {
      answer: (answer, at) => {
        const tail = String(at.sequence).padStart(12, '0');
        return withHeader(answer, 'concur-correlationid', `7d0a8f3e-5b1c-4e2d-9f60-${tail}`);
      },
    },
  },
  {
    id: 'missing-scope-401',
    summary: 'A token without the scope is answered with 401.',
    rulings: [10, 11],
    corrupt: {
      authorize: (decision) =>
        decision !== 'allowed' && decision.status === 403 ? { ...decision, status: 401 } : decision,
    },
  },
  {
    id: 'methods-404',
    summary: 'A method that a path does not support is answered with 404.',
    rulings: [116],
    corrupt: { refuse: (refusal) => (refusal.status === 405 ? refuse(404, refusal.detail) : refusal) },
  },
  {
    id: 'richer-errors',
    summary: 'Retrieval errors carry the Concur error extension and three unused members.',
    rulings: [113, 114],
    corrupt: {
      error: (body, { family, refusal }) =>
        family === 'retrieval' && isObject(body)
          ? {
              ...body,
              id: null,
              externalId: null,
              meta: null,
              [URN.concurError]: { messages: [{ code: 'GENERAL', message: refusal.detail, type: 'error' }] },
            }
          : body,
    },
  },
  {
    id: 'errors-without-detail',
    summary: 'Errors have no detail.',
    rulings: [113],
    corrupt: {
      error: (body) => {
        if (!isObject(body)) return body;
        const { detail: _detail, ...rest } = body;
        return rest;
      },
    },
  },
];
