/** Bugs that an unusual request brings to light: headers, encodings, paths, methods, bodies that are no JSON. */

import { type Fault, withHeader } from '../../fault.ts';
import { asNothing, crash, inAnswers, restated } from './stages.ts';

export const faults: readonly Fault[] = [
  {
    id: 'correlation-id-with-dashes-refused',
    violates: 'errors.correlation-id-accepted',
    seenAs: /got 400, the plain one 200/,
    summary: 'The correlation id is taken for one without dashes, and refused with them.',
    wire: 'A UUID in concur-correlationid gets 400.',
    corrupt: {
      answer: (answer, at) =>
        answer.status === 200 && /-/.test(at.request.headers['concur-correlationid'] ?? '')
          ? crash(answer, 400)
          : answer,
    },
  },
  {
    id: 'correlation-id-lost',
    violates: 'errors.correlation-id-returned',
    summary: 'Errors are answered before the filter that sets the correlation id.',
    wire: 'A 404 without concur-correlationid.',
    corrupt: {
      answer: inAnswers('retrieval', (answer) => withHeader(answer, 'concur-correlationid', undefined)),
    },
  },
  {
    id: 'broken-encoding-crashes',
    violates: 'errors.broken-encoding',
    seenAs: /server error 500/,
    summary: 'The query is decoded without catching what cannot be decoded.',
    wire: '?note=%zz gets 500.',
    corrupt: { answer: (answer, at) => (/\?.*%(?![0-9a-f]{2})/i.test(at.request.target) ? crash(answer) : answer) },
  },
  {
    id: 'large-header-crashes',
    violates: 'errors.oversized-header',
    seenAs: /server error 500/,
    summary: 'Headers are copied into a buffer that is too small.',
    wire: 'A header of twenty thousand characters gets 500.',
    corrupt: {
      answer: (answer, at) =>
        Object.values(at.request.headers).some((value) => value.length > 12_000) ? crash(answer) : answer,
    },
  },
  {
    id: 'unknown-path-served',
    violates: 'errors.unknown-path',
    seenAs: /answered with 204/,
    summary: 'A catch-all route answers whatever no other route knows.',
    wire: 'A path below a user gets 204.',
    corrupt: {
      answer: (answer, at) =>
        at.operation === undefined && answer.status === 404 && /\/Users\/[^/]+\/[^/]+$/.test(at.request.target)
          ? { ...asNothing(answer), status: 204 }
          : answer,
    },
  },
  {
    id: 'delete-says-done',
    violates: 'errors.unsupported-method',
    seenAs: /success 204/,
    summary: 'The router answers DELETE by itself, as for any idempotent request.',
    wire: 'DELETE on a user path of retrieval gets 204.',
    corrupt: {
      answer: (answer, at) =>
        at.operation === 'getUser' && at.request.method === 'DELETE' ? { ...asNothing(answer), status: 204 } : answer,
    },
  },
  {
    id: 'unknown-method-crashes',
    violates: 'errors.unsupported-method-status',
    seenAs: /refused with 500/,
    summary: 'The router finds no handler for PATCH and does not catch that.',
    wire: 'PATCH on the list gets 500.',
    corrupt: {
      answer: (answer, at) => (at.operation === 'listUsers' && at.request.method === 'PATCH' ? crash(answer) : answer),
    },
  },
  {
    id: 'head-crashes',
    violates: 'errors.head-and-options',
    seenAs: /server error 500/,
    summary: 'HEAD runs the handler of GET and fails when the body is thrown away.',
    wire: 'HEAD on the list gets 500.',
    corrupt: {
      answer: (answer, at) => (at.request.method === 'HEAD' ? { ...asNothing(answer), status: 500 } : answer),
    },
  },
  {
    id: 'broken-json-unprocessable',
    violates: 'errors.malformed-json',
    seenAs: /answered with 422/,
    summary: 'A body that cannot be parsed is treated like one with bad values.',
    wire: 'Broken JSON on Bulk gets 422.',
    corrupt: {
      answer: (answer, at) =>
        at.operation === 'bulk' && answer.status === 400 && !parses(at.request.body) ? restated(answer, 422) : answer,
    },
  },
];

function parses(body: string | undefined): boolean {
  try {
    JSON.parse(body ?? '');
    return true;
  } catch {
    return false;
  }
}
