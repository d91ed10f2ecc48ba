/**
 * The filtered list as the second view of an effect: a user is found by its new value and no longer by its old one.
 * A filter that does not tell the truth is judged elsewhere, so here it only leaves the question open.
 */

import { URN } from '../../contract/contract.ts';
import { describeExchange, type Exchange } from '../../model/exchange.ts';
import { cannotJudge, type Finding, fail, pass, unmet } from '../../model/finding.ts';
import type { ReadEvent } from '../../model/history.ts';
import { at, equalJson, isObject, type Json, type JsonObject } from '../../model/json.ts';
import { listAnswerOf } from '../list-response.ts';
import { openEnd, outcomeAt, type Submission } from '../provisioning/submission.ts';
import { type EffectReads, endOf, witnessOf } from './effect.ts';
import { CONVERGED_READS } from './user-events.ts';
import { readEvent } from './user-reads.ts';

/** What the list was asked for, and what came. */
export interface ListedEffect {
  readonly what: string;
  readonly submission: Submission;
  readonly index: number;
  readonly userId: string;
  /** The attribute of SpendUser in the filter. */
  readonly attribute: string;
  readonly value: string;
  /** Whether the user has to be among the rows. */
  readonly expected: boolean;
  readonly list: EffectReads;
  /** Whether the same filter finds a user that nobody wrote to; undefined where it was not asked. */
  readonly control: boolean | undefined;
}

/** Rows of a list answer; an empty result may come without Resources. */
function rowsOf(read: Exchange): readonly JsonObject[] | undefined {
  const answer = listAnswerOf(read);
  if (answer?.resources) return answer.resources.filter(isObject);
  return answer?.total === 0 ? [] : undefined;
}

const valueIn = (row: JsonObject | undefined, attribute: string): Json => at(row, URN.spendUser, attribute) ?? null;
const isUser = (row: JsonObject, userId: string): boolean =>
  typeof row.id === 'string' && row.id.toLowerCase() === userId.toLowerCase();

/** The user's row, where the list shows it. */
export function rowOf(read: Exchange, userId: string): JsonObject | undefined {
  return rowsOf(read)?.find((row) => isUser(row, userId));
}

/** Right when the user is there with the value, or is not there at all. */
export function isListedRight(
  read: Exchange,
  effect: Pick<ListedEffect, 'userId' | 'attribute' | 'value' | 'expected'>,
): boolean {
  if (!rowsOf(read)) return false;
  const row = rowOf(read, effect.userId);
  return effect.expected ? valueIn(row, effect.attribute) === effect.value : row === undefined;
}

/** Rows of other users that do not have the value they were asked for: then the filter itself is at fault. */
function lies(rows: readonly JsonObject[], { userId, attribute, value }: ListedEffect): boolean {
  return rows.some((row) => !isUser(row, userId) && valueIn(row, attribute) !== value);
}

/** The effect arrives in the filtered list. */
export function arrivesInList(effect: ListedEffect): Finding {
  const { submission, index, list, userId, attribute, value, expected, control, what } = effect;
  const open = openEnd(submission);
  if (open) return open;
  if (outcomeAt(submission, index) !== 'success') return unmet('the operation was not reported as success');
  if (list.converged) return pass();
  const read = list.reads.at(-1);
  if (!read) return unmet('the list was not read after the write');
  const rows = rowsOf(read);
  if (!rows) return unmet(`the filtered list could not be read (${describeExchange(read)})`);
  if (lies(rows, effect)) return unmet('the filter returns users that do not match it');
  if (expected && control === false) return unmet('the filter finds nobody, not even a user that nobody wrote to');
  const shown = list.reads.slice(-CONVERGED_READS).map((one) => {
    const row = rowOf(one, userId);
    return row ? valueIn(row, attribute) : 'absent';
  });
  if (shown.length < CONVERGED_READS || shown.some((one) => !equalJson(one, shown[0]))) {
    return cannotJudge(list.reason ?? 'not-converged', list.detail);
  }
  return fail({
    message: expected
      ? `${what} was reported as success, and the list filtered by the new value does not show it: ${list.detail}.`
      : `${what} was reported as success, and the list filtered by the old value still shows the user: ${list.detail}.`,
    pointer: '/Resources',
    expected: expected ? value : 'absent',
    actual: shown[0] ?? null,
    exchange: read,
    witness: witnessOf(submission, listEvent(read, effect)),
  });
}

/** The read as an event, with the value at the place the filter is about. */
function listEvent(read: Exchange, { userId, attribute, value }: ListedEffect): ReadEvent {
  const place = `/${URN.spendUser}/${attribute}`;
  const row = rowOf(read, userId);
  const event = readEvent('list', read, endOf(read), row, new Map());
  return {
    ...event,
    asked: { attribute, value },
    seen: { ...event.seen, values: row ? { [place]: valueIn(row, attribute) } : {} },
  };
}

/** Users other than the one written to that a list shows with a value invented for it. */
export function othersWith(read: Exchange, userId: string, attribute: string, value: string): readonly JsonObject[] {
  return rowsOf(read)?.filter((row) => !isUser(row, userId) && valueIn(row, attribute) === value) ?? [];
}
