/**
 * What one status document must say, whenever it is read: laws over what was seen, for single exchanges and for events
 * of a history alike. A law answers undefined where it does not speak, and a flaw or null where it does.
 */

import type { Json } from '../../model/json.ts';
import type { Counts } from '../status.ts';

/** The part of a status that the laws look at; a status view and an event of a history both have it. */
export interface Told {
  readonly completed?: boolean | undefined;
  readonly success?: boolean | undefined;
  readonly counts?: Counts | undefined;
  readonly operations?:
    | readonly { readonly completed?: boolean | undefined; readonly success?: boolean | undefined }[]
    | undefined;
}

export interface Flaw {
  readonly message: string;
  readonly pointer: string;
  readonly expected: Json;
  readonly actual: Json;
}
export type Law = (told: Told) => Flaw | null | undefined;

/** success + failed + pending = total (ruling 124). */
export const countsAddUp: Law = ({ counts }) => {
  if (!counts) return undefined;
  const { total, success, failed, pending } = counts;
  if (success + failed + pending === total) return null;
  return {
    message: 'The numbers of successful, failed and pending operations do not add up to the total.',
    pointer: '/operationsCount',
    expected: total,
    actual: { success, failed, pending },
  };
};

/** Once completed, nothing is pending (ruling 124). */
export const nonePending: Law = ({ completed, counts }) => {
  if (completed !== true || !counts) return undefined;
  if (counts.pending === 0) return null;
  return {
    message: 'A completed request still has pending operations.',
    pointer: '/operationsCount/pending',
    expected: 0,
    actual: counts.pending,
  };
};

/** Once completed, success is true exactly when nothing failed (ruling 155). */
export const successMeansNoneFailed: Law = ({ completed, counts, success }) => {
  if (completed !== true || !counts) return undefined;
  const right = counts.failed === 0;
  if (success === right) return null;
  return {
    message: right
      ? 'A completed request without a failed operation is not reported as success.'
      : 'A completed request with failed operations is not reported as failed.',
    pointer: '/status/success',
    expected: right,
    actual: success ?? null,
  };
};

/** Before it is completed, a request is no success yet (ruling 155). */
export const noSuccessBefore: Law = ({ completed, success }) => {
  if (completed !== false) return undefined;
  if (success !== true) return null;
  return {
    message: 'A request that is not completed is reported as success.',
    pointer: '/status/success',
    expected: null,
    actual: true,
  };
};

/** A completed document lists no unfinished operation, and its list agrees with its counts. */
export const listAgrees: Law = ({ completed, counts, operations }) => {
  if (completed !== true || !operations || operations.length === 0) return undefined;
  const open = operations.findIndex((one) => one.completed === false);
  if (open >= 0) {
    return {
      message: 'A completed request lists an operation that is not completed.',
      pointer: `/operations/${open}/status/completed`,
      expected: true,
      actual: false,
    };
  }
  if (!counts || operations.length !== counts.total) return null;
  // Counts that are wrong in themselves belong to the laws of their own.
  if (counts.pending > 0 || counts.success + counts.failed !== counts.total) return null;
  const failed = operations.filter(({ success }) => success === false).length;
  const succeeded = operations.filter(({ success }) => success === true).length;
  if (failed + succeeded !== operations.length) return null;
  // Both add up to the same, so one number tells of the other.
  if (failed === counts.failed) return null;
  return {
    message: 'The outcomes of the listed operations do not agree with the counts.',
    pointer: '/operations',
    expected: { success: counts.success, failed: counts.failed },
    actual: { success: succeeded, failed },
  };
};
