/** Listed users, one of each kind: found, with the id asked for, and the same as in the list. */

import { hasSameId, isFound } from '../../src/checks/lookup.ts';
import { asksForSecondLook, equalsListEntry, type LookedUp } from '../../src/checks/lookup-equality.ts';
import { pickUsers, USER_KINDS } from '../../src/checks/lookup-kinds.ts';
import type { Contract } from '../../src/contract/contract.ts';
import { type Case, defineCase, type Session } from '../../src/harness/case.ts';
import { type Finding, notExercised, unmet } from '../../src/model/finding.ts';
import { idParameter } from './ids.cases.ts';

type Seen =
  | { readonly kind: 'user'; readonly id: string; readonly looked: LookedUp }
  | { readonly kind: 'none'; readonly finding: Finding };

/** The lookup of the user of one kind, and its list entry. */
async function lookUp(session: Session, contract: Contract, kind: string): Promise<Seen> {
  const population = await session.population();
  if (population.users.length === 0) return { kind: 'none', finding: unmet('the list showed no user', 'tenant data') };
  const picked = await session.shared('lookup kinds', async () => pickUsers(population));
  const entry = picked.get(kind);
  if (!entry || typeof entry.id !== 'string') {
    return { kind: 'none', finding: notExercised(`no user of the list is of this kind: ${kind}`) };
  }
  const path = { [idParameter(contract)]: entry.id };
  const seen = await session.send('getUser', { path });
  const looked = { entry, seen, population };
  if (!asksForSecondLook(entry, seen)) return { kind: 'user', id: entry.id, looked };
  const again = await session.shared(`lookup again ${entry.id}`, (own) => own.send('getUser', { path, fresh: true }));
  return { kind: 'user', id: entry.id, looked: { ...looked, again } };
}

const RULES = [
  { requirement: 'lookup.listed-user', expect: isFound },
  { requirement: 'lookup.same-id', expect: hasSameId },
] as const;

export function foundCases(contract: Contract): readonly Case[] {
  return USER_KINDS.flatMap(({ name }) => {
    const probe = (session: Session) => lookUp(session, contract, name);
    return [
      ...RULES.map(({ requirement, expect }) =>
        defineCase({
          requirement,
          name,
          probe,
          expect: (seen) => (seen.kind === 'none' ? seen.finding : expect({ id: seen.id, seen: seen.looked.seen })),
        }),
      ),
      defineCase({
        requirement: 'lookup.equals-list-entry',
        name,
        probe,
        expect: (seen) => (seen.kind === 'none' ? seen.finding : equalsListEntry(seen.looked)),
      }),
    ];
  });
}
