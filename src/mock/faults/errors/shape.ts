/** Bugs in the body of an error: members that are missing, wrong, or should not be there. */

import { URN } from '../../../contract/contract.ts';
import type { Fault } from '../../fault.ts';
import { inErrors, without } from './stages.ts';

const JAVA_TRACE = 'Unexpected state\n\tat com.acme.users.UserResource.find(UserResource.java:118)';

export const faults: readonly Fault[] = [
  {
    id: 'error-without-schemas',
    violates: 'errors.retrieval-error-schema',
    seenAs: /lacks the member "schemas"/,
    summary: 'The error handler of the retrieval service forgets the schemas.',
    wire: 'A 404 body without schemas.',
    corrupt: { error: inErrors('retrieval', (body) => without(body, 'schemas')) },
  },
  {
    id: 'error-schemas-one-text',
    violates: 'errors.retrieval-error-schema',
    seenAs: /"schemas" is string where array/,
    summary: 'The schemas of an error are written as one text, as the table types them.',
    wire: '"schemas": "urn:...:Error" instead of a list.',
    corrupt: { error: inErrors('retrieval', (body) => ({ ...body, schemas: URN.error })) },
  },
  {
    id: 'error-urn-of-a-list',
    violates: 'errors.retrieval-error-schema',
    seenAs: /"schemas" does not name the schema/,
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
    seenAs: /lacks the member "schemas"/,
    summary: 'The error handler of the provisioning service forgets the schemas.',
    wire: 'A 404 body without schemas.',
    corrupt: { error: inErrors('provisioning', (body) => without(body, 'schemas')) },
  },
  {
    id: 'provisioning-error-wrapped',
    violates: 'errors.provisioning-error-schema',
    seenAs: /lacks the member "schemas"/,
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
    seenAs: /"messages" is object where array/,
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
    seenAs: /lacks the member "code"/,
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
