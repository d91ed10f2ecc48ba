/**
 * A hundred operations of several methods in one request, most of them creations, and every new user awaited beside all
 * others. Needs many new users, so a tenant rarely lets it run; the mock always does.
 */

import { arrives, type Change } from '../../src/checks/consistency/effect.ts';
import { accepted } from '../../src/checks/provisioning/acceptance.ts';
import { bulkIdsEchoed } from '../../src/checks/provisioning/listing.ts';
import { succeeded } from '../../src/checks/provisioning/outcomes.ts';
import { operationAt, outcomeAt, type Submission } from '../../src/checks/provisioning/submission.ts';
import { URN } from '../../src/contract/contract.ts';
import { type Case, defineCase, type Session } from '../../src/harness/case.ts';
import { type Finding, notExercised, pass } from '../../src/model/finding.ts';
import { hostedBy } from './chain.cases.ts';
import { at, awaitUser, patching, submit } from './flow.cases.ts';
import { CODE } from './listed.cases.ts';
import { benchOfRun } from './requests.cases.ts';
import { markerOf, newUser } from './sample.cases.ts';
import { askedOf, creating, creationOf, noteCreation, roomFor } from './subjects.cases.ts';

const CREATIONS = 64;
const OPERATIONS = 100;

interface Crowd {
  readonly submission: Submission;
  readonly created: readonly Change[];
}

function crowdOf(session: Session): Promise<Crowd | Finding> {
  return session.shared('provisioning crowd', async (own): Promise<Crowd | Finding> => {
    if (!roomFor(own, CREATIONS)) return notExercised(`the run may not create ${CREATIONS} further users`);
    const { sample } = await creationOf(own);
    const bench = await hostedBy(own, 'bench', { name: 'lists', done: benchOfRun });
    if ('missing' in bench) return bench.missing;
    await benchOfRun(own);
    const made = Array.from({ length: CREATIONS }, (_, index) => newUser(own, sample, `crowd${index}`));
    const changes = Array.from({ length: OPERATIONS - CREATIONS }, (_, index) =>
      patching(bench.subject.userId, `crowd-change-${index}`, [
        at('replace', `${URN.spendUser}:${CODE}`, markerOf(own, `c${index}`)),
      ]),
    );
    for (const { userName } of made) own.leave({ kind: 'created', userName });
    const creations = made.map((user, index) => creating(user, `crowd-${index}`));
    const submission = await submit(own, [...creations, ...changes]);
    for (const [index, { userName }] of made.entries()) noteCreation(own, submission, index, userName);
    const created = await Promise.all(
      made.map((user, index) => arrival(own, submission, index, askedOf(sample, user.marker))),
    );
    return { submission, created };
  });
}

/** How one of the creations came out; awaited where it is reported as success. */
async function arrival(
  session: Session,
  submission: Submission,
  index: number,
  asserted: Change['asserted'],
): Promise<Change> {
  const userId = operationAt(submission, index)?.resourceId;
  const change = { what: 'One of many creations', submission, index, asserted, before: undefined };
  if (userId === undefined || outcomeAt(submission, index) !== 'success') {
    return { ...change, lookup: { reads: [], converged: false, detail: 'not awaited' } };
  }
  session.intend({ answer: submission.answer, index, userId, asserted, mode: 'arrive' });
  return { ...change, lookup: await awaitUser(session, userId, asserted) };
}

/** The first finding that is no pass. */
const worst = (findings: readonly Finding[]): Finding =>
  findings.find(({ verdict }) => verdict === 'fail') ?? findings.find(({ verdict }) => verdict !== 'pass') ?? pass();

export function crowdCases(): readonly Case[] {
  const name = 'a hundred operations, most of them creations';
  const over = (requirement: string, expect: (crowd: Crowd) => Finding): Case =>
    defineCase({
      requirement,
      name,
      writes: true,
      probe: crowdOf,
      expect: (seen) => ('verdict' in seen ? seen : expect(seen)),
    });
  return [
    // A refusal for the number of operations is judged where that number is the question.
    over('provisioning.bulk-accepted', ({ submission: { answer } }) =>
      answer.response.status === 413 ? notExercised('the request was too large') : accepted(answer),
    ),
    over('provisioning.bulk-methods', ({ submission, created }) =>
      worst(created.map(({ index, what }) => succeeded(submission, index, what))),
    ),
    over('provisioning.bulk-id-echo', ({ submission }) => bulkIdsEchoed(submission)),
    over('consistency.lookup-effect', ({ submission, created }) => {
      // Whom the status does not list nobody can look up.
      const named = created.filter(({ index }) => operationAt(submission, index)?.resourceId !== undefined);
      return named.length === 0 ? notExercised('the status names no new user') : worst(named.map(arrives));
    }),
  ];
}
