/**
 * Writes that must be refused, each naming a user of this run and a value that nothing else has. Whatever comes of them
 * is looked for on the user afterwards.
 */

import { attributeIs } from '../../src/checks/consistency/assertion.ts';
import { findingOf } from '../../src/checks/consistency/judgement.ts';
import { refusedInVain } from '../../src/checks/consistency/vain-rules.ts';
import { URN } from '../../src/contract/contract.ts';
import { type Case, defineCase, type Session } from '../../src/harness/case.ts';
import type { Role } from '../../src/model/exchange.ts';
import { type Finding, notExercised, unmet } from '../../src/model/finding.ts';
import type { History } from '../../src/model/history.ts';
import { at, bulkBody, patching, watchUser } from '../provisioning/flow.cases.ts';
import { CODE } from '../provisioning/listed.cases.ts';
import { patchChain } from '../provisioning/patch.cases.ts';
import { markerOf } from '../provisioning/sample.cases.ts';
import { subjectOf } from '../provisioning/subjects.cases.ts';

interface Vain {
  readonly name: string;
  readonly word: string;
  /** How many operations the request has; the first one is about the user. */
  readonly operations: number;
  readonly role: Role;
}

const VAIN: readonly Vain[] = [
  { name: '101 operations', word: 'many', operations: 101, role: 'company' },
  { name: 'a token without the write scope', word: 'scope', operations: 1, role: 'readonly' },
];

/** Sends one of them when nobody else writes to the user any more. */
function attempt(session: Session, { word, operations, role }: Vain): Promise<History | Finding> {
  return session.shared(`consistency refused ${word}`, async (own) => {
    await patchChain(own);
    const found = await subjectOf(own, 'patch');
    if ('missing' in found) return found.missing;
    const { userId, made } = found.subject;
    if (!made) return notExercised('lent users are not written to in vain');
    const marker = markerOf(own, `vain-${word}`);
    const change = (index: number) =>
      patching(userId, `vain-${index}`, [at('replace', `${URN.spendUser}:${CODE}`, marker)]);
    const body = bulkBody(Array.from({ length: operations }, (_, index) => change(index)));
    const answer = await own.send('bulk', { body, role });
    const asserted = [attributeIs(URN.spendUser, CODE, marker)];
    for (let index = 0; index < operations; index += 1) own.intend({ answer, index, userId, asserted, mode: 'stay' });
    if (answer.response.status < 400 || answer.response.status >= 500)
      return notExercised('the request was not refused');
    await watchUser(own, userId);
    return own.historyOf(userId) ?? unmet('the user was not seen');
  });
}

export function refusedCases(): readonly Case[] {
  return VAIN.map((vain) =>
    defineCase({
      requirement: 'consistency.refused-without-effect',
      name: vain.name,
      writes: true,
      needs: [vain.role],
      probe: (session) => attempt(session, vain),
      expect: (seen) => ('verdict' in seen ? seen : findingOf(refusedInVain(seen))),
    }),
  );
}
