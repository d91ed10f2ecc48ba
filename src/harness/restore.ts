/**
 * Puts users that were lent to a run back to what they were, in one Bulk request at the very end. After an interruption
 * it does the same in haste: what cannot be confirmed by then is said to be unconfirmed.
 */

import { statusOf } from '../checks/status.ts';
import { URN } from '../contract/contract.ts';
import { type Exchange, jsonOf } from '../model/exchange.ts';
import { isObject, type JsonObject, member } from '../model/json.ts';
import type { TargetFacts } from './case.ts';
import type { Desk, Sender } from './desk.ts';
import { Interruption, isFault } from './interruption.ts';
import { poll } from './poller.ts';
import { type Borrowed, pendingSteps, restoringSteps } from './restoring.ts';

/** Its requests belong to no case and are judged by none. */
export const RESTORING: Sender = { area: 'provisioning', requirement: 'provisioning.bulk-methods', urgent: true };

export interface Restoration {
  readonly restored: boolean;
  /** What is known, in words. */
  readonly note: string;
}

/** All that an interrupted run still spends on it. */
const HASTE_MS = 15_000;

export async function restoreUsers(
  desk: Desk,
  target: TargetFacts,
  borrowed: readonly Borrowed[],
  hasty: boolean,
): Promise<ReadonlyMap<string, Restoration>> {
  desk.reopen(hasty ? HASTE_MS : 2 * target.convergenceMs);
  const result = new Map<string, Restoration>();
  const say = (one: Borrowed, restored: boolean, note: string) => result.set(one.userId, { restored, note });
  const send = (one: Borrowed) => desk.send(RESTORING, 'getUser', { path: { id: one.userId }, fresh: true });
  try {
    const open: { readonly one: Borrowed; readonly patches: readonly (readonly JsonObject[])[] }[] = [];
    for (const one of borrowed) {
      const now = userIn(await send(one));
      // What only may be needed stands in an operation of its own: where it is refused, the rest is done all the same.
      const patches = now ? [restoringSteps(one, now), hasty ? pendingSteps(one, now) : []] : [];
      const needed = patches.filter((steps) => steps.length > 0);
      if (!now) say(one, false, 'the user could not be read');
      else if (needed.length === 0) say(one, true, 'nothing had changed');
      else open.push({ one, patches: needed });
    }
    if (open.length === 0) return result;
    for (const { one } of open) say(one, false, 'asked for, not confirmed');
    const operations = open
      .flatMap(({ one, patches }) => patches.map((steps) => ({ one, steps })))
      .map(({ one, steps }, index) => patchOf(one.userId, `restore-${index + 1}`, steps));
    const answer = await answered(
      desk.send(RESTORING, 'bulk', { body: { schemas: [URN.bulkRequest], Operations: operations } }),
    );
    const id = answer && member(jsonOf(answer), 'id');
    if (answer && (answer.response.status >= 300 || typeof id !== 'string')) {
      for (const { one } of open) say(one, false, `the request was answered with ${answer.response.status}`);
      return result;
    }
    const ground = {
      clock: desk.clock,
      random: () => 0,
      rhythm: target.polling,
      budgetMs: target.convergenceMs,
      runLeftMs: () => desk.leftMs,
      wait: (ms: number) => desk.clock.sleep(ms),
    };
    if (typeof id === 'string') {
      const input = { path: { id }, fresh: true, patience: 'caller' } as const;
      await poll(ground, {
        awaiting: 'the end of the restoring request',
        read: () => desk.send(RESTORING, 'getProvisionStatus', input),
        done: (read) => statusOf(read)?.completed === true,
      });
    }
    for (const { one } of open) {
      const seen = await poll(ground, {
        awaiting: 'the user as it was',
        read: () => send(one),
        done: (read) => isBack(one, read),
      });
      if (seen.converged) say(one, true, 'as it was before');
    }
  } catch (error) {
    if (!(error instanceof Interruption)) throw error;
    for (const one of borrowed) if (!result.has(one.userId)) say(one, false, error.message);
  }
  return result;
}

/** undefined where the answer got lost: whether it was done is seen on the users alone. */
async function answered(sending: Promise<Exchange>): Promise<Exchange | undefined> {
  try {
    return await sending;
  } catch (error) {
    if (!isFault(error) || error.facts.untold !== true) throw error;
    return undefined;
  }
}

function userIn(read: Exchange): JsonObject | undefined {
  const body = jsonOf(read);
  return read.response.status === 200 && isObject(body) ? body : undefined;
}

function isBack(one: Borrowed, read: Exchange): boolean {
  const now = userIn(read);
  return now !== undefined && restoringSteps(one, now).length === 0;
}

function patchOf(userId: string, bulkId: string, steps: readonly JsonObject[]): JsonObject {
  return {
    method: 'PATCH',
    path: `/Users/${userId}`,
    bulkId,
    data: { schemas: [URN.patchOp], Operations: steps },
  };
}
