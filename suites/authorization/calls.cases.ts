/**
 * One harmless call for every operation of the revision, so that every rule about tokens can be tried on all of them.
 * Writes carry bodies that can neither create nor change anything, should a server take them in spite of the token.
 */

import { type Contract, URN } from '../../src/contract/contract.ts';
import type { SendInput, Session } from '../../src/harness/case.ts';
import { type Exchange, jsonOf, type Role } from '../../src/model/exchange.ts';
import { at, type JsonObject } from '../../src/model/json.ts';
import { OPERATIONS, type OperationId } from '../../src/model/requirement.ts';

/** Belong to nobody: drawn once, for this purpose. */
export const UNKNOWN_ID = 'b1f6c0d4-9a37-4c5e-8e02-6d7f1a94c3b8';
export const OTHER_UNKNOWN_ID = '4e8a2d70-3c1b-4f96-a5d7-0b92e6c8f135';

/** Bulk takes this as a valid request, and its only operation finds no user: a server that serves it gives itself away. */
export const CHANGE_OF_NOBODY = {
  method: 'PATCH',
  path: `/Users/${UNKNOWN_ID}`,
  data: { schemas: [URN.patchOp], Operations: [{ op: 'replace', path: `${URN.spendUser}:locale`, value: 'en-US' }] },
} as const satisfies JsonObject;

export interface Call {
  readonly name: string;
  readonly operation: OperationId;
  /** Belongs to the provisioning service: tried only where that is declared and writes are allowed. */
  readonly writes: boolean;
  /** Asks for a change, so that a token with read scopes alone must not do. */
  readonly changes: boolean;
  readonly send: (session: Session, role: Role, headers?: SendInput['headers']) => Promise<Exchange>;
}

/** Operations that some document gives a scope; nothing says that the others need a token. */
export function callsOf(contract: Contract): readonly Call[] {
  const offered = OPERATIONS.filter((id) => contract.offers(id) && contract.operation(id).scopes.length > 0);
  return offered.map((operation) => ({
    name: operation,
    operation,
    writes: contract.operation(operation).family === 'provisioning',
    changes: contract.operation(operation).method !== 'GET',
    send: async (session, role, headers) =>
      session.send(operation, { ...(await inputOf(session, operation)), role, ...(headers && { headers }) }),
  }));
}

/** The status of a request that exists: only there can a missing check of the scope show itself by a success. */
export const KNOWN_STATUS: Call = {
  name: 'the status of an accepted request',
  operation: 'getProvisionStatus',
  writes: true,
  changes: false,
  send: async (session, role) => {
    const id = await acceptedId(session);
    return session.send('getProvisionStatus', { path: { id: id ?? UNKNOWN_ID }, role });
  },
};

/** A Bulk request of the company that changes nobody; its provision id, or undefined where it was not accepted. */
async function acceptedId(session: Session): Promise<string | undefined> {
  const [bulk] = callOf(session.contract, 'bulk');
  const id = bulk && at(jsonOf(await callAs(session, bulk, 'company')), 'id');
  return typeof id === 'string' && id !== '' ? id : undefined;
}

/** Sent once a run for each call and role: several rules look at the same answer. */
export function callAs(session: Session, call: Call, role: Role): Promise<Exchange> {
  return session.shared(`${role} on ${call.name}`, (own) => call.send(own, role));
}

export function callOf(contract: Contract, operation: OperationId): readonly Call[] {
  return callsOf(contract).filter((call) => call.operation === operation);
}

async function inputOf(session: Session, operation: OperationId): Promise<SendInput> {
  switch (operation) {
    case 'listUsers':
      return { query: { [session.contract.pageSize.name]: 1 } };
    case 'getUser':
      return { path: { id: (await listedId(session)) ?? UNKNOWN_ID } };
    case 'getProvisionStatus':
      return { path: { id: UNKNOWN_ID } };
    case 'bulk':
      return { body: { schemas: [URN.bulkRequest], Operations: [CHANGE_OF_NOBODY] } };
    case 'createUser':
      return { body: {} };
    case 'patchUser':
      return { path: { id: UNKNOWN_ID }, body: { schemas: [URN.patchOp], Operations: [] } };
    case 'replaceUser':
      return { path: { id: UNKNOWN_ID }, body: {} };
    default:
      return {};
  }
}

/** The id of some user that exists, read with the company token; undefined where the list shows none. */
export async function listedId(session: Session): Promise<string | undefined> {
  const list = await session.send('listUsers', { query: { [session.contract.pageSize.name]: 1 } });
  const id = at(jsonOf(list), 'Resources', 0, 'id');
  return typeof id === 'string' && id !== '' ? id : undefined;
}
