/**
 * The single-user endpoints: POST, PATCH and PUT of one user, each answered with identity data and a pointer to the
 * status of its provisioning. At the end, where the revision rules it out, a Bulk DELETE of the same user.
 */

import { attributeIs } from '../../src/checks/consistency/assertion.ts';
import { after, type Change, userOf } from '../../src/checks/consistency/effect.ts';
import { accepted, acceptedWith } from '../../src/checks/provisioning/acceptance.ts';
import { isNoSuccess, keepsSpendData } from '../../src/checks/provisioning/deletion.ts';
import { operationAt, type Submission } from '../../src/checks/provisioning/submission.ts';
import {
  locationOfCreated,
  pathOfBulk,
  spendMembers,
  statusUrlOfProvision,
} from '../../src/checks/provisioning/users.ts';
import { isReadable } from '../../src/checks/provisioning/views.ts';
import { URN } from '../../src/contract/contract.ts';
import { type Case, defineCase, type Session } from '../../src/harness/case.ts';
import { type Exchange, jsonOf } from '../../src/model/exchange.ts';
import { type Finding, notExercised, unmet } from '../../src/model/finding.ts';
import { type JsonObject, at as jsonAt } from '../../src/model/json.ts';
import { type Chain, type Step, stepCase } from './chain.cases.ts';
import { at, follow, patching, readBack, submit, watchUser } from './flow.cases.ts';
import { CODE } from './listed.cases.ts';
import { putting, withoutState } from './replace.cases.ts';
import { markerOf, newUser, sampleOf } from './sample.cases.ts';
import { askedOf, creating, mayCreate } from './subjects.cases.ts';

const NAMES = ['create', 'patch', 'put'] as const;
type Name = (typeof NAMES)[number];

const allMissing = (missing: Finding): Chain => new Map(NAMES.map((name): [string, Step] => [name, { missing }]));

/** POST, then PATCH, then PUT of one user, each followed to its end. */
export function singleChain(session: Session): Promise<Chain> {
  return session.shared('provisioning single user', async (own): Promise<Chain> => {
    if (!own.contract.offers('createUser'))
      return allMissing(notExercised('the revision has no single-user endpoints'));
    if (!mayCreate(own, 'single')) return allMissing(notExercised('the run may create no further user'));
    const sample = await sampleOf(own);
    const made = newUser(own, sample, 'single');
    own.leave({ kind: 'created', userName: made.userName });
    const answer = await own.send('createUser', { body: made.data });
    const submission = await follow(
      own,
      answer,
      [creating(made, '')].map(({ bulkId: _, ...sent }) => sent),
    );
    const userId = createdId(answer, submission);
    if (submission.end === 'refused') own.leaveNothing(made.userName);
    else own.leave({ kind: 'created', userName: made.userName, ...(userId && { userId }) });
    const chain = new Map<string, Step>(allMissing(unmet('the user of the single-user requests is not known')));
    const asserted = askedOf(sample, made.marker);
    const what = 'The creation by POST to Users';
    const create = await readBack(own, submission, {
      what,
      userId: userId ?? '',
      before: undefined,
      asserted,
      mode: 'arrive',
    });
    chain.set('create', { change: create });
    const user = after(create);
    if (userId === undefined || !create.lookup.converged || !user) return chain;
    const subject = { userId, user, made };
    const patch = await patchStep(own, userId, user);
    chain.set('patch', { change: patch });
    const scene = { subject, userId, sample, marker: markerOf(own, 'single2') };
    const { data = {} } = putting(scene, '', withoutState(scene));
    const put = await putStep(own, userId, after(patch) ?? user, data, scene.marker);
    chain.set('put', { change: put });
    return chain;
  });
}

function createdId(answer: Exchange, submission: Submission): string | undefined {
  const id = jsonAt(jsonOf(answer), 'id');
  return typeof id === 'string' && id !== '' ? id : operationAt(submission, 0)?.resourceId;
}

async function patchStep(session: Session, userId: string, before: JsonObject): Promise<Change> {
  const marker = markerOf(session, 'single1');
  const { bulkId: _, ...sent } = patching(userId, '', [at('replace', `${URN.spendUser}:${CODE}`, marker)]);
  const answer = await session.send('patchUser', { path: { id: userId }, body: sent.data ?? {} });
  const submission = await follow(session, answer, [sent]);
  const asserted = [attributeIs(URN.spendUser, CODE, marker)];
  return readBack(session, submission, { what: 'The PATCH of one user', userId, before, asserted, mode: 'arrive' });
}

async function putStep(
  session: Session,
  userId: string,
  before: JsonObject,
  data: JsonObject,
  marker: string,
): Promise<Change> {
  const answer = await session.send('replaceUser', { path: { id: userId }, body: data });
  const sent = { method: 'PUT', userId, extensions: [URN.enterpriseUser, URN.spendUser] } as const;
  const submission = await follow(session, answer, [sent]);
  const asserted = [attributeIs(URN.spendUser, CODE, marker)];
  return readBack(session, submission, { what: 'The PUT of one user', userId, before, asserted, mode: 'arrive' });
}

/** A Bulk DELETE of the user of the chain above, when all else is done with it. */
function deletion(
  session: Session,
): Promise<{ readonly submission: Submission; readonly reads: readonly Exchange[] } | Finding> {
  return session.shared('provisioning delete', async (own) => {
    const create = (await singleChain(own)).get('create');
    const known = create && 'change' in create ? create.change : undefined;
    if (!known) return create && 'missing' in create ? create.missing : unmet('there is no user to delete');
    const userId = known.lookup.reads.map(userOf).findLast((user) => user)?.id;
    if (typeof userId !== 'string' || !known.lookup.converged) return unmet('the user to delete could not be created');
    const submission = await submit(own, [{ method: 'DELETE', userId, bulkId: 'delete-1', extensions: [] }]);
    return { submission, reads: (await watchUser(own, userId)).reads };
  });
}

const DELETION = [
  { requirement: 'bulk-delete', expect: keepsSpendData },
  { requirement: 'bulk-delete-refused', expect: isNoSuccess },
] as const;

const STATUS: Readonly<Record<Name, readonly number[]>> = { create: [201], patch: [200], put: [200] };

export function singleCases(): readonly Case[] {
  const over = (
    requirement: string,
    step: Name,
    expect: (change: Change, chain: Chain) => Finding,
    name: string = step,
  ): Case => stepCase({ requirement: `provisioning.${requirement}`, name, chain: singleChain, step, expect });
  return [
    ...NAMES.map((name) => over('users-accepted', name, ({ submission }) => accepted(submission.answer))),
    ...NAMES.map((name) =>
      over('users-status', name, ({ submission }) => acceptedWith(submission.answer, STATUS[name])),
    ),
    ...NAMES.map((name) => over('users-status-url', name, ({ submission }) => statusUrlOfProvision(submission.answer))),
    over('users-location', 'create', ({ submission }) => locationOfCreated(submission.answer)),
    over('users-spend-members', 'create', ({ submission }) => spendMembers(submission.answer)),
    over('status-readable', 'create', ({ submission }) => isReadable(submission)),
    ...(['patch', 'put'] as const).map((step) =>
      over('status-readable', step, ({ submission }) => isReadable(submission), `single user, ${step}`),
    ),
    defineCase({
      requirement: 'provisioning.bulk-path',
      name: 'a body that is no JSON',
      writes: true,
      probe: (session) => session.send('bulk', { body: '{' }),
      expect: pathOfBulk,
    }),
    ...DELETION.map(({ requirement, expect }) =>
      defineCase({
        requirement: `provisioning.${requirement}`,
        name: 'a user of this run',
        writes: true,
        probe: deletion,
        expect: (seen) => ('verdict' in seen ? seen : expect(seen.submission, seen.reads)),
      }),
    ),
  ];
}
