/**
 * What each kind of token opens. Tokens without a scope, with read scopes, and of a single user exist only where the
 * target file names them; the company token always does.
 */

import {
  type Barred,
  neverServed,
  notRefused,
  observedAccess,
  opened,
  refused,
  whereItExists,
} from '../../src/checks/authorization.ts';
import { type Contract, URN } from '../../src/contract/contract.ts';
import { type Case, defineCase, type Session } from '../../src/harness/case.ts';
import type { Exchange } from '../../src/model/exchange.ts';
import type { JsonObject } from '../../src/model/json.ts';
import { type Call, CHANGE_OF_NOBODY, callAs, callsOf, KNOWN_STATUS, UNKNOWN_ID } from './calls.cases.ts';

const NOSCOPE = 'a token without the scope';
const READONLY = 'a token with read scopes alone';
const USER = 'a user-level token';
const COMPANY = 'the company token';

/** One operation of each method inside Bulk; none of them can find or make a user. */
const INNER_OPERATIONS: readonly JsonObject[] = [
  { method: 'POST', path: '/Users', bulkId: 'nobody-1', data: {} },
  { method: 'PUT', path: `/Users/${UNKNOWN_ID}`, data: {} },
  CHANGE_OF_NOBODY,
];

/** Calls that lack a scope: all of them without any, the writes with read scopes alone. */
function lackingScope(calls: readonly Call[]): readonly Case[] {
  const table = [
    ...calls.map((call) => ({ call, role: 'noscope' as const, token: NOSCOPE, requirement: 'missing-scope' })),
    ...calls
      .filter(({ changes }) => changes)
      .map((call) => ({ call, role: 'readonly' as const, token: READONLY, requirement: 'read-only-writes' })),
  ];
  return table.flatMap(({ call, role, token, requirement }) => {
    const probe = (session: Session) => callAs(session, call, role);
    return [
      defineCase({
        requirement: `authorization.${requirement}`,
        name: call.name,
        probe,
        expect: neverServed(token),
        writes: call.writes,
        needs: [role],
      }),
      defineCase({
        requirement: 'authorization.missing-scope-status',
        name: `${role} on ${call.name}`,
        probe: async (session) => besideCompany(session, call, await probe(session)),
        expect: whereItExists(refused(token, 'is judged elsewhere')),
        writes: call.writes,
        needs: [role],
      }),
    ];
  });
}

/** An operation that the target does not have says so to everybody: the company token shows whether it has it. */
async function besideCompany(session: Session, call: Call, seen: Exchange): Promise<Barred> {
  const { status } = seen.response;
  const isAbsent = status === 404 || status === 501;
  return isAbsent && VALID.has(call.operation) ? { seen, company: await callAs(session, call, 'company') } : { seen };
}

/** Operations whose harmless call is a valid request, so that it is served once the token permits it. */
const VALID: ReadonlySet<string> = new Set(['listUsers', 'getUser', 'bulk', 'listResourceTypes', 'listSchemas']);

/** Calls that must not be stopped by their token, whatever else they come to. */
function permitted(calls: readonly Call[]): readonly Case[] {
  const table = calls.flatMap((call) => {
    const { operation, writes } = call;
    const asCompany = { call, role: 'company' as const, token: COMPANY };
    if (operation === 'getProvisionStatus') return [{ ...asCompany, requirement: 'status-scope' }];
    if (writes) return [{ ...asCompany, requirement: 'full-set-suffices' }];
    if (operation !== 'listUsers' && operation !== 'getUser') return [];
    const asReader = { call, role: 'readonly' as const, token: READONLY };
    return [asCompany, asReader].map((one) => ({ ...one, requirement: 'read-scope-suffices' }));
  });
  return table.map(({ call, role, token, requirement }) =>
    defineCase({
      requirement: `authorization.${requirement}`,
      name: `${role} on ${call.name}`,
      probe: (session) => callAs(session, call, role),
      expect: VALID.has(call.operation) || call === KNOWN_STATUS ? opened(token) : notRefused(token),
      writes: call.writes,
      needs: [role],
    }),
  );
}

export function scopeCases(contract: Contract): readonly Case[] {
  const calls = callsOf(contract);
  const users = calls.map((call) =>
    defineCase({
      requirement: 'authorization.user-level-token',
      name: call.name,
      probe: async (session) => besideCompany(session, call, await callAs(session, call, 'user')),
      expect: whereItExists(refused(USER, 'fails')),
      writes: call.writes,
      needs: ['user'],
    }),
  );
  return [
    ...lackingScope([...calls, KNOWN_STATUS]),
    ...permitted([...calls, KNOWN_STATUS]),
    ...users,
    ...INNER_OPERATIONS.map((operation) =>
      defineCase({
        requirement: 'authorization.bulk-inner-methods',
        name: `${operation.method} inside`,
        probe: (session) =>
          session.send('bulk', { body: { schemas: [URN.bulkRequest], failOnErrors: 1, Operations: [operation] } }),
        expect: notRefused(COMPANY),
        writes: true,
      }),
    ),
    defineCase({
      requirement: 'authorization.status-scope',
      name: 'company, by state',
      probe: (session) => session.send('getProvisionStatus', { path: { id: UNKNOWN_ID }, query: { state: 'failed' } }),
      expect: notRefused(COMPANY),
      writes: true,
    }),
    ...calls
      .filter(({ operation }) => operation === 'getProvisionStatus')
      .map((call) =>
        defineCase({
          requirement: 'authorization.status-read-only',
          name: 'the read-only token',
          probe: (session) => call.send(session, 'readonly'),
          expect: observedAccess,
          needs: ['readonly'],
          writes: true,
        }),
      ),
  ];
}
