/**
 * Bugs in how a server says no. Most of them stand in the stage `error`, where the body of a refusal is made; those of
 * the HTTP layer stand in `answer`. Errors of authorization itself are another area's.
 */

import { URN } from '../../contract/contract.ts';
import { isObject, type Json, type JsonObject } from '../../model/json.ts';
import {
  type Answer,
  type ErrorScene,
  type Fault,
  type Hook,
  json,
  NOTHING,
  type Scene,
  text,
  withHeader,
} from '../fault.ts';

type Family = ErrorScene['family'];

/** Statuses that a gateway may answer with any body; a bug there breaks nothing. */
const FREE = new Set([401, 403, 414, 429, 431]);

/** Changes the body of the errors of one family, those of gateways left alone. */
function inErrors(family: Family, change: (body: JsonObject, at: ErrorScene) => Json): Hook<'error'> {
  return (body, at) =>
    at.family === family && !FREE.has(at.refusal.status) && at.refusal.status < 500 && isObject(body)
      ? change(body, at)
      : body;
}

/** Changes whole answers of one family that are client errors. */
function inAnswers(family: Family, change: (answer: Answer, at: Scene) => Answer): Hook<'answer'> {
  return (answer, at) => {
    const concerned =
      at.operation !== undefined &&
      at.contract.operation(at.operation).family === family &&
      at.contract.operation(at.operation).method === at.request.method &&
      answer.status >= 400 &&
      answer.status < 500 &&
      !FREE.has(answer.status);
    return concerned ? change(answer, at) : answer;
  };
}

const without = (body: JsonObject, name: string): JsonObject =>
  Object.fromEntries(Object.entries(body).filter(([key]) => key !== name));

const asHtml = (answer: Answer): Answer => ({
  ...withHeader(answer, 'content-type', 'text/html; charset=utf-8'),
  payload: text(`<html><body><h1>${answer.status}</h1></body></html>`),
});

const asNothing = (answer: Answer): Answer => ({ ...withHeader(answer, 'content-type', undefined), payload: NOTHING });

/** A server error in the mock's own words, as the last resort of a handler that did not expect the request. */
function crash(answer: Answer, status = 500): Answer {
  const body = { schemas: [URN.error], status, detail: 'The request could not be handled.' };
  return { ...withHeader(answer, 'content-type', 'application/json'), status, payload: json(body) };
}

const wants = (at: Scene, pattern: RegExp): boolean => pattern.test(at.request.headers.accept ?? '');

const JAVA_TRACE = 'Unexpected state\n\tat com.acme.users.UserResource.find(UserResource.java:118)';

const shape: readonly Fault[] = [
  {
    id: 'error-without-schemas',
    violates: 'errors.retrieval-error-schema',
    summary: 'The error handler of the retrieval service forgets the schemas.',
    wire: 'A 404 body without schemas.',
    corrupt: { error: inErrors('retrieval', (body) => without(body, 'schemas')) },
  },
  {
    id: 'error-schemas-one-text',
    violates: 'errors.retrieval-error-schema',
    summary: 'The schemas of an error are written as one text, as the table types them.',
    wire: '"schemas": "urn:...:Error" instead of a list.',
    corrupt: { error: inErrors('retrieval', (body) => ({ ...body, schemas: URN.error })) },
  },
  {
    id: 'error-urn-of-a-list',
    violates: 'errors.retrieval-error-schema',
    summary: 'Errors are built from the template of a list response.',
    wire: 'The schemas of an error name ListResponse.',
    corrupt: { error: inErrors('retrieval', (body) => ({ ...body, schemas: [URN.listResponse] })) },
  },
  {
    id: 'error-status-text',
    violates: 'errors.status-type-retrieval',
    summary: 'The retrieval service writes the status of an error as RFC 7644 does, as a text.',
    wire: '"status": "404".',
    corrupt: { error: inErrors('retrieval', (body) => ({ ...body, status: String(body.status) })) },
  },
  {
    id: 'provisioning-error-without-schemas',
    violates: 'errors.provisioning-error-schema',
    summary: 'The error handler of the provisioning service forgets the schemas.',
    wire: 'A 404 body without schemas.',
    corrupt: { error: inErrors('provisioning', (body) => without(body, 'schemas')) },
  },
  {
    id: 'provisioning-error-wrapped',
    violates: 'errors.provisioning-error-schema',
    summary: 'The error of an unknown provisioning request is wrapped in another object.',
    wire: '{"error": {"schemas": ...}}.',
    corrupt: {
      error: inErrors('provisioning', (body, at) => (at.operation === 'getProvisionStatus' ? { error: body } : body)),
    },
  },
  {
    id: 'provisioning-error-status-number',
    violates: 'errors.status-type-provisioning',
    summary: 'The provisioning service writes the status of an error as a number.',
    wire: '"status": 404.',
    corrupt: { error: inErrors('provisioning', (body) => ({ ...body, status: Number(body.status) })) },
  },
  {
    id: 'concur-messages-one-object',
    violates: 'errors.concur-extension',
    summary: 'The messages of the Concur error extension are one object, as the table types them.',
    wire: '"messages": {"code": ..., "type": "error"}.',
    corrupt: {
      error: inErrors('provisioning', (body) => ({
        ...body,
        [URN.concurError]: { messages: { code: 'INVALID_INPUT', type: 'error', message: 'The request is invalid.' } },
      })),
    },
  },
  {
    id: 'concur-message-without-code',
    violates: 'errors.concur-extension',
    summary: 'Messages of the Concur error extension come without a code.',
    wire: '"messages": [{"type": "error"}].',
    corrupt: {
      error: inErrors('provisioning', (body) => ({
        ...body,
        [URN.concurError]: { messages: [{ type: 'error', message: 'The request is invalid.' }] },
      })),
    },
  },
  {
    id: 'error-status-always-400',
    violates: 'errors.retrieval-status-equals',
    summary: 'Every error body says 400, whatever the HTTP status is.',
    wire: 'A 404 whose body says status 400.',
    corrupt: { error: inErrors('retrieval', (body) => ({ ...body, status: 400 })) },
  },
  {
    id: 'provisioning-error-status-always-500',
    violates: 'errors.provisioning-status-equals',
    summary: 'The provisioning service reports every failure as an internal one in the body.',
    wire: 'A 404 whose body says status "500".',
    corrupt: { error: inErrors('provisioning', (body) => ({ ...body, status: '500' })) },
  },
  {
    id: 'scim-type-null-text',
    violates: 'errors.retrieval-scim-type',
    summary: 'An unset scimType is written as the text null.',
    wire: 'A 404 with "scimType": "null".',
    corrupt: {
      error: inErrors('retrieval', (body, at) => (at.refusal.status === 404 ? { ...body, scimType: 'null' } : body)),
    },
  },
  {
    id: 'provisioning-scim-type-made-up',
    violates: 'errors.provisioning-scim-type',
    summary: 'The provisioning service makes up a scimType for what it does not find.',
    wire: 'A 404 with "scimType": "notFound".',
    corrupt: {
      error: inErrors('provisioning', (body, at) =>
        at.refusal.status === 404 ? { ...body, scimType: 'notFound' } : body,
      ),
    },
  },
  {
    id: 'error-with-resources',
    violates: 'errors.retrieval-no-payload',
    summary: 'A refused list is answered from the template of a list.',
    wire: 'A 400 with an empty Resources.',
    corrupt: {
      error: inErrors('retrieval', (body, at) => (at.operation === 'listUsers' ? { ...body, Resources: [] } : body)),
    },
  },
  {
    id: 'provisioning-error-echoes-user',
    violates: 'errors.provisioning-no-payload',
    summary: 'An error of the provisioning service repeats a user extension.',
    wire: 'A 404 with the member of the spend extension.',
    corrupt: { error: inErrors('provisioning', (body) => ({ ...body, [URN.spendUser]: { locale: 'en-US' } })) },
  },
  {
    id: 'stack-trace-in-detail',
    violates: 'errors.retrieval-no-internals',
    summary: 'The detail of an error is the text of the exception, with its stack.',
    wire: 'detail holds "at com.acme....java:118)".',
    corrupt: { error: inErrors('retrieval', (body) => ({ ...body, detail: JAVA_TRACE })) },
  },
  {
    id: 'provisioning-error-shows-sql',
    violates: 'errors.provisioning-no-internals',
    summary: 'The provisioning service shows the statement that failed.',
    wire: 'detail holds "SELECT ... FROM ...".',
    corrupt: {
      error: inErrors('provisioning', (body) => ({ ...body, detail: 'SELECT state FROM provision WHERE id = ?' })),
    },
  },
];

const media: readonly Fault[] = [
  {
    id: 'error-page-html',
    violates: 'errors.retrieval-json-body',
    summary: 'Unknown users fall through to the error page of the web server.',
    wire: 'A 404 with an HTML page.',
    corrupt: { answer: inAnswers('retrieval', (answer, at) => (at.operation === 'getUser' ? asHtml(answer) : answer)) },
  },
  {
    id: 'error-body-empty',
    violates: 'errors.retrieval-json-body',
    summary: 'A list refused for its paging gets the status and no body.',
    wire: 'A 400 with content-length 0.',
    corrupt: {
      answer: inAnswers('retrieval', (answer, at) =>
        at.operation === 'listUsers' && !at.query.has('filter') ? asNothing(answer) : answer,
      ),
    },
  },
  {
    id: 'provisioning-error-page-html',
    violates: 'errors.provisioning-json-body',
    summary: 'A Bulk that cannot be read falls through to the error page of the web server.',
    wire: 'A 400 with an HTML page.',
    corrupt: { answer: inAnswers('provisioning', (answer, at) => (at.operation === 'bulk' ? asHtml(answer) : answer)) },
  },
  {
    id: 'error-as-plain-text',
    violates: 'errors.retrieval-media-type',
    summary: 'Errors are written without setting their media type.',
    wire: 'A JSON error as text/plain.',
    corrupt: { answer: inAnswers('retrieval', (answer) => withHeader(answer, 'content-type', 'text/plain')) },
  },
  {
    id: 'provisioning-error-media-type-swapped',
    violates: 'errors.provisioning-media-type',
    summary: 'The media type of provisioning errors has its two halves swapped.',
    wire: 'A JSON error as application/json+scim.',
    corrupt: {
      answer: inAnswers('provisioning', (answer) => withHeader(answer, 'content-type', 'application/json+scim')),
    },
  },
  {
    id: 'scim-json-not-acceptable',
    violates: 'errors.accept-supported',
    summary: 'Content negotiation of the list knows application/json alone.',
    wire: 'Accept: application/scim+json gets 406.',
    corrupt: {
      answer: (answer, at) =>
        at.operation === 'listUsers' && wants(at, /^application\/scim\+json$/) ? crash(answer, 406) : answer,
    },
  },
  {
    id: 'accept-html-crashes',
    violates: 'errors.accept-unsupported',
    summary: 'The list has no writer for HTML, and the missing writer is not caught.',
    wire: 'Accept: text/html gets 500.',
    corrupt: {
      answer: (answer, at) => (at.operation === 'listUsers' && wants(at, /^text\/html$/) ? crash(answer) : answer),
    },
  },
  {
    id: 'status-accept-xml-crashes',
    violates: 'errors.status-accept',
    summary: 'The provision status has no writer for XML, and the missing writer is not caught.',
    wire: 'Accept: application/xml gets 500.',
    corrupt: {
      answer: (answer, at) =>
        at.operation === 'getProvisionStatus' && wants(at, /^application\/xml$/) ? crash(answer) : answer,
    },
  },
  {
    id: 'bulk-form-crashes',
    violates: 'errors.write-media-type',
    summary: 'Bulk tries to read a form, finds no JSON, and does not catch that.',
    wire: 'A form sent to Bulk gets 500.',
    corrupt: {
      answer: (answer, at) =>
        at.operation === 'bulk' && /form/.test(at.request.headers['content-type'] ?? '') ? crash(answer) : answer,
    },
  },
];

const requests: readonly Fault[] = [
  {
    id: 'correlation-id-with-dashes-refused',
    violates: 'errors.correlation-id-accepted',
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
    summary: 'The query is decoded without catching what cannot be decoded.',
    wire: '?note=%zz gets 500.',
    corrupt: { answer: (answer, at) => (/\?.*%(?![0-9a-f]{2})/i.test(at.request.target) ? crash(answer) : answer) },
  },
  {
    id: 'large-header-crashes',
    violates: 'errors.oversized-header',
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
    summary: 'The router finds no handler for PATCH and does not catch that.',
    wire: 'PATCH on the list gets 500.',
    corrupt: {
      answer: (answer, at) => (at.operation === 'listUsers' && at.request.method === 'PATCH' ? crash(answer) : answer),
    },
  },
  {
    id: 'head-crashes',
    violates: 'errors.head-and-options',
    summary: 'HEAD runs the handler of GET and fails when the body is thrown away.',
    wire: 'HEAD on the list gets 500.',
    corrupt: {
      answer: (answer, at) => (at.request.method === 'HEAD' ? { ...asNothing(answer), status: 500 } : answer),
    },
  },
  {
    id: 'broken-json-unprocessable',
    violates: 'errors.malformed-json',
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

/** The same error under another status, which its body names as well. */
function restated(answer: Answer, status: number): Answer {
  const body = answer.payload.kind === 'json' && isObject(answer.payload.value) ? answer.payload.value : {};
  return { ...answer, status, payload: json({ ...body, status: String(status) }) };
}

export const faults: readonly Fault[] = [...shape, ...media, ...requests];
