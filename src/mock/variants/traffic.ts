/** Permitted behaviour of the parts in front of the API: media types, compression, delays, throttling, gateway bodies. */

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
];
