/** Creating users by Bulk: how the request is answered, how it ends, and what a creation that cannot succeed tells. */

import { attributeIs, extensionOf } from '../../src/checks/consistency/assertion.ts';
import { type Change, userOf } from '../../src/checks/consistency/effect.ts';
import {
  accepted,
  acceptedWith,
  hasLocation,
  isStatusDocument,
  refusedOrFailed,
  refusedWith,
} from '../../src/checks/provisioning/acceptance.ts';
import { bulkIdsEchoed, extensionsListed, operationsListed } from '../../src/checks/provisioning/listing.ts';
import { cascades, failureReported, succeeded } from '../../src/checks/provisioning/outcomes.ts';
import { operationAt, type Submission } from '../../src/checks/provisioning/submission.ts';
import { isReadable } from '../../src/checks/provisioning/views.ts';
import { isAccepted } from '../../src/checks/status.ts';
import { URN } from '../../src/contract/contract.ts';
import { type Case, defineCase, type Session } from '../../src/harness/case.ts';
import type { Exchange } from '../../src/model/exchange.ts';
import { jsonOf } from '../../src/model/exchange.ts';
import { type Finding, notExercised, pass, unmet } from '../../src/model/finding.ts';
import { type JsonObject, at as jsonAt } from '../../src/model/json.ts';
import { readBack, submit } from './flow.cases.ts';
import { newUser, sampleOf, spendOf } from './sample.cases.ts';
import { creating, creationOf, extrasOf, mayCreate, noteCreation } from './subjects.cases.ts';

const NONE = notExercised('the run may create no user');

/** A creation whose SpendUser extension cannot be stored, with another spend extension beside it. */
export function brokenCreation(session: Session): Promise<Change | Finding> {
  return session.shared('provisioning broken creation', async (own) => {
    if (!mayCreate(own, 'broken')) return notExercised('the run may create no further user');
    const sample = await sampleOf(own);
    const [roleName] = sample.roles;
    const made = newUser(own, sample, 'broken', {
      ...(roleName !== undefined && { [URN.role]: { roles: [{ roleName, roleGroups: [] }] } }),
    });
    const spend = { ...spendOf(sample, made.marker), reimbursementCurrency: 'USDX' };
    const data: JsonObject = { ...made.data, [URN.spendUser]: spend };
    own.leave({ kind: 'created', userName: made.userName });
    const submission = await submit(own, [creating({ ...made, data }, 'create-broken')]);
    const userId = operationAt(submission, 0)?.resourceId;
    noteCreation(own, submission, 0, made.userName);
    const asserted = [
      attributeIs(URN.spendUser, 'cashAdvanceAccountCode', made.marker),
      attributeIs(URN.spendUser, 'reimbursementCurrency', 'USDX'),
    ];
    const change = { what: 'The creation with a bad currency', submission, index: 0, asserted, before: undefined };
    if (userId === undefined) return { ...change, lookup: { reads: [], converged: false, detail: 'no user is named' } };
    return readBack(own, submission, { what: change.what, userId, before: undefined, asserted, mode: 'stay' });
  });
}

/** A creation with a role and without the SpendUser extension that it stands on. */
function baselessCreation(session: Session): Promise<Submission | Finding> {
  return session.shared('provisioning baseless creation', async (own) => {
    if (!mayCreate(own, 'baseless')) return notExercised('the run may create no further user');
    const sample = await sampleOf(own);
    const [roleName] = sample.roles;
    if (roleName === undefined) return notExercised('the contract names no plain role');
    const made = newUser(own, sample, 'baseless', { [URN.role]: { roles: [{ roleName, roleGroups: [] }] } });
    const { [URN.spendUser]: _, ...data } = made.data;
    own.leave({ kind: 'created', userName: made.userName });
    const submission = await submit(own, [creating({ ...made, data }, 'create-baseless')]);
    noteCreation(own, submission, 0, made.userName);
    return submission;
  });
}

/** Recorded: what is left of a user whose spend extension failed. */
function leftBehind(change: Change): Finding {
  const last = change.lookup.reads.at(-1);
  if (!last) return notExercised('the status names no user');
  if (last.response.status === 404) return pass('no spend user');
  const user = userOf(last);
  if (!user) return unmet('the user could not be read');
  return pass(extensionOf(user, URN.spendUser) ? 'a user with spend data' : 'a user without spend data');
}

/** A second user under the userName of the subject `patch`. */
function twin(session: Session, by: 'bulk' | 'createUser'): Promise<Submission | Exchange | Finding> {
  return session.shared(`provisioning twin by ${by}`, async (own) => {
    const { sample, users } = await creationOf(own);
    const first = users.find(({ name }) => name === 'patch');
    const submission = (await creationOf(own)).submission;
    if (!first || !submission) return NONE;
    if (operationAt(submission, first.index)?.success !== true) return unmet('the first user was not created');
    const made = newUser(own, sample, `twin-${by === 'bulk' ? 'b' : 'u'}`);
    const { userName } = first.user;
    const data: JsonObject = { ...made.data, userName, emails: [{ value: userName, type: 'work' }] };
    if (by === 'createUser') {
      const answer = await own.send('createUser', { body: data });
      const id = jsonAt(jsonOf(answer), 'id');
      if (isAccepted(answer)) own.leave({ kind: 'created', userName, ...(typeof id === 'string' && { userId: id }) });
      return answer;
    }
    const second = await submit(own, [creating({ ...made, userName, data }, 'create-twin')]);
    const userId = operationAt(second, 0)?.resourceId;
    if (operationAt(second, 0)?.success) own.leave({ kind: 'created', userName, ...(userId && { userId }) });
    return second;
  });
}

const creation = async (session: Session): Promise<Submission | Finding> =>
  (await creationOf(session)).submission ?? NONE;

export function creationCases(): readonly Case[] {
  const over = (requirement: string, name: string, expect: (submission: Submission) => Finding): Case =>
    defineCase({
      requirement: `provisioning.${requirement}`,
      name,
      writes: true,
      probe: creation,
      expect: (seen) => ('verdict' in seen ? seen : expect(seen)),
    });
  const broken = (requirement: string, name: string, expect: (change: Change) => Finding): Case =>
    defineCase({
      requirement: `provisioning.${requirement}`,
      name,
      writes: true,
      probe: brokenCreation,
      expect: (seen) => ('verdict' in seen ? seen : expect(seen)),
    });
  return [
    over('bulk-accepted', 'POST', ({ answer }) => accepted(answer)),
    over('bulk-accepted-status', 'POST', ({ answer }) => acceptedWith(answer, [202])),
    over('bulk-document', 'POST', ({ answer }) => isStatusDocument(answer)),
    over('status-location-present', 'POST', ({ answer }) => hasLocation(answer)),
    over('status-readable', 'Bulk', isReadable),
    over('bulk-methods', 'POST', (one) => succeeded(one, 0, 'The creation of a user')),
    defineCase({
      requirement: 'provisioning.bulk-methods',
      name: 'POST with other extensions',
      writes: true,
      probe: creationOf,
      expect: ({ submission, users, sample }) => {
        const made = users.find(({ name }) => name === 'quiet');
        if (!submission || !made) return NONE;
        return Object.keys(extrasOf('quiet', sample)).length === 0
          ? notExercised('nobody of the company is known to have roles or preferences')
          : succeeded(submission, made.index, 'The creation of a user with other spend extensions');
      },
    }),
    over('bulk-id-echo', 'creations', bulkIdsEchoed),
    over('status-extensions', 'creations', extensionsListed),
    over('status-operations', 'creations', operationsListed),
    broken('invalid-value', 'creation with a bad currency', ({ submission, what }) =>
      refusedOrFailed(submission, 0, what),
    ),
    broken('extension-cascade', 'bad currency beside a role', ({ submission }) => cascades(submission, URN.spendUser)),
    defineCase({
      requirement: 'provisioning.extension-cascade',
      name: 'no SpendUser beside a role',
      writes: true,
      probe: baselessCreation,
      expect: (seen) => ('verdict' in seen ? seen : cascades(seen, URN.spendUser)),
    }),
    broken('failure-reported', 'creation with a bad currency', ({ submission }) => failureReported(submission)),
    broken('identity-without-spend', 'bad currency', leftBehind),
    defineCase({
      requirement: 'provisioning.user-name-unique',
      name: 'Bulk',
      writes: true,
      probe: (session) => twin(session, 'bulk'),
      expect: (seen) => {
        if ('verdict' in seen) return seen;
        return 'sent' in seen
          ? refusedOrFailed(seen, 0, 'A creation under a userName that is taken')
          : unmet('not sent by Bulk');
      },
    }),
    defineCase({
      requirement: 'provisioning.user-name-unique',
      name: 'POST to Users',
      writes: true,
      probe: (session) => twin(session, 'createUser'),
      expect: (seen) => {
        if ('verdict' in seen) return seen;
        return 'sent' in seen
          ? unmet('sent by Bulk')
          : refusedWith(seen, [409, 400], 'A creation under a userName that is taken');
      },
    }),
  ];
}
