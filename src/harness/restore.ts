/**
 * Puts users that were lent to a run back to what they were, in one Bulk request at the very end. After an interruption
 * it does the same in haste: what cannot be confirmed by then is said to be unconfirmed.
 */

import { statusOf } from '../checks/status.ts';
import { URN } from '../contract/contract.ts';
import { type Exchange, jsonOf } from '../model/exchange.ts';
import { groupBy } from '../model/group.ts';
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

/** All that an interrupted run still spends on it, and on its first attempt. */
const HASTE_MS = 15_000;
const FIRST_HASTE_MS = 5_000;

interface Attempted {
  readonly desk: Desk;
  readonly target: TargetFacts;
  readonly hasty: boolean;
  /** Of this attempt. */
  readonly budgetMs: number;
  readonly say: (one: Borrowed, restored: boolean, note: string) => void;
}

export async function restoreUsers(
  desk: Desk,
  target: TargetFacts,
  borrowed: readonly Borrowed[],
  hasty: boolean,
): Promise<ReadonlyMap<string, Restoration>> {
  desk.reopen(hasty ? HASTE_MS : 2 * target.convergenceMs);
  const result = new Map<string, Restoration>();
  const say = (one: Borrowed, restored: boolean, note: string) => result.set(one.userId, { restored, note });
  const ground = { desk, target, hasty, budgetMs: target.convergenceMs, say };
  try {
    // A request that was under way may have had the last word: then once more.
    const first = Math.min(FIRST_HASTE_MS, target.convergenceMs);
    const left = await attempt(hasty ? { ...ground, budgetMs: first } : ground, borrowed);
    if (hasty && left.length > 0) await attempt(ground, left);
  } catch (error) {
    if (!(error instanceof Interruption)) throw error;
    for (const one of borrowed) if (!result.has(one.userId)) say(one, false, error.message);
  }
  return result;
}

const read = (desk: Desk, one: Borrowed): Promise<Exchange> =>
  desk.send(RESTORING, 'getUser', { path: { id: one.userId }, fresh: true });

/** Asks for everything at once and looks whether it came; gives those who are not back. */
async function attempt(ground: Attempted, borrowed: readonly Borrowed[]): Promise<readonly Borrowed[]> {
  const { desk, target, hasty, budgetMs, say } = ground;
  const open: { readonly one: Borrowed; readonly patches: readonly (readonly JsonObject[])[] }[] = [];
  for (const one of borrowed) {
    const now = userIn(await read(desk, one));
    // What only may be needed stands in operations of its own: where one is refused, the rest is done all the same.
    const patches = now ? [restoringSteps(one, now), ...(hasty ? byExtension(pendingSteps(one, now)) : [])] : [];
    const needed = patches.filter((steps) => steps.length > 0);
    if (!now) say(one, false, 'the user could not be read');
    else if (needed.length === 0) say(one, true, 'nothing had changed');
    else open.push({ one, patches: needed });
  }
  if (open.length === 0) return [];
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
    return [];
  }
  const waiting = {
    clock: desk.clock,
    random: () => 0,
    rhythm: target.polling,
    budgetMs,
    runLeftMs: () => desk.leftMs,
    wait: (ms: number) => desk.clock.sleep(ms),
  };
  if (typeof id === 'string') {
    const input = { path: { id }, fresh: true, patience: 'caller' } as const;
    await poll(waiting, {
      awaiting: 'the end of the restoring request',
      read: () => desk.send(RESTORING, 'getProvisionStatus', input),
      done: (seen) => statusOf(seen)?.completed === true,
    });
  }
  const left: Borrowed[] = [];
  for (const { one } of open) {
    const seen = await poll(waiting, {
      awaiting: 'the user as it was',
      read: () => read(desk, one),
      done: (now) => isBack(one, now),
    });
    if (seen.converged) say(one, true, 'as it was before');
    else left.push(one);
  }
  return left;
}

/** A target need not know every extension. */
function byExtension(steps: readonly JsonObject[]): readonly (readonly JsonObject[])[] {
  return [...groupBy(steps, ({ path }) => String(path).replace(/:[^:]*$/, '')).values()];
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
