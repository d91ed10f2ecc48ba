/** Listed users, one of each kind: found, with the id asked for, and the same as in the list. */

import { listAnswerOf } from '../../src/checks/list-response.ts';
import { hasSameId, isFound } from '../../src/checks/lookup.ts';
import { asksForSecondLook, equalsListEntry, type LookedUp } from '../../src/checks/lookup-equality.ts';
import { pickUsers, richest, USER_KINDS } from '../../src/checks/lookup-kinds.ts';
import type { Contract } from '../../src/contract/contract.ts';
import { type Case, defineCase, type Session } from '../../src/harness/case.ts';
import { type Finding, notExercised, unmet } from '../../src/model/finding.ts';
import { isObject } from '../../src/model/json.ts';
import { largestGroup } from '../pagination/walk.cases.ts';
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
  return compared(session, path, entry.id, { entry, seen: await session.send('getUser', { path }), population });
}

/** Looks a second time where the first look shows another time of change than the list. */
async function compared(
  session: Session,
  path: Readonly<Record<string, string>>,
  id: string,
  looked: LookedUp,
): Promise<Seen> {
  if (!asksForSecondLook(looked.entry, looked.seen)) return { kind: 'user', id, looked };
  const again = await session.shared(`lookup again ${id}`, (own) => own.send('getUser', { path, fresh: true }));
  return { kind: 'user', id, looked: { ...looked, again } };
}

/** A user who was looked up already, asked for once more: what was served before may be served from a cache now. */
async function lookUpTwice(session: Session, contract: Contract): Promise<Seen> {
  const first = await lookUp(session, contract, 'most attributes');
  if (first.kind === 'none') return first;
  const path = { [idParameter(contract)]: first.id };
  const seen = await session.shared('lookup twice', (own) => own.send('getUser', { path, fresh: true }));
  return compared(session, path, first.id, { ...first.looked, seen });
}

/** The richest user that a filter returns, as the filtered list shows it. */
async function lookUpFiltered(session: Session, contract: Contract): Promise<Seen> {
  const population = await session.population();
  const filter = largestGroup(population, contract)?.filter;
  if (filter === undefined) return { kind: 'none', finding: notExercised('no filter selects some users and not all') };
  const { name, maximum } = contract.pageSize;
  const page = await session.send('listUsers', { query: { startIndex: 1, [name]: maximum, filter } });
  const entries = listAnswerOf(page)?.resources?.filter(isObject) ?? [];
  const known = entries.flatMap((one) => (typeof one.id === 'string' ? [population.byId.get(one.id) ?? one] : []));
  const id = richest(known)?.id;
  const entry = entries.find((one) => one.id === id);
  if (!entry || typeof id !== 'string') return { kind: 'none', finding: notExercised('the filter returned nobody') };
  const path = { [idParameter(contract)]: id };
  return compared(session, path, id, { entry, seen: await session.send('getUser', { path }), population });
}

const RULES = [
  { requirement: 'lookup.listed-user', expect: isFound },
  { requirement: 'lookup.same-id', expect: hasSameId },
] as const;

export function foundCases(contract: Contract): readonly Case[] {
  const rows = [
    ...USER_KINDS.map(({ name }) => ({ name, probe: (session: Session) => lookUp(session, contract, name) })),
    { name: 'the same user twice', probe: (session: Session) => lookUpTwice(session, contract) },
    { name: 'an entry under a filter', probe: (session: Session) => lookUpFiltered(session, contract) },
  ];
  return rows.flatMap(({ name, probe }) => {
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
