/**
 * The users that a run writes to. Users that an earlier run left behind are taken again; the rest is created by ONE Bulk
 * request, in the order of their worth: a target that allows few new users still sees every MUST. Where none may be
 * created, users of the target file stand in, and are put back at the end.
 */

import { type Assertion, attributeIs, extensionOf, hasRole } from '../../src/checks/consistency/assertion.ts';
import { type Change, type EffectReads, userOf } from '../../src/checks/consistency/effect.ts';
import { operationAt, outcomeAt, type Submission } from '../../src/checks/provisioning/submission.ts';
import { URN } from '../../src/contract/contract.ts';
import type { Session } from '../../src/harness/case.ts';
import { type Finding, notExercised, unmet } from '../../src/model/finding.ts';
import type { JsonObject } from '../../src/model/json.ts';
import { awaitUser, type Planned, readUser, submit } from './flow.cases.ts';
import { type NewUser, newUser, type Sample, sampleOf, userNamed } from './sample.cases.ts';

/** Who is created, first come first served; `single` and `broken` are created by other requests. */
const ORDER = [
  'patch',
  'put',
  'lists',
  'single',
  'broken',
  'bench',
  'extend',
  'quiet',
  'mixed',
  'replaced',
  'writers',
  'baseless',
  'double',
] as const;
export type SubjectName = (typeof ORDER)[number];

const BY_BULK: readonly SubjectName[] = ['patch', 'put', 'lists', 'bench', 'extend', 'quiet', 'replaced', 'writers'];
/** Subjects that a lent user can be: whatever is changed there by PATCH is put back by PATCH at the end. */
const CAN_STAND_IN: readonly SubjectName[] = ['patch', 'lists', 'bench'];

export interface Subject {
  readonly userId: string;
  /** The user as it was when it had converged. */
  readonly user: JsonObject;
  /** The creation, where this run created it. */
  readonly made: NewUser | undefined;
}
export type Found = { readonly subject: Subject } | { readonly missing: Finding };

export interface Creation {
  readonly sample: Sample;
  readonly submission: Submission | undefined;
  readonly users: readonly { readonly name: SubjectName; readonly user: NewUser; readonly index: number }[];
}

/** Where the chains write on a user that is not the run's own. */
const TOUCHED: readonly string[] = [
  ...['cashAdvanceAccountCode', 'customData', 'nonEmployee'].map((name) => `${URN.spendUser}:${name}`),
  `${URN.role}:roles`,
  ...['report', 'request'].map((kind) => `${URN.approver}:${kind}`),
  `${URN.delegate}:expense`,
  `${URN.userPreference}:showInstructHelpPanel`,
  `${URN.workflowPreference}:promptForApproverOnReportSubmit`,
  `${URN.invoicePreference}:displayInlineImage`,
  `${URN.payroll}:adp`,
  `${URN.approverLimit}:authorizedApprover`,
];
/** Users that stand for the creation itself, or whose creation failed, are no use to a later run. */
const MADE = /^[a-z0-9]+-([a-z]+)@/i;
const UNFIT = new Set(['broken', 'baseless', 'double']);

type Kept = NonNullable<Session['target']['provisioning']['kept']>[number];

/** Who of an earlier run's users is taken for which name. `patch` is created as long as anybody may be. */
function keptFor(session: Session, name: SubjectName): Kept | undefined {
  const { kept = [], newUsers } = session.target.provisioning;
  const fit = kept.filter(({ userName }) => !UNFIT.has(MADE.exec(userName)?.[1] ?? 'broken'));
  return fit[BY_BULK.slice(newUsers > 0 ? 1 : 0).indexOf(name)];
}

/** Whether the budget of new users reaches this far. */
export function mayCreate(session: Session, name: SubjectName): boolean {
  const needed = ORDER.filter((one) => keptFor(session, one) === undefined);
  const place = needed.indexOf(name);
  return place >= 0 && place < session.target.provisioning.newUsers;
}

/** Whether the budget leaves room for so many users beyond those with a name. */
export function roomFor(session: Session, count: number): boolean {
  return ORDER.length + count <= session.target.provisioning.newUsers;
}

/** The one Bulk request that creates the subjects. */
export function creationOf(session: Session): Promise<Creation> {
  return session.shared('provisioning creation', async (own) => {
    const sample = await sampleOf(own);
    const names = BY_BULK.filter((name) => mayCreate(own, name));
    const users = names.map((name, index) => ({
      name,
      user: newUser(own, sample, name, extrasOf(name, sample)),
      index,
    }));
    if (users.length === 0) return { sample, submission: undefined, users };
    const operations = users.map(({ name, user }) => creating(user, `create-${name}`));
    for (const { user } of users) own.leave({ kind: 'created', userName: user.userName });
    const submission = await submit(own, operations, { thorough: true });
    for (const { user, index } of users) noteCreation(own, submission, index, user.userName);
    return { sample, submission, users };
  });
}

/** Says what is left of a creation, once its request came to an end. */
export function noteCreation(session: Session, submission: Submission, index: number, userName: string): void {
  const userId = operationAt(submission, index)?.resourceId;
  if (submission.end === 'refused') session.leaveNothing(userName);
  else session.leave({ kind: 'created', userName, ...(userId !== undefined && { userId }) });
}

/** The creation of one user as a Bulk operation. */
export function creating(user: NewUser, bulkId: string): Planned {
  const extensions = Object.keys(user.data).filter((name) => name.startsWith('urn:'));
  return { method: 'POST', bulkId, extensions, data: user.data };
}

/** Off, where every revision has it on by default: whoever loses it on the way shows the default. */
const FLAG = 'showInstructHelpPanel';

/** The one subject that is created with other spend extensions too, as far as the company is known to have them. */
export function extrasOf(name: SubjectName, { roles, rolesInUse, inUse }: Sample): JsonObject {
  if (name !== 'quiet') return {};
  return {
    ...(rolesInUse && { [URN.role]: { roles: roles.map((roleName) => ({ roleName, roleGroups: [] })) } }),
    ...(inUse.has(URN.userPreference) && { [URN.userPreference]: { [FLAG]: false } }),
  };
}

function extrasAsked(data: JsonObject, { roles }: Sample): readonly Assertion[] {
  return [
    ...(data[URN.role] === undefined ? [] : roles.map(hasRole)),
    ...(data[URN.userPreference] === undefined ? [] : [attributeIs(URN.userPreference, FLAG, false)]),
  ];
}

/** What a creation asked for. */
export function askedOf(sample: Sample, marker: string): readonly Assertion[] {
  return [
    attributeIs(URN.spendUser, 'country', sample.country),
    attributeIs(URN.spendUser, 'locale', sample.locale),
    attributeIs(URN.spendUser, 'reimbursementCurrency', sample.currency),
    attributeIs(URN.spendUser, 'stateProvince', sample.stateProvince),
    attributeIs(URN.spendUser, 'cashAdvanceAccountCode', marker),
  ];
}

/** How the creation of one subject went, as a change of a user that was not there. */
export function createdChange(session: Session, name: SubjectName): Promise<Change | Finding> {
  return session.shared(`provisioning created ${name}`, async (own) => {
    const { sample, submission, users } = await creationOf(own);
    const found = users.find((one) => one.name === name);
    if (!submission || !found) return notExercised('the run may create no further user');
    const { marker, data } = found.user;
    const asserted = [...askedOf(sample, marker), ...extrasAsked(data, sample)];
    const userId = operationAt(submission, found.index)?.resourceId;
    if (userId !== undefined)
      own.intend({ answer: submission.answer, index: found.index, userId, asserted, mode: 'arrive' });
    const none: EffectReads = { reads: [], converged: false, detail: 'not awaited' };
    const change = { what: 'The creation', submission, index: found.index, asserted, before: undefined };
    if (outcomeAt(submission, found.index) !== 'success' || userId === undefined) return { ...change, lookup: none };
    return { ...change, lookup: await awaitUser(own, userId, asserted) };
  });
}

/** A user to write to, or why there is none. */
export function subjectOf(session: Session, name: SubjectName): Promise<Found> {
  return session.shared(`provisioning subject ${name}`, async (own): Promise<Found> => {
    const { sample, submission, users } = await creationOf(own);
    const again = await keptSubject(own, name, sample);
    if (again) return { subject: again };
    const found = users.find((one) => one.name === name);
    if (!submission || !found) return standIn(own, name);
    const change = await createdChange(own, name);
    if ('verdict' in change) return { missing: change };
    const userId = operationAt(submission, found.index)?.resourceId;
    const user = change.lookup.reads.map(userOf).findLast((one) => one !== undefined);
    if (userId === undefined || !change.lookup.converged || !user) {
      const lent = await standIn(own, name);
      return 'subject' in lent ? lent : { missing: unmet('no user could be created for this case') };
    }
    return { subject: { userId, user, made: found.user } };
  });
}

/** A user that an earlier run left behind, if it is still there. */
async function keptSubject(session: Session, name: SubjectName, sample: Sample): Promise<Subject | undefined> {
  const kept = keptFor(session, name);
  const user = kept && userOf(await readUser(session, kept.userId));
  if (!kept || !user || !extensionOf(user, URN.spendUser)) return undefined;
  session.leave({ kind: 'changed', ...kept, before: user, touches: TOUCHED });
  return { userId: kept.userId, user, made: userNamed(session, sample, kept.userName, name) };
}

async function standIn(session: Session, name: SubjectName): Promise<Found> {
  const lent = session.target.provisioning.subjects[CAN_STAND_IN.indexOf(name)];
  const none = { missing: notExercised('the run may create no further user, and the target file lends none') };
  if (!CAN_STAND_IN.includes(name) || lent === undefined) return none;
  const user = userOf(await readUser(session, lent));
  if (!user) return { missing: unmet(`the user ${lent} of the target file cannot be read`, 'configuration') };
  session.leave({ kind: 'changed', userId: lent, before: user, touches: TOUCHED });
  return { subject: { userId: lent, user, made: undefined } };
}
