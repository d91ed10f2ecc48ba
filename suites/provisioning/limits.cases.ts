/**
 * Requests that must not be accepted, and statuses that were never there. All of them name a user that nobody has, so
 * that a server which accepts them all the same changes nothing.
 */

import { emptyAccepted, refusedOrFailed, refusedWith } from '../../src/checks/provisioning/acceptance.ts';
import { URN } from '../../src/contract/contract.ts';
import { type Case, defineCase, type Session } from '../../src/harness/case.ts';
import type { Json, JsonObject } from '../../src/model/json.ts';
import { at, bulkBody, follow, patching, printed } from './flow.cases.ts';
import { NOBODY, NOTHING_PROVISIONED } from './sample.cases.ts';

const CODE_PATH = `${URN.spendUser}:cashAdvanceAccountCode`;
const changing = (bulkId: string, times = 1): ReturnType<typeof patching> =>
  patching(
    NOBODY,
    bulkId,
    Array.from({ length: times }, (_, index) => at('replace', CODE_PATH, `code${index}`)),
  );

const TOO_MANY = bulkBody(Array.from({ length: 101 }, (_, index) => changing(`n${index}`)));

/** 100 operations with real content, a good step above 450,000 bytes and above 400 KB in either reading of KB. */
const TOO_LARGE = bulkBody(Array.from({ length: 100 }, (_, index) => changing(`n${index}`, 40)));

/** How large a request is on the wire. */
function bytesOf(body: Json): number {
  return Buffer.byteLength(JSON.stringify(body));
}
export const TOO_LARGE_BYTES = bytesOf(TOO_LARGE);

const operation = printed(changing('n1'));
const without = (name: string): JsonObject =>
  Object.fromEntries(Object.entries(operation).filter(([key]) => key !== name));
const request = (operations: Json): JsonObject => ({ schemas: [URN.bulkRequest], Operations: operations });

/** Shapes that no document prints. None of them could create a user. */
const MALFORMED: readonly { readonly name: string; readonly body: Json }[] = [
  { name: 'no Operations', body: { schemas: [URN.bulkRequest] } },
  { name: 'Operations is an object', body: request(operation) },
  { name: 'an operation is a text', body: request(['PATCH']) },
  { name: 'the body is a list', body: [operation] },
  { name: 'no method', body: request([without('method')]) },
  { name: 'unknown method', body: request([{ ...operation, method: 'GET' }]) },
  { name: 'no path', body: request([without('path')]) },
  { name: 'path of another resource', body: request([{ ...operation, path: `/Groups/${NOBODY}` }]) },
  { name: 'no data', body: request([without('data')]) },
  {
    name: 'unknown patch operation',
    body: request([printed(patching(NOBODY, 'n1', [{ op: 'move', path: CODE_PATH }]))]),
  },
];

async function malformed(session: Session, body: Json) {
  const sent = [{ method: 'PATCH', userId: NOBODY, bulkId: 'n1', extensions: [] }] as const;
  return follow(session, await session.send('bulk', { body }), sent);
}

export function limitCases(): readonly Case[] {
  return [
    defineCase({
      requirement: 'provisioning.operations-above-maximum',
      name: '101 operations',
      writes: true,
      probe: (session) => session.send('bulk', { body: TOO_MANY }),
      expect: (answer) => refusedWith(answer, [413, 400], 'A request of 101 operations'),
    }),
    defineCase({
      requirement: 'provisioning.size-above-maximum',
      name: 'above 450,000 bytes',
      writes: true,
      probe: (session) => session.send('bulk', { body: TOO_LARGE }),
      expect: (answer) => refusedWith(answer, [413, 400], `A request of ${TOO_LARGE_BYTES} bytes`),
    }),
    defineCase({
      requirement: 'provisioning.empty-operations',
      name: 'an empty list',
      writes: true,
      probe: (session) => session.send('bulk', { body: request([]) }),
      expect: emptyAccepted,
    }),
    ...MALFORMED.map(({ name, body }) =>
      defineCase({
        requirement: 'provisioning.malformed-request',
        name,
        writes: true,
        probe: (session) => malformed(session, body),
        expect: (submission) => refusedOrFailed(submission, 0, `A Bulk request with a defect (${name})`),
      }),
    ),
    defineCase({
      requirement: 'provisioning.status-unknown',
      name: 'a UUID never given out',
      writes: true,
      probe: (session) => session.send('getProvisionStatus', { path: { id: NOTHING_PROVISIONED } }),
      expect: (answer) => refusedWith(answer, [404], 'The status of an unknown provision'),
    }),
    ...['no-uuid', '12345', 'null'].map((id) =>
      defineCase({
        requirement: 'provisioning.status-malformed-id',
        name: id,
        writes: true,
        probe: (session) => session.send('getProvisionStatus', { path: { id } }),
        expect: (answer) => refusedWith(answer, [404, 400], 'The status of a provision id that is no UUID'),
      }),
    ),
  ];
}
