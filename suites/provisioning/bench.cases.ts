/**
 * Bulk as a machine: mixed methods, partial failure, failOnErrors, bulkIds, media types, a hundred operations, and the
 * views of their status.
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
  bulkIdGenerated,
  bulkIdsEchoed,
  extensionsListed,
  operationsListed,
} from '../../src/checks/provisioning/listing.ts';
import { afterFirstFailure, partialFailure, succeeded } from '../../src/checks/provisioning/outcomes.ts';
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
  statesComplete,
} from '../../src/checks/provisioning/views.ts';
import { isAccepted } from '../../src/checks/status.ts';
import { type Case, defineCase } from '../../src/harness/case.ts';
import { type Finding, unmet } from '../../src/model/finding.ts';
import { type Bench, benchOfRun, mixedRequest, PAGE } from './requests.cases.ts';

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
    over('request-media-types', 'application/scim+json', ({ media, unnamed }) => mediaWorks(media, unnamed)),
    over('bulk-id-generated', 'PATCH without one', ({ unnamed }) => bulkIdGenerated(unnamed)),
    over('bulk-id-echo', 'a hundred operations', ({ hundred }) => bulkIdsEchoed(hundred)),
    over('bulk-accepted', 'ten changes', ({ ten }) => accepted(ten.answer)),
    over('bulk-id-echo', 'ten operations', ({ ten }) => bulkIdsEchoed(ten)),
    over('status-operations', 'ten changes', ({ ten }) => operationsListed(ten)),
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
