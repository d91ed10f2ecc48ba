/** Headers and URLs off the beaten track: spellings that must work, others that must not upset the server. */

import {
  carriesCorrelationId,
  noServerError,
  notFound,
  observedEcho,
  observedStatus,
  oversized,
  safeMethodAnswer,
  servedAlike,
} from '../../src/checks/errors.ts';
import type { Contract } from '../../src/contract/contract.ts';
import { type Case, defineCase, type SendInput, type Session } from '../../src/harness/case.ts';
import type { OperationId } from '../../src/model/requirement.ts';
import { oneUser, UNKNOWN_ID } from './calls.cases.ts';

const CORRELATION_ID = 'd2c0a5de-1f0b-4f0e-8a53-6f4b1f6f8e21';

/** Spellings of Accept that ask for JSON or leave the choice; undefined leaves the header out. */
const JSON_ACCEPTS = [
  { name: 'absent', accept: undefined },
  { name: 'JSON', accept: 'application/json' },
  { name: 'SCIM JSON', accept: 'application/scim+json' },
  { name: 'anything', accept: '*/*' },
  { name: 'any application type', accept: 'application/*' },
  { name: 'JSON with a charset', accept: 'application/json; charset=utf-8' },
  { name: 'SCIM JSON before JSON by weight', accept: 'application/json;q=0.5, application/scim+json;q=0.9' },
  { name: 'HTML or else anything', accept: 'text/html, */*;q=0.1' },
] as const;

/** Accept headers that no answer of this API can satisfy, or that say nothing sensible. */
const OTHER_ACCEPTS = [
  { name: 'HTML', accept: 'text/html' },
  { name: 'XML', accept: 'application/xml' },
  { name: 'a picture', accept: 'image/png' },
  { name: 'JSON refused by weight', accept: 'application/json;q=0' },
  { name: 'no media type at all', accept: 'json please' },
] as const;

/** URLs whose percent-encoding is broken or hides characters; neither the id nor the filter is touched. */
const ENCODINGS: readonly { readonly name: string; readonly input: SendInput }[] = [
  { name: 'no hex digits in a value', input: { rawQuery: 'note=%zz' } },
  { name: 'a lone percent sign as a name', input: { rawQuery: '%=1' } },
  { name: 'bytes that are no UTF-8', input: { rawQuery: 'note=%ff%fe' } },
  { name: 'an encoded NUL', input: { rawQuery: 'note=%00' } },
  { name: 'no hex digits in a path segment', input: { pathSuffix: `/${UNKNOWN_ID}/%zz` } },
];

type Headers = NonNullable<SendInput['headers']>;

/** A plain list and the same list with other headers. */
async function listWith(session: Session, headers: Headers, plainly: Headers = {}) {
  const input = oneUser(session.contract);
  const [plain, seen] = await Promise.all([
    session.send('listUsers', { ...input, headers: plainly }),
    session.send('listUsers', { ...input, headers }),
  ]);
  return { plain, seen };
}

function acceptCases(contract: Contract): readonly Case[] {
  // Role codes are left out: their path is all that is documented (ruling 8).
  const elsewhere: readonly OperationId[] = ['getUser', 'listFormFields'];
  const reads = ['listUsers', ...elsewhere.filter((id) => contract.offers(id))] as const;
  const unsupported = [
    ...OTHER_ACCEPTS.map((row) => ({ ...row, operation: reads[0] })),
    ...reads.slice(1).map((operation) => ({ ...OTHER_ACCEPTS[0], operation, name: `HTML from ${operation}` })),
  ];
  return [
    ...JSON_ACCEPTS.map(({ name, accept }) =>
      defineCase({
        requirement: 'errors.accept-supported',
        name: `accept ${name}`,
        probe: (session) => listWith(session, { accept }),
        expect: servedAlike(accept === undefined ? 'no Accept header' : `Accept: ${accept}`),
      }),
    ),
    ...unsupported.map(({ name, accept, operation }) =>
      defineCase({
        requirement: 'errors.accept-unsupported',
        name: `accept ${name}`,
        probe: (session) => session.send(operation, readInput(session.contract, operation, { accept })),
        expect: noServerError(`Accept: ${accept}`),
      }),
    ),
    ...OTHER_ACCEPTS.map(({ name, accept }) =>
      defineCase({
        requirement: 'errors.status-accept',
        name: `accept ${name}`,
        probe: (session) => session.send('getProvisionStatus', { path: { id: UNKNOWN_ID }, headers: { accept } }),
        expect: noServerError(`Accept: ${accept}`),
      }),
    ),
  ];
}

/** The least a read can ask for; an id nobody has suffices, for the answer may be an error. */
function readInput(contract: Contract, operation: OperationId, headers: NonNullable<SendInput['headers']>): SendInput {
  if (operation === 'listUsers') return { ...oneUser(contract), headers };
  return operation === 'getUser' ? { path: { id: UNKNOWN_ID }, headers } : { headers };
}

function correlationCases(contract: Contract): readonly Case[] {
  const header = 'concur-correlationid';
  return [
    defineCase({
      requirement: 'errors.correlation-id-accepted',
      name: 'a UUID sent',
      probe: (session) => listWith(session, { [header]: CORRELATION_ID }),
      expect: servedAlike('a correlation id'),
    }),
    defineCase({
      requirement: 'errors.correlation-id-accepted',
      name: 'none sent',
      probe: (session) => listWith(session, { [header]: undefined }, { [header]: CORRELATION_ID }),
      expect: servedAlike('no correlation id'),
    }),
    defineCase({
      requirement: 'errors.correlation-id-free-form',
      name: 'a plain word sent',
      probe: (session) => session.send('listUsers', { ...oneUser(contract), headers: { [header]: 'conformance' } }),
      expect: observedStatus,
    }),
    defineCase({
      requirement: 'errors.correlation-id-echo',
      name: 'a UUID sent',
      probe: (session) => session.send('listUsers', { ...oneUser(contract), headers: { [header]: CORRELATION_ID } }),
      expect: observedEcho(CORRELATION_ID),
    }),
    defineCase({
      requirement: 'errors.correlation-id-returned',
      name: 'on a list',
      probe: (session) => session.send('listUsers', oneUser(contract)),
      expect: carriesCorrelationId,
    }),
    defineCase({
      requirement: 'errors.correlation-id-returned',
      name: 'on an error',
      probe: (session) => session.send('getUser', { path: { id: UNKNOWN_ID } }),
      expect: carriesCorrelationId,
    }),
  ];
}

function urlCases(contract: Contract): readonly Case[] {
  return [
    ...ENCODINGS.map(({ name, input }) =>
      defineCase({
        requirement: 'errors.broken-encoding',
        name,
        probe: (session) => session.send('listUsers', input),
        expect: noServerError('broken percent-encoding'),
      }),
    ),
    defineCase({
      requirement: 'errors.oversized-header',
      name: 'twenty thousand characters',
      probe: async (session) => {
        const input = oneUser(contract);
        const plain = await session.send('listUsers', input);
        const headers = { 'x-note': 'a'.repeat(20_000) };
        return { plain, seen: await session.orClosed(() => session.send('listUsers', { ...input, headers })) };
      },
      expect: oversized,
    }),
    defineCase({
      requirement: 'errors.unknown-path',
      name: 'below a user',
      probe: (session) => session.send('getUser', { path: { id: UNKNOWN_ID }, pathSuffix: '/no-such-member' }),
      expect: notFound,
    }),
    ...(['HEAD', 'OPTIONS'] as const).flatMap((method) =>
      (['listUsers', 'getUser'] as const).map((operation) =>
        defineCase({
          requirement: 'errors.head-and-options',
          name: `${method} on ${operation}`,
          probe: (session) => session.send(operation, { ...readInput(contract, operation, {}), method }),
          expect: safeMethodAnswer,
        }),
      ),
    ),
  ];
}

export function headerCases(contract: Contract): readonly Case[] {
  return [...acceptCases(contract), ...correlationCases(contract), ...urlCases(contract)];
}
