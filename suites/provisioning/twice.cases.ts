/**
 * Requests that meet themselves or each other: two writers on one user, the same request twice, one userName twice in
 * one request. What is left open by the documents is recorded.
 */

import { type Assertion, attributeIs } from '../../src/checks/consistency/assertion.ts';
import { arrives, type Change } from '../../src/checks/consistency/effect.ts';
import { recordOutcome } from '../../src/checks/provisioning/acceptance.ts';
import { oneOfTwins } from '../../src/checks/provisioning/outcomes.ts';
import { outcomeAt, type Submission } from '../../src/checks/provisioning/submission.ts';
import { URN } from '../../src/contract/contract.ts';
import { type Case, defineCase, type Session } from '../../src/harness/case.ts';
import { type Finding, notExercised, unmet } from '../../src/model/finding.ts';
import { at as jsonAt } from '../../src/model/json.ts';
import { hostedBy } from './chain.cases.ts';
import { extensionChain } from './extensions.cases.ts';
import { at, awaitUser, patching, submit, watchUser } from './flow.cases.ts';
import { CODE } from './listed.cases.ts';
import { patchChain } from './patch.cases.ts';
import { markerOf, newUser } from './sample.cases.ts';
import { creating, creationOf, mayCreate, noteCreation, subjectOf } from './subjects.cases.ts';

const FLAG = 'nonEmployee';

interface TwoWriters {
  /** Both writes as one change, judged by the effects of both. */
  readonly both: Change;
  readonly first: Submission;
  readonly second: Submission;
  /** The first request again, when all else was over. */
  readonly again: Submission;
}

/** Where there is no subject `put`, two chains share the subject `patch`, and both have to be over. */
async function nobodyWrites(session: Session): Promise<void> {
  await patchChain(session);
  if ('missing' in (await subjectOf(session, 'put'))) await extensionChain(session);
}

/** Two requests on one user, neither waiting for the other, and one of them once more. */
export function twoWriters(session: Session): Promise<TwoWriters | Finding> {
  return session.shared('provisioning two writers', async (own): Promise<TwoWriters | Finding> => {
    const found = await hostedBy(own, 'writers', { name: 'patch', done: nobodyWrites });
    if ('missing' in found) return found.missing;
    const { userId, user } = found.subject;
    const marker = markerOf(own, 'writer');
    const flag = jsonAt(user, URN.spendUser, FLAG) !== true;
    const codeSet = patching(userId, 'writer-1', [at('replace', `${URN.spendUser}:${CODE}`, marker)]);
    const flagSet = patching(userId, 'writer-2', [at('replace', `${URN.spendUser}:${FLAG}`, flag)]);
    // Somebody reads meanwhile: what is there before it was sent would be seen by nobody else.
    const [second, first] = await Promise.all([submit(own, [flagSet]), submit(own, [codeSet]), watchUser(own, userId)]);
    const asserted: readonly Assertion[] = [
      attributeIs(URN.spendUser, CODE, marker),
      attributeIs(URN.spendUser, FLAG, flag),
    ];
    const what = 'One of two writes that were under way at once';
    const change = { what, submission: second, index: 0, asserted, before: user };
    const worked = [first, second].every((one) => outcomeAt(one, 0) === 'success');
    for (const [index, { answer }] of [first, second].entries()) {
      own.intend({ answer, index: 0, userId, asserted: asserted.slice(index, index + 1), mode: 'own' });
    }
    const lookup = worked
      ? await awaitUser(own, userId, asserted)
      : { reads: [], converged: false, detail: 'not awaited' };
    const again = await submit(own, [codeSet]);
    own.intend({ answer: again.answer, index: 0, userId, asserted: asserted.slice(0, 1), mode: 'stay' });
    return { both: { ...change, lookup }, first, second, again };
  });
}

function bothArrive({ both, first, second }: TwoWriters): Finding {
  const failed = [first, second].find((one) => outcomeAt(one, 0) !== 'success');
  if (!failed) return arrives(both);
  if (failed.end === 'completed') return notExercised('one of the two writes was turned down');
  return arrives({ ...both, submission: failed });
}

/** Two creations under one userName in one request. */
function twins(session: Session): Promise<Submission | Finding> {
  return session.shared('provisioning twins', async (own) => {
    if (!mayCreate(own, 'double')) return notExercised('the run may create no further user');
    const { sample } = await creationOf(own);
    const made = newUser(own, sample, 'double');
    own.leave({ kind: 'created', userName: made.userName });
    const submission = await submit(own, [creating(made, 'twin-1'), creating(made, 'twin-2')]);
    for (const index of [0, 1]) noteCreation(own, submission, index, made.userName);
    return submission;
  });
}

export function twiceCases(): readonly Case[] {
  const over = (requirement: string, name: string, expect: (seen: TwoWriters) => Finding): Case =>
    defineCase({
      requirement,
      name,
      writes: true,
      probe: twoWriters,
      expect: (seen) => ('verdict' in seen ? seen : expect(seen)),
    });
  return [
    over('consistency.concurrent-writes', 'two attributes of one user', bothArrive),
    over('consistency.repeated-request', 'PATCH', ({ first, again }) =>
      outcomeAt(first, 0) === 'success' ? recordOutcome(again, 0) : unmet('the request did not succeed the first time'),
    ),
    defineCase({
      requirement: 'provisioning.user-name-unique',
      name: 'twice in one request',
      writes: true,
      probe: twins,
      expect: (seen) => ('verdict' in seen ? seen : oneOfTwins(seen)),
    }),
  ];
}
