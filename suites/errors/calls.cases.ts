/**
 * What the errors suite sends: ids that nobody has, and bodies that cannot create or change anything. Shared by its
 * tables, and by the standing cases that need an error on record.
 */

import { type Contract, URN } from '../../src/contract/contract.ts';
import type { SendInput, Session } from '../../src/harness/case.ts';
import type { Exchange } from '../../src/model/exchange.ts';

/** Belongs to no user and no provisioning request of any target: drawn once, for this purpose. */
export const UNKNOWN_ID = '7f3b9c52-64d1-4e0a-9a8e-2c51d0b7e3f6';

/** Bodies that no parser can read. */
export const BROKEN_JSON = [
  { name: 'cut short', body: `{"schemas":["${URN.bulkRequest}"],"Operations":[` },
  { name: 'a text that does not end', body: '{"schemas":["urn' },
  { name: 'XML', body: '<Operations/>' },
  { name: 'a bare word', body: 'Operations' },
] as const;

/** Bodies that lenient parsers read as an object without operations. */
export const NEARLY_JSON = [
  { name: 'a trailing comma', body: `{"schemas":["${URN.bulkRequest}"],}` },
  { name: 'single quotes', body: `{'schemas':['${URN.bulkRequest}']}` },
  { name: 'a second value', body: '{}{}' },
  { name: 'a comment', body: '/* nothing */ {}' },
] as const;

/** The smallest list: one user. */
export function oneUser(contract: Contract): SendInput {
  return { query: { [contract.pageSize.name]: 1 } };
}

/** One client error of every kind that a read can provoke. */
export function readErrors(session: Session): Promise<readonly Exchange[]> {
  const { contract } = session;
  return session.shared('errors of retrieval', (own) =>
    Promise.all([
      own.send('getUser', { path: { id: UNKNOWN_ID } }),
      own.send('getUser', { path: { id: 'no-uuid' } }),
      own.send('listUsers', { query: { ...oneUser(contract).query, filter: 'country eq' } }),
      own.send('listUsers', { query: { startIndex: 'first' } }),
    ]),
  );
}

const WRITES = ['bulk', 'createUser', 'patchUser', 'replaceUser'] as const;
export type Write = (typeof WRITES)[number];

/** The writing operations of the revision. */
export function writesOf(contract: Contract): readonly Write[] {
  return WRITES.filter((operation) => contract.offers(operation));
}

/** Single users are addressed by an id nobody has. */
export function nobody(operation: Write): SendInput {
  return operation === 'patchUser' || operation === 'replaceUser' ? { path: { id: UNKNOWN_ID } } : {};
}

/** A body that is no JSON, sent once a run however many cases look at the answer. */
export function sendBroken(session: Session, operation: Write, broken: (typeof BROKEN_JSON)[number]) {
  return session.shared(`${operation} with ${broken.name}`, (own) =>
    own.send(operation, { ...nobody(operation), body: broken.body }),
  );
}

/** One client error of every endpoint that writes, and of the status. */
export function writeErrors(session: Session): Promise<readonly Exchange[]> {
  return Promise.all([
    session.shared('status of nobody', (own) => own.send('getProvisionStatus', { path: { id: UNKNOWN_ID } })),
    ...writesOf(session.contract).map((operation) => sendBroken(session, operation, BROKEN_JSON[0])),
  ]);
}
