/**
 * One plain change, watched from every side: the lookup, the filtered list under the new and the old value, and users
 * that nobody wrote to. The area consistency judges it; here it is only made.
 */

import { attributeIs } from '../../src/checks/consistency/assertion.ts';
import { after, arrives, type Change, userOf } from '../../src/checks/consistency/effect.ts';
import { isListedRight, type ListedEffect, rowOf } from '../../src/checks/consistency/listing.ts';
import type { Bystander } from '../../src/checks/consistency/untouched.ts';
import type { Submission } from '../../src/checks/provisioning/submission.ts';
import { outcomeAt } from '../../src/checks/provisioning/submission.ts';
import { URN } from '../../src/contract/contract.ts';
import type { SendInput, Session } from '../../src/harness/case.ts';
import type { Exchange } from '../../src/model/exchange.ts';
import { type Finding, notExercised, unmet } from '../../src/model/finding.ts';
import { type JsonObject, at as jsonAt } from '../../src/model/json.ts';
import { at, awaitView, patching, readBack, readUser, submit } from './flow.cases.ts';
import { markerOf } from './sample.cases.ts';
import { createdChange, type SubjectName, subjectOf } from './subjects.cases.ts';

/** Filterable in every revision, free text, and nobody else's business. */
export const CODE = 'cashAdvanceAccountCode';
const CODE_PATH = `${URN.spendUser}:${CODE}`;
const ROWS = 10;

/** The list filtered by one account code. */
export function readList(session: Session, value: string, patience?: SendInput['patience']): Promise<Exchange> {
  const { filters, pageSize } = session.contract;
  const path = filters.attributes.find(({ name }) => name === CODE)?.path ?? `${URN.spendUser}:${CODE}`;
  const query = { filter: `${path} eq "${value}"`, [pageSize.name]: ROWS };
  return session.send('listUsers', { query, fresh: true, ...(patience && { patience }) });
}

/** Reads the list until it shows the user, or no longer shows it. */
async function listed(
  session: Session,
  what: string,
  submission: Submission,
  index: number,
  effect: Pick<ListedEffect, 'userId' | 'value' | 'expected'>,
): Promise<ListedEffect> {
  const asked = { ...effect, attribute: CODE };
  const awaiting = `user ${effect.userId} in the list filtered by ${effect.expected ? 'its new' : 'its old'} value`;
  const list = await awaitView(
    session,
    awaiting,
    () => readList(session, effect.value, 'caller'),
    (read) => isListedRight(read, asked),
    { operation: 'listUsers', userId: effect.userId },
  );
  const control = list.converged || !effect.expected ? undefined : await controlled(session);
  return { what, submission, index, ...asked, list, control };
}

/** Does the filter work at all? Asked only where it found nobody. */
function controlled(session: Session): Promise<boolean | undefined> {
  return session.shared('provisioning filter control', async (own) => {
    const { users } = await own.population();
    const known = users.find((user) => /^[A-Za-z0-9]+$/.test(String(jsonAt(user, URN.spendUser, CODE) ?? '')));
    const value = known && jsonAt(known, URN.spendUser, CODE);
    if (typeof known?.id !== 'string' || typeof value !== 'string') return undefined;
    return rowOf(await readList(own, value), known.id) !== undefined;
  });
}

export interface Watched {
  /** The list after the creation; a finding where this run did not create the subject. */
  readonly created: ListedEffect | Finding;
  readonly change: Change;
  readonly changed: ListedEffect | Finding;
  readonly gone: ListedEffect | Finding;
  readonly bystanders: readonly Bystander[];
}

const WHAT = 'The PATCH of an attribute by its path';

/** The watched change on the subject `lists`. */
export function watchedChange(session: Session): Promise<Watched | Finding> {
  return session.shared('provisioning watched change', async (own) => {
    const found = await subjectOf(own, 'lists');
    if ('missing' in found) return found.missing;
    const { userId, user, made } = found.subject;
    const created = await createdListing(own, userId, made?.marker);
    const marker = markerOf(own, 'seen');
    const others = await othersOf(own);
    const submission = await submit(own, [patching(userId, 'watched-1', [at('replace', CODE_PATH, marker)])]);
    const asserted = [attributeIs(URN.spendUser, CODE, marker)];
    const change = await readBack(own, submission, { what: WHAT, userId, before: user, asserted, mode: 'arrive' });
    const seen = { created, change };
    if (outcomeAt(submission, 0) !== 'success') {
      const open = unmet('the operation was not reported as success');
      return { ...seen, changed: open, gone: open, bystanders: [] };
    }
    const changed = await listed(own, WHAT, submission, 0, { userId, value: marker, expected: true });
    const old = jsonAt(user, URN.spendUser, CODE);
    const gone =
      typeof old === 'string' && old !== ''
        ? await listed(own, WHAT, submission, 0, { userId, value: old, expected: false })
        : notExercised('the user had no value before');
    return { ...seen, changed, gone, bystanders: await sinceThen(own, others) };
  });
}

async function createdListing(
  session: Session,
  userId: string,
  marker: string | undefined,
): Promise<ListedEffect | Finding> {
  const creation = await createdChange(session, 'lists');
  if ('verdict' in creation) return creation;
  if (marker === undefined) return notExercised('the user was not created by this run');
  const { submission, index } = creation;
  return listed(session, 'The creation', submission, index, { userId, value: marker, expected: true });
}

/** The subject as the watched change left it; a chain on it begins only where the plainest change arrives. */
export async function afterWatched(session: Session): Promise<{ readonly user?: JsonObject } | Finding> {
  const watched = await watchedChange(session);
  if ('verdict' in watched) return watched;
  if (arrives(watched.change).verdict !== 'pass') return unmet('the plainest change of the same user does not arrive');
  const user = after(watched.change);
  return user ? { user } : {};
}

interface Other {
  readonly id: string;
  readonly own: boolean;
  readonly user: JsonObject;
}

/** Users that nobody writes to: one of this run's own, and the first and the last of the population. */
async function othersOf(session: Session, own: SubjectName = 'quiet'): Promise<readonly Other[]> {
  const quiet = await subjectOf(session, own);
  const { users } = await session.population();
  const lent = new Set(session.target.provisioning.subjects.map((id) => id.toLowerCase()));
  const strangers = [users[0], users[1], users.at(-1)].flatMap((user) => (typeof user?.id === 'string' ? user.id : []));
  const ids = [
    ...('subject' in quiet && quiet.subject.made ? [{ id: quiet.subject.userId, own: true }] : []),
    ...[...new Set(strangers)].filter((id) => !lent.has(id.toLowerCase())).map((id) => ({ id, own: false })),
  ];
  const read = await Promise.all(ids.map(async (one) => ({ ...one, user: userOf(await readUser(session, one.id)) })));
  return read.flatMap(({ id, own: mine, user }) => (user ? [{ id, own: mine, user }] : []));
}

/** The same users again, beside what they were. */
async function sinceThen(session: Session, before: readonly Other[]): Promise<readonly Bystander[]> {
  const read = await Promise.all(before.map(async (one) => ({ ...one, now: userOf(await readUser(session, one.id)) })));
  return read.flatMap(({ own, user, now }) => (now ? [{ own, before: user, after: now }] : []));
}
