/**
 * The requests on the bench: one subject whose account code changes and nothing else, sent one after the other, and the
 * reads of their status. What they prove is in bench.cases.ts.
 */

import { openEnd, type Submission } from '../../src/checks/provisioning/submission.ts';
import type { AskedView, State } from '../../src/checks/provisioning/views.ts';
import { URN } from '../../src/contract/contract.ts';
import type { Session } from '../../src/harness/case.ts';
import type { Exchange } from '../../src/model/exchange.ts';
import { type Finding, notExercised } from '../../src/model/finding.ts';
import { hostedBy } from './chain.cases.ts';
import { at, bulkBody, follow, type Planned, patching, readStatus, submit } from './flow.cases.ts';
import { CODE } from './listed.cases.ts';
import { listsChain } from './lists.cases.ts';
import { putting, withoutState } from './replace.cases.ts';
import { markerOf, NOBODY, newUser, sampleOf } from './sample.cases.ts';
import { creating, type Found, mayCreate, noteCreation, subjectOf } from './subjects.cases.ts';

/** Pages of a hundred operations: the last one is short. */
export const PAGE = 40;

/** A small change of the account code of one user. */
const small = (session: Session, userId: string, word: string, bulkId: string): Planned =>
  patching(userId, bulkId, [at('replace', `${URN.spendUser}:${CODE}`, markerOf(session, word))]);

/** The subject `bench`; where there is none, the subject `lists` once its own chain is done. */
const benchOf = (session: Session): Promise<Found> => hostedBy(session, 'bench', { name: 'lists', done: listsChain });

export interface Bench {
  readonly media: Submission;
  readonly unnamed: Submission;
  readonly partial: Submission;
  readonly failOnErrors: Submission;
  readonly repeated: Submission;
  readonly ten: Submission;
  readonly hundred: Submission;
  readonly sized: Submission;
  readonly states: Readonly<Record<State, Exchange>> | undefined;
  readonly pages: readonly AskedView[];
  readonly single: AskedView | undefined;
  readonly userId: string;
}

/** All requests on the bench, one after the other: an unfinished one must not disturb the next. */
export function benchOfRun(session: Session): Promise<Bench | Finding> {
  return session.shared('provisioning bench', async (own) => {
    const found = await benchOf(own);
    if ('missing' in found) return found.missing;
    const { userId } = found.subject;
    const change = (word: string, bulkId: string): Planned => small(own, userId, word, bulkId);
    const nobody = small(own, NOBODY, 'nobody', 'nobody');
    const scim = { headers: { 'content-type': 'application/scim+json' } };
    const media = await submit(own, [change('media', 'media')], scim);
    const stuck = openEnd(media);
    if (media.end === 'unfinished' && stuck) return stuck;
    const { bulkId: _, ...unnamedOne } = change('unnamed', '');
    const unnamed = await submit(own, [unnamedOne]);
    const partial = await submit(own, [change('partial', 'good'), { ...nobody, bulkId: 'bad' }], { thorough: true });
    const failing = [{ ...nobody, bulkId: 'first' }, change('later1', 'second'), change('later2', 'third')];
    const failOnErrors = await submit(own, failing, { more: { failOnErrors: 1 } });
    const repeated = await submit(own, [change('twice1', 'same'), change('twice2', 'same')]);
    const changes = (count: number) => Array.from({ length: count }, (_, index) => change(`n${index}`, `n${index}`));
    const ten = await submit(own, changes(10));
    const hundred = await submit(own, changes(100), { thorough: true });
    const sized = await sizedRequest(own, change('sized', 'sized'));
    return {
      media,
      unnamed,
      partial,
      failOnErrors,
      repeated,
      ten,
      hundred,
      sized,
      ...(await views(own, partial, hundred)),
      userId,
    };
  });
}

/** One operation, padded to 380,000 bytes with white space: below every reading of the limit. */
async function sizedRequest(session: Session, operation: Planned): Promise<Submission> {
  const text = JSON.stringify(bulkBody([operation]));
  const body = `${text.slice(0, 1)}${' '.repeat(380_000 - text.length)}${text.slice(1)}`;
  return follow(session, await session.send('bulk', { body }), [operation]);
}

async function views(
  session: Session,
  partial: Submission,
  hundred: Submission,
): Promise<Pick<Bench, 'states' | 'pages' | 'single'>> {
  const detailed = { attributes: 'operations' };
  const few = partial.provisionId;
  const ended = partial.end === 'completed' && few !== undefined;
  const inState = (state: State) => readStatus(session, few ?? '', { ...detailed, count: 100, state });
  const states = ended
    ? { pending: await inState('pending'), success: await inState('success'), failed: await inState('failed') }
    : undefined;
  const many = hundred.provisionId;
  if (hundred.end !== 'completed' || many === undefined) return { states, pages: [], single: undefined };
  const page = async (startIndex: number, count: number): Promise<AskedView> => {
    const exchange = await readStatus(session, many, { ...detailed, startIndex, count });
    return { startIndex, count, exchange };
  };
  const pages = await Promise.all([page(1, PAGE), page(1 + PAGE, PAGE), page(1 + 2 * PAGE, PAGE)]);
  return { states, pages, single: await page(1, 1) };
}

/** POST, PATCH and PUT in one request, each on another user. */
export function mixedRequest(session: Session): Promise<Submission | Finding> {
  return session.shared('provisioning mixed', async (own) => {
    if (!mayCreate(own, 'mixed')) return notExercised('the run may create no further user');
    const [sample, replaced] = [await sampleOf(own), await subjectOf(own, 'replaced')];
    await benchOfRun(own);
    const bench = await benchOf(own);
    if ('missing' in replaced) return replaced.missing;
    if ('missing' in bench) return bench.missing;
    const made = newUser(own, sample, 'mixed');
    const { subject } = replaced;
    const spend = withoutState({ sample, marker: markerOf(own, 'mixed1') });
    const put = putting({ subject, userId: subject.userId }, 'mixed-put', spend);
    const patch = small(own, bench.subject.userId, 'mixed2', 'mixed-patch');
    own.leave({ kind: 'created', userName: made.userName });
    const submission = await submit(own, [creating(made, 'mixed-post'), patch, put]);
    noteCreation(own, submission, 0, made.userName);
    return submission;
  });
}
