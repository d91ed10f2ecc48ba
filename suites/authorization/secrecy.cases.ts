/** What a refused caller learns: nothing. And what a server remembers of an earlier call: nothing either. */

import {
  carriesNoData,
  decidedAfresh,
  opened,
  sameBodyForUnknown,
  sameStatusForUnknown,
} from '../../src/checks/authorization.ts';
import type { Contract } from '../../src/contract/contract.ts';
import { type Case, defineCase, defineStanding, type Session } from '../../src/harness/case.ts';
import type { Role } from '../../src/model/exchange.ts';
import { listedId, OTHER_UNKNOWN_ID, UNKNOWN_ID } from './calls.cases.ts';

/** Callers that must not read users. A user-level token is not among them: some servers may let it in. */
const STRANGERS = ['none', 'garbage', 'wrong-scheme', 'noscope'] as const satisfies readonly Role[];

async function lookups(session: Session, role: Role) {
  const id = await listedId(session);
  const lookup = (one: string) => session.send('getUser', { path: { id: one }, role });
  const [existing, unknown, otherUnknown] = await Promise.all([
    id === undefined ? undefined : lookup(id),
    lookup(UNKNOWN_ID),
    lookup(OTHER_UNKNOWN_ID),
  ]);
  return { existing, unknown, otherUnknown };
}

/** A page nobody else asks for, so that no answer to it can be known before. */
async function alternate(session: Session, role: Role, size: number) {
  const { contract } = session;
  const read = (as: Role) =>
    session.send('listUsers', { query: { startIndex: 1, [contract.pageSize.name]: size }, role: as, fresh: true });
  const refusedFirst = await read(role);
  const served = await read('company');
  const refusedAgain = await read(role);
  const servedAgain = await read('company');
  return { refusedFirst, served, refusedAgain, servedAgain };
}

export function secrecyCases(contract: Contract): readonly Case[] {
  const page = { [contract.pageSize.name]: 1 };
  return [
    ...STRANGERS.flatMap((role) => [
      defineCase({
        requirement: 'authorization.before-existence',
        name: role,
        probe: (session) => lookups(session, role),
        expect: sameStatusForUnknown,
        needs: [role],
      }),
      defineCase({
        requirement: 'authorization.no-existence-hint',
        name: role,
        probe: (session) => lookups(session, role),
        expect: sameBodyForUnknown,
        needs: [role],
      }),
    ]),
    ...(['none', 'garbage', 'noscope'] as const).map((role, index) =>
      defineCase({
        requirement: 'authorization.per-request',
        name: `${role} and company in turn`,
        probe: (session) => alternate(session, role, 31 + index),
        expect: decidedAfresh,
        needs: [role],
      }),
    ),
    defineCase({
      requirement: 'authorization.scheme-case',
      name: 'bearer in lower case',
      probe: (session) => session.send('listUsers', { query: page, role: 'lower-case-scheme' }),
      expect: opened('the company token after a lower-case scheme'),
    }),
    defineStanding({
      requirement: 'authorization.refused-no-data',
      name: 'every refusal',
      provoke: (session) =>
        Promise.all([
          session.send('listUsers', { query: page, role: 'none' }),
          session.send('listUsers', { query: page, role: 'garbage' }),
        ]),
      inspect: carriesNoData,
    }),
  ];
}
