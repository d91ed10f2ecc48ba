/** Bugs in how an error is written, and in what the server makes of media types. */

import { type Fault, withHeader } from '../../fault.ts';
import { asHtml, asNothing, crash, inAnswers, wants } from './stages.ts';

export const faults: readonly Fault[] = [
  {
    id: 'error-page-html',
    violates: 'errors.retrieval-json-body',
    seenAs: /carries text that is no JSON/,
    summary: 'Unknown users fall through to the error page of the web server.',
    wire: 'A 404 with an HTML page.',
    corrupt: { answer: inAnswers('retrieval', (answer, at) => (at.operation === 'getUser' ? asHtml(answer) : answer)) },
  },
  {
    id: 'error-body-empty',
    violates: 'errors.retrieval-json-body',
    seenAs: /carries no body/,
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
    seenAs: /got 406, the plain one 200/,
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
    seenAs: /server error 500/,
    summary: 'The list has no writer for HTML, and the missing writer is not caught.',
    wire: 'Accept: text/html gets 500.',
    corrupt: {
      answer: (answer, at) => (at.operation === 'listUsers' && wants(at, /^text\/html$/) ? crash(answer) : answer),
    },
  },
  {
    id: 'status-accept-xml-crashes',
    violates: 'errors.status-accept',
    seenAs: /server error 500/,
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
    seenAs: /server error 500/,
    summary: 'Bulk tries to read a form, finds no JSON, and does not catch that.',
    wire: 'A form sent to Bulk gets 500.',
    corrupt: {
      answer: (answer, at) =>
        at.operation === 'bulk' && /form/.test(at.request.headers['content-type'] ?? '') ? crash(answer) : answer,
    },
  },
];
