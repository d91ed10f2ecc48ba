/**
 * Bulk as a machine, on one subject whose account code changes and nothing else: mixed methods, partial failure,
 * failOnErrors, bulkIds, media types, a hundred operations, and the views of their status.
 */

import {
  accepted,
  acceptedWith,
  hasLocation,
  isStatusDocument,
  noServerError,
  refusedOrFailed,
  withinLimit,
} from '../../src/checks/provisioning/acceptance.ts';
import {
  afterFirstFailure,
  bulkIdGenerated,
  bulkIdsEchoed,
  extensionsListed,
  operationsListed,
  partialFailure,
  succeeded,
} from '../../src/checks/provisioning/outcomes.ts';
import { openEnd, outcomeAt, type Submission } from '../../src/checks/provisioning/submission.ts';
import {
  type AskedView,
  countsUnderState,
  isReadable,
  keepsPageSize,
  listsUpToHundred,
  onlyInState,
  pagesPartition,
  STATES,
  type State,
  statesComplete,
} from '../../src/checks/provisioning/views.ts';
import { isAccepted } from '../../src/checks/status.ts';
import { URN } from '../../src/contract/contract.ts';
import { type Case, defineCase, type Session } from '../../src/harness/case.ts';
import type { Exchange } from '../../src/model/exchange.ts';
import { type Finding, notExercised, unmet } from '../../src/model/finding.ts';
import { at, bulkBody, follow, type Planned, patching, readStatus, submit } from './flow.cases.ts';
import { CODE } from './listed.cases.ts';
import { listsChain } from './lists.cases.ts';
import { putting, withoutState } from './replace.cases.ts';
import { markerOf, NOBODY, newUser, sampleOf } from './sample.cases.ts';
import { creating, type Found, mayCreate, subjectOf } from './subjects.cases.ts';

/** Pages of a hundred operations: the last one is short. */
const PAGE = 40;

/** A small change of the account code of one user. */
const small = (session: Session, userId: string, word: string, bulkId: string): Planned =>
  patching(userId, bulkId, [at('replace', `${URN.spendUser}:${CODE}`, markerOf(session, word))]);

/** The subject `bench`; where there is none, the subject `lists` once its own chain is done. */
async function benchOf(session: Session): Promise<Found> {
  const found = await subjectOf(session, 'bench');
  if ('subject' in found) return found;
  await listsChain(session);
  const other = await subjectOf(session, 'lists');
  return 'subject' in other ? other : found;
}

export interface Bench {
  readonly media: Submission;
  readonly unnamed: Submission;
  readonly partial: Submission;
  readonly failOnErrors: Submission;
  readonly repeated: Submission;
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
    const many = Array.from({ length: 100 }, (_, index) => change(`n${index}`, `n${index}`));
    const hundred = await submit(own, many, { thorough: true });
    const sized = await sizedRequest(own, change('sized', 'sized'));
    return {
      media,
      unnamed,
      partial,
      failOnErrors,
      repeated,
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
function mixedRequest(session: Session): Promise<Submission | Finding> {
  return session.shared('provisioning mixed', async (own) => {
    if (!mayCreate(own, 'mixed') || !mayCreate(own, 'replaced'))
      return notExercised('the run may create no further user');
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
    const submission = await submit(own, [creating(made, 'mixed-post'), patch, put]);
    const userId = submission.detailed?.operations?.find(({ bulkId }) => bulkId === 'mixed-post')?.resourceId;
    if (submission.end !== 'refused')
      own.leave({ kind: 'created', userName: made.userName, ...(userId && { userId }) });
    return submission;
  });
}

const WHOLE = 'a request of small changes';

export function benchCases(): readonly Case[] {
  const over = (requirement: string, name: string, expect: (bench: Bench) => Finding): Case =>
    defineCase({
      requirement: `provisioning.${requirement}`,
      name,
      writes: true,
      probe: benchOfRun,
      expect: (seen) => ('verdict' in seen ? seen : expect(seen)),
    });
  const mixed = (requirement: string, name: string, expect: (submission: Submission) => Finding): Case =>
    defineCase({
      requirement: `provisioning.${requirement}`,
      name,
      writes: true,
      probe: mixedRequest,
      expect: (seen) => ('verdict' in seen ? seen : expect(seen)),
    });
  return [
    mixed('bulk-accepted', 'mixed methods', ({ answer }) => accepted(answer)),
    mixed('bulk-methods', 'POST among others', (one) => succeeded(one, 0, 'The POST of a mixed request')),
    mixed('bulk-methods', 'PUT among others', (one) => succeeded(one, 2, 'The PUT of a mixed request')),
    mixed('bulk-id-echo', 'mixed methods', bulkIdsEchoed),
    mixed('status-extensions', 'mixed methods', extensionsListed),
    over('bulk-accepted', 'PATCH', ({ unnamed }) => accepted(unnamed.answer)),
    over('bulk-accepted-status', 'PATCH', ({ unnamed }) => acceptedWith(unnamed.answer, [202])),
    over('bulk-document', 'PATCH', ({ unnamed }) => isStatusDocument(unnamed.answer)),
    over('status-location-present', 'PATCH', ({ unnamed }) => hasLocation(unnamed.answer)),
    over('status-readable', 'PATCH', ({ unnamed }) => isReadable(unnamed)),
    over('status-operations', 'a hundred changes', ({ hundred }) => operationsListed(hundred)),
    over('status-extensions', 'PATCH', ({ unnamed }) => extensionsListed(unnamed)),
    over('request-media-types', 'application/json', ({ unnamed }) => plainly(unnamed)),
    over('request-media-types', 'application/scim+json', ({ media, unnamed }) => mediaWorks(media, unnamed)),
    over('bulk-id-generated', 'PATCH without one', ({ unnamed }) => bulkIdGenerated(unnamed)),
    over('bulk-id-echo', 'a hundred operations', ({ hundred }) => bulkIdsEchoed(hundred)),
    over('bulk-id-repeated-answer', 'two changes', ({ repeated }) =>
      noServerError(repeated.answer, 'A repeated bulkId'),
    ),
    over('bulk-id-repeated', 'two changes', ({ repeated }) => repeatedFails(repeated)),
    over('partial-failure', 'one of two', ({ partial }) => partialFailure(partial, 0, 1)),
    over('fail-on-errors', 'first of three fails', ({ failOnErrors }) => afterFirstFailure(failOnErrors)),
    over('operations-maximum', WHOLE, ({ hundred, unnamed }) =>
      isAccepted(unnamed.answer) ? withinLimit(hundred.answer, 'A request of 100 small operations') : plainly(unnamed),
    ),
    over('size-below-maximum', '380,000 bytes', ({ sized, unnamed }) =>
      isAccepted(unnamed.answer) ? withinLimit(sized.answer, 'A request of 380,000 bytes') : plainly(unnamed),
    ),
    over('status-page-hundred', 'a hundred operations', ({ hundred }) => {
      const read = hundred.detailed?.exchange;
      return (
        openEnd(hundred) ?? (read ? listsUpToHundred(read, hundred.sent.length) : unmet('the status could not be read'))
      );
    }),
    over('status-page-size', '1', ({ single, hundred }) => openEnd(hundred) ?? paged(single)),
    over('status-page-size', `${PAGE}`, ({ pages, hundred }) => openEnd(hundred) ?? paged(pages[0])),
    over(
      'status-pages',
      `pages of ${PAGE}`,
      ({ pages, hundred }) => openEnd(hundred) ?? pagesPartition(pages, hundred.sent.length),
    ),
    ...STATES.map((state) =>
      over('status-state', state, ({ states, partial }) => {
        return openEnd(partial) ?? (states ? onlyInState(states[state], state) : unmet('the status could not be read'));
      }),
    ),
    over('status-state-complete', 'one of two failed', ({ states, partial }) => {
      return (
        openEnd(partial) ??
        (states ? statesComplete(states, partial.sent.length) : unmet('the status could not be read'))
      );
    }),
    over('status-state-counts', 'failed', ({ states, partial }) => {
      const whole = partial.detailed;
      return states && whole ? countsUnderState(states.failed, whole) : unmet('the status could not be read');
    }),
  ];
}

const paged = (view: AskedView | undefined): Finding => (view ? keepsPageSize(view) : unmet('no page could be read'));

/** A plain PATCH that is not accepted is judged under provisioning.bulk-accepted. */
const plainly = (unnamed: Submission): Finding =>
  isAccepted(unnamed.answer) ? accepted(unnamed.answer) : unmet('a plain PATCH is not accepted either');

function mediaWorks(media: Submission, unnamed: Submission): Finding {
  if (!isAccepted(unnamed.answer)) return plainly(unnamed);
  const answered = accepted(media.answer);
  if (answered.verdict !== 'pass') return answered;
  if (outcomeAt(unnamed, 0) !== 'success') return unmet('a plain PATCH does not succeed either');
  return succeeded(media, 0, 'A change sent as application/scim+json');
}

/** Refused, or at least one of the two failed. */
function repeatedFails(repeated: Submission): Finding {
  if (repeated.answer.response.status >= 500) return unmet('the request was answered with a server error');
  const first = refusedOrFailed(repeated, 0, 'A bulkId that is used twice');
  return first.verdict === 'fail' ? refusedOrFailed(repeated, 1, 'A bulkId that is used twice') : first;
}
